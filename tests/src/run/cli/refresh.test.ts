// `cxgraph refresh`: says what it did, and waits for whoever is at it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../../../src/base/config.ts';
import { refreshCommand } from '../../../../src/run/cli/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, raw } from '../../../support/pipeline.ts';
import { storedFacts } from '../../../support/stored/facts.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
  const source = await createSource(world.sql, 'shop');
  const visit = (id: string) => raw('visit', id, 1, { type: 'interaction', kind: 'REFERRAL', occurredAt: at(1) });
  await source.commit({ records: ['1', '2', '3'].map(visit) });
});
afterAll(() => world.close());

async function run(options: { anew?: boolean }, onLine: (line: string) => void = () => undefined) {
  const lines: string[] = [];
  const config = parseConfig({ DATABASE_URL: world.url, CXGRAPH_SECRET: 'a secret for tests only', PORT: '0' });
  const code = await refreshCommand(
    config,
    {
      interactive: false,
      passing: () => undefined,
      line: (text = '') => {
        lines.push(text);
        onLine(text);
      },
    },
    options,
  );
  return { code, lines };
}

test('works the marks off, then finds none', async () => {
  const asOf = expect.stringMatching(/^All figures are exact as of 20\d\d-\d\d-\d\dT[\d:.]+Z\.$/);
  expect(await run({})).toEqual({
    code: 0,
    lines: ['Looked at 3 subjects that changed; 3 facts are new, gone or otherwise.', asOf],
  });
  expect((await run({})).lines[0]).toMatch(/^Looked at 0 subjects/);
});

test('counts everything anew', async () => {
  await world.sql.query(`update metric_fact set kind = 'CASE'`);
  expect((await run({ anew: true })).lines[0]).toBe('Counted 3 facts of 3 subjects anew.');
  expect((await storedFacts(world.sql)).map(fact => fact.kind)).toEqual(['REFERRAL', 'REFERRAL', 'REFERRAL']);
});

test('waits while another program refreshes', async () => {
  const free = Promise.withResolvers<void>();
  const holding = world.sql.transaction(async tx => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.refresh'))`);
    await free.promise;
  });
  const { code, lines } = await run({}, line => line.startsWith('Another program') && free.resolve());
  await holding;
  expect(code).toBe(0);
  expect(lines).toHaveLength(3);
});
