// Scores all customers again: time alone moves health, churn risk and lifetime value.
import { setTimeout } from 'node:timers/promises';
import type { Sql } from '../../base/database/sql.ts';
import { workInHalves } from '../evaluation/halves.ts';
import type { FitOptions } from '../scores/fit-models.ts';
import { scoreFacts } from '../scores/refresh-scores.ts';
import { scoreLifetimes, writeScores } from '../scores/score-lifetimes.ts';
import { rescored } from '../segments/due.ts';

const BATCH = 2_000;

/**
 * In batches, each in a transaction of its own that no refresh runs beside, and with as much time for refreshes in
 * between. Customers whom it fails for are passed over. Returns how many customers there were; stops between two batches when the signal aborts.
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
    await alone(sql, async tx => {
      const changed = await workInHalves(tx, customers, part => scoreFacts(tx, part, now));
      await rescored(tx, changed.flat(), now);
    });
    // Beside the refresh, because it is computed for long.
    const found = await sql.transaction(tx => workInHalves(tx, customers, part => scoreLifetimes(tx, part, now)));
    const lifetimes = new Map(found.flat().map(score => [score.of.customer_id, score]));
    if (lifetimes.size > 0)
      await alone(sql, async tx => {
        const written = await workInHalves(tx, [...lifetimes.keys()], part =>
          writeScores(
            tx,
            part.map(customer => lifetimes.get(customer)!),
          ),
        );
        await rescored(tx, written.flat(), now);
      });
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
