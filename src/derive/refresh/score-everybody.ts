// Scores all customers again: time alone moves health, churn risk and lifetime value.
import { setTimeout } from 'node:timers/promises';
import { bisect } from '../../base/database/bisect.ts';
import type { Sql } from '../../base/database/sql.ts';
import { withExclusiveLock } from '../evaluation/exclusive-lock.ts';
import { isPoison } from '../evaluation/poison.ts';
import type { FitOptions } from '../scores/fit-models.ts';
import { scoreFacts } from '../scores/refresh-scores.ts';
import { scoreLifetimes, writeScores } from '../scores/score-lifetimes.ts';
import { rescored } from '../segments/due.ts';

const BATCH = 2_000;
/** So many failures a time are looked into; what is left then waits for another night. */
const FAILURES = 100;

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
    await inTurn(sql, async tx => {
      const changed = await inParts(tx, customers, part => scoreFacts(tx, part, now));
      await rescored(tx, changed.flat(), now);
    });
    // Beside the refresh, because it is computed for long.
    const found = await sql.transaction(tx => inParts(tx, customers, part => scoreLifetimes(tx, part, now)));
    const lifetimes = new Map(found.flat().map(score => [score.of.customer_id, score]));
    if (lifetimes.size > 0)
      await inTurn(sql, async tx => {
        const written = await inParts(tx, [...lifetimes.keys()], part =>
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

/** With the lock, and then as much time for refreshes as it took. */
async function inTurn(sql: Sql, work: (tx: Sql) => Promise<void>): Promise<void> {
  const started = Date.now();
  await withExclusiveLock(sql, work);
  await setTimeout(Date.now() - started);
}

/** What succeeded, in parts. Those whom it fails for the refresh sets aside when it meets them. */
async function inParts<T>(
  tx: Sql,
  customers: readonly number[],
  work: (part: readonly number[]) => Promise<T>,
): Promise<T[]> {
  let failures = FAILURES;
  const { done } = await bisect(tx, customers, {
    work,
    onFailure(error) {
      if (!isPoison(error)) throw error;
      failures -= 1;
      return 'SPLIT';
    },
    isSpent: () => failures <= 0,
  });
  return done;
}
