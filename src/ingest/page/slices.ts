// Long work in slices: who waits for an answer of the database, holding a lock perhaps, need not wait for all of it.
import { setImmediate } from 'node:timers/promises';

const SLICE = 50;

/** What `work` gives for each item, in their order. Other work of this process gets its turn after each slice. */
export async function inSlices<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const done: R[] = [];
  for (const [i, item] of items.entries()) {
    if (i > 0 && i % SLICE === 0) await setImmediate();
    done.push(work(item));
  }
  return done;
}
