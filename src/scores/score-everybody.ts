// Scores all customers again: time alone moves health, churn risk and lifetime value.
import { setTimeout } from 'node:timers/promises';
import type { Sql } from '../database/sql.ts';
import { rescored } from '../segments/due.ts';
import type { FitOptions } from './fit-models.ts';
import { scoreFacts } from './refresh-scores.ts';
import { scoreLifetimes, writeScores } from './score-lifetimes.ts';

const BATCH = 2_000;

/**
 * In batches, each in a transaction of its own that no refresh runs beside, and with as much time for refreshes in
 * between. Returns how many customers there were; stops between two batches when the signal aborts.
 */
export async function scoreEverybody(sql: Sql, { signal, now = null }: FitOptions = {}): Promise<number> {
  let scored = 0;
  for (let after = 0; !signal?.aborted; ) {
    const rows = await sql.query<{ id: number }>(
      'select id from customer where id > $1 and merged_into is null order by id limit $2',
      [after, BATCH],
    );
    if (rows.length === 0) break;
    const customers = rows.map(row => row.id);
    await alone(sql, async tx => rescored(tx, await scoreFacts(tx, customers, now), now));
    const lifetimes = await scoreLifetimes(sql, customers, now);
    if (lifetimes.length > 0) await alone(sql, async tx => rescored(tx, await writeScores(tx, lifetimes), now));
    scored += customers.length;
    after = customers.at(-1)!;
  }
  return scored;
}

/** A refresh that wants to begin meanwhile comes again. */
async function alone(sql: Sql, work: (tx: Sql) => Promise<void>): Promise<void> {
  const started = Date.now();
  await sql.transaction(async tx => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.refresh'))`);
    await work(tx);
  });
  await setTimeout(Date.now() - started);
}
