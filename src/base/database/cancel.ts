// Ends statements that nobody waits for any more.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from './sql.ts';

/** One that comes while its statement is still on its way finds nothing to end, so it is sent again. */
const PAUSES_MS = [10, 20, 50, 100, 200, 500, 1_000, 2_000];

/** Resolves when the statement is over; false when it could not be ended. */
export async function cancelStatement(control: Sql, pid: number, statement: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  const over = statement.then(
    () => true,
    () => true,
  );
  void over.then(() => {
    isOver = true;
  });
  for (const pause of PAUSES_MS) {
    try {
      await control.query('select pg_cancel_backend($1)', [pid], 'cancel-statement');
    } catch {
      return isOver;
    }
    const wait = new AbortController();
    const late = sleep(pause, false, { signal: wait.signal, ref: false }).catch(() => false);
    const ended = await Promise.race([over, late]);
    wait.abort();
    if (ended) return true;
  }
  return isOver;
}
