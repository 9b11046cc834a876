// The web page in a real browser: it comes from this package alone, and its examples run.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../../../../src/base/database/sql.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { readExamples } from '../../../../src/serve/workbench/examples.ts';
import { projectFolder } from '../../../../src/serve/workbench/place.ts';
import { insert, insertConnection, insertInteraction } from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!executablePath) process.stderr.write('The web page is not tested: no Chromium is installed.\n');

const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.runIf(executablePath)('the web page', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  const requested: string[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    execFileSync(process.execPath, ['--import', 'tsx', 'src/serve/workbench/build.ts'], { cwd: projectFolder() });
    server = await startTestServer({ role: 'ANALYST' });
    await insertBuyer(server.world.sql);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...QUIET] });
    page = await browser.newPage();
    page.on('request', request => requested.push(request.url()));
    page.on('pageerror', error => problems.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(server.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('opens with a tab for each example', async () => {
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    const tabs = await page.locator('.graphiql-tab').count();
    expect(tabs).toBe(readExamples().length);
    await page.getByText('Profile360').first().waitFor();
  });

  it('runs the first example', async () => {
    await page.getByRole('button', { name: /Execute query/ }).click();
    const answer = page.locator('.graphiql-response', { hasText: 'Ada Lovelace' });
    await answer.waitFor();
    expect(await answer.textContent()).not.toContain('"errors"');
  });

  it('lets an analyst save a segment and see its size, then the stages of a journey', async () => {
    const answer = page.locator('.graphiql-response');
    const runExample = async (operation: string) => {
      await page.locator('.graphiql-tab').getByText(operation, { exact: true }).click();
      // GraphiQL sends the former tab's operation name for a moment; half a second later it has stored which tab is open.
      await page.waitForFunction(name => {
        const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{"tabs":[]}');
        return tabs[activeTabIndex]?.title === name;
      }, operation);
      await page.getByRole('button', { name: /Execute query/ }).click();
    };
    await runExample('SaveSegment');
    await answer.filter({ hasText: '"size": 1,' }).waitFor();
    await runExample('JourneyMap');
    await answer.filter({ hasText: '"name": "Awareness"' }).filter({ hasText: '"reached": 1,' }).waitFor();
    expect(await answer.textContent()).not.toContain('"errors"');
  });

  it('shows the descriptions of the schema', async () => {
    await page.getByRole('button', { name: /Documentation Explorer/ }).click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click();
    const described = page.getByText('All customers, page by page.');
    await described.waitFor();
    expect(await described.isVisible()).toBe(true);
  });

  it('asks no other machine and has no errors', () => {
    const origin = new URL(server.url).origin;
    const elsewhere = requested.filter(url => !url.startsWith(origin) && !/^(data|blob):/.test(url));
    expect(elsewhere).toEqual([]);
    expect(problems).toEqual([]);
  });
});

/** Known for a day, bought then, and waits for an answer since. */
async function insertBuyer(sql: Sql): Promise<void> {
  const yesterday = new Date(Date.now() - 86_400_000);
  const connection = await insertConnection(sql, 'shop');
  const customer_id = await insert(sql, 'customer', { display_name: 'Ada Lovelace', created_at: yesterday });
  for (const kind of ['VISIT', 'PURCHASE', 'SUPPORT_CASE'])
    await insertInteraction(sql, connection, { kind, customer_id, status: 'OPEN', occurred_at: yesterday });
  await refresh(sql, { anew: true });
}
