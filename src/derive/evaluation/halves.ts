// Work over many customers that passes over those for whom it fails: the refresh sets them aside when it meets them.
import { type Sql, savepoint } from '../../base/database/sql.ts';
import { isPoison } from './poison.ts';

/** So many failures a time are looked into; what is left then waits for another night. */
const FAILURES = 100;

/** Gives what succeeded, in parts. */
export async function workInHalves<T>(
  tx: Sql,
  customers: readonly number[],
  work: (part: readonly number[]) => Promise<T>,
): Promise<T[]> {
  const done: T[] = [];
  let failures = FAILURES;
  const attempt = async (part: readonly number[]): Promise<void> => {
    if (failures <= 0) return;
    try {
      done.push(await savepoint(tx, () => work(part)));
    } catch (error) {
      if (!isPoison(error)) throw error;
      failures -= 1;
      if (part.length === 1) return;
      const middle = part.length >> 1;
      await attempt(part.slice(0, middle));
      await attempt(part.slice(middle));
    }
  };
  if (customers.length > 0) await attempt(customers);
  return done;
}
