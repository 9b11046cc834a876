// Tells on the console how the first sync comes along.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../base/database/sql.ts';
import { type Console, thousands } from './console.ts';

interface Progress {
  readonly key: string;
  readonly status: string;
  readonly read: number;
  readonly expected: number | null;
  readonly error: string | null;
}

const EVERY_MS = 500;
/** Where lines cannot replace each other, as in a log file. */
const LINE_EVERY_MS = 5_000;

/** Until the runs that are unfinished now are over. */
export async function followFirstSync(
  sql: Sql,
  out: Console,
  signal: AbortSignal,
  lineEveryMs = LINE_EVERY_MS,
): Promise<void> {
  const runs = (await sql.query<{ id: number }>(`select id from sync_run where status in ('QUEUED', 'RUNNING')`)).map(
    run => run.id,
  );
  const told = new Set<string>();
  for (let waited = 0; !signal.aborted; waited += EVERY_MS) {
    const progress = await readProgress(sql, runs);
    for (const run of progress) {
      if (told.has(run.key) || run.status === 'QUEUED' || run.status === 'RUNNING') continue;
      told.add(run.key);
      out.line(`  ${run.key.padEnd(12)}${ending(run)}`);
    }
    const open = progress.filter(run => !told.has(run.key));
    if (open.length === 0) break;
    const line = `  ${open.map(run => `${run.key} ${thousands(run.read)}${of(run)}`).join(' · ')}`;
    if (out.interactive) out.passing(line);
    else if (waited > 0 && waited % lineEveryMs === 0) out.line(line);
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  if (told.size > 0 && !signal.aborted) out.line(`  ${'together'.padEnd(12)}${await countAll(sql)}`);
}

function readProgress(sql: Sql, runs: readonly number[]): Promise<Progress[]> {
  return sql.query<Progress>(
    `select c.key, r.status, r.error, coalesce(sum(s.read), 0) as read,
       case when bool_and(s.expected is not null) then sum(greatest(s.expected, s.read)) end as expected
     from sync_run r join connection c on c.id = r.connection_id left join stream_run s on s.run_id = r.id
     where r.id = any($1) group by c.key, r.id order by r.id`,
    [runs],
  );
}

async function countAll(sql: Sql): Promise<string> {
  const [row] = await sql.query<{ customers: number; interactions: number; answers: number }>(
    `select (select count(*) from customer where deleted_at is null and merged_into is null) as customers,
       (select count(*) from interaction) as interactions,
       (select count(*) from survey_response) as answers`,
  );
  const { customers = 0, interactions = 0, answers = 0 } = row ?? {};
  return `${thousands(customers)} customers, ${thousands(interactions)} interactions, ${thousands(answers)} survey answers`;
}

function of(run: Progress): string {
  return run.expected === null ? ' records' : ` of ${thousands(run.expected)} records`;
}

function ending(run: Progress): string {
  if (run.status === 'SUCCEEDED') return `${thousands(run.read)} records synced`;
  return `${run.status.toLowerCase()}${run.error ? `: ${run.error.split('\n')[0]}` : ''}`;
}
