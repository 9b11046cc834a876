// `cxgraph identity show` and `set`: the rules by which records are one person, and what a change of them does.
import { readFileSync } from 'node:fs';
import type { Config } from '../../base/config.ts';
import { badInput } from '../../base/errors.ts';
import { changeRules } from '../../ingest/identity/change-rules.ts';
import { readLedger, type Turnover } from '../../ingest/identity/ledger.ts';
import { previewRules } from '../../ingest/identity/preview-rules.ts';
import { parseRules, type RulesChange } from '../../ingest/identity/rules-input.ts';
import { readHistory, readRules } from '../../ingest/identity/stored-rules.ts';
import { causeOf, countRechecks, recheckIdentities } from '../../ingest/page/recheck.ts';
import { type Console, thousands } from './console.ts';
import { type Session, withRuntime } from './session.ts';

/**
 * The rules in force, as JSON that `set` takes, or every version with the time it was saved. What is no part of them goes
 * to `notes`.
 */
export function showIdentityRules(
  config: Config,
  out: Console,
  notes: Console,
  options: { readonly history?: boolean },
): Promise<number> {
  return withRuntime(config, async ({ runtime: { sql } }) => {
    out.line(JSON.stringify(await (options.history ? readHistory(sql) : readRules(sql)), null, 2));
    const open = await countRechecks(sql);
    if (open > 0) notes.line(`${thousands(open)} records are still to be decided anew by these rules.`);
    return 0;
  });
}

/** Exit code: 0 when all is decided by the new rules. Throws BAD_USER_INPUT, and CONFLICT as `changeRules` does. */
export function setIdentityRules(
  config: Config,
  out: Console,
  file: string,
  options: { readonly dryRun?: boolean },
): Promise<number> {
  // Before anything is started: a wrong file is told at once.
  const change = parseRules(readJson(file));
  return withRuntime(config, session =>
    options.dryRun ? foretell(session, out, change) : putInForce(session, out, change),
  );
}

async function foretell({ runtime: { sql } }: Session, out: Console, change: RulesChange): Promise<number> {
  const { current, next, customers, accounts } = await previewRules(sql, change);
  if (next === current) out.line(`Version ${current.version}, which is in force, says the same.`);
  else out.line(`Version ${next.version} would follow version ${current.version}:`);
  out.line(`  customers   ${wordsOf(customers, 'would merge into others', 'would split off')}`);
  out.line(`  accounts    ${wordsOf(accounts, 'would merge into others', 'would split off')}`);
  out.line('Nothing was written.');
  return 0;
}

async function putInForce({ runtime, signal }: Session, out: Console, change: RulesChange): Promise<number> {
  const { sql } = runtime;
  const { rules, changed } = await changeRules(sql, change, new Date());
  out.line(
    changed
      ? `Version ${rules.version} is in force: everything that is synced from now on goes by it.`
      : `Version ${rules.version}, which is in force, says the same.`,
  );
  const total = await countRechecks(sql);
  let done = 0;
  const all = await recheckIdentities(sql, {
    signal,
    onBatch: records => {
      done += records;
      out.passing(`  decided anew: ${thousands(done)} of ${thousands(total)} records`);
    },
  });
  if (!all) {
    out.line('Stopped. The rest is decided by a running server, or when you give this command again.');
    return 1;
  }
  const { customer, account } = await readLedger(sql, causeOf(rules.version));
  out.line(`  customers   ${wordsOf(customer, 'merged into others', 'split off')}`);
  out.line(`  accounts    ${wordsOf(account, 'merged into others', 'split off')}`);
  return 0;
}

function wordsOf({ merged, split }: Turnover, mergedWords: string, splitWords: string): string {
  return `${thousands(merged)} ${mergedWords}, ${thousands(split)} ${splitWords}`;
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw badInput('file', `${file} cannot be read: ${(cause as Error).message}`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw badInput(
      'file',
      `${file} is not JSON: ${(cause as Error).message}. "cxgraph identity show" prints rules in the right form.`,
    );
  }
}
