// Work on many items at once that fails for what some of them hold: halves are tried until those are found.
import { isDataError, type Sql, savepoint } from './sql.ts';

export interface Bisection<T, R> {
  /** In a part of the transaction that is taken back when it fails. */
  work(part: readonly T[], tx: Sql): Promise<R>;
  /** Throws what does not come from the items. AGAIN when what was to blame is out of the way now. */
  onFailure(error: unknown, part: readonly T[]): 'SPLIT' | 'AGAIN' | Promise<'SPLIT' | 'AGAIN'>;
  /** Whether so much failed already that no more is tried: all failing, halves are twice as many as items. */
  isSpent?(): boolean;
}

export interface Bisected<T, R> {
  /** What the parts that succeeded gave, in the order of the items. */
  readonly done: R[];
  readonly failed: { readonly item: T; readonly error: unknown }[];
  readonly untried: T[];
}

/** Blames the items for what PostgreSQL refuses to store, and for nothing else. */
export function splitOnDataError(error: unknown): 'SPLIT' {
  if (!isDataError(error)) throw error;
  return 'SPLIT';
}

/** All at once first. Items that fail leave no trace, all others are worked off. */
export async function bisect<T, R>(
  tx: Sql,
  items: readonly T[],
  { work, onFailure, isSpent = () => false }: Bisection<T, R>,
): Promise<Bisected<T, R>> {
  const result: Bisected<T, R> = { done: [], failed: [], untried: [] };
  const attempt = async (part: readonly T[]): Promise<void> => {
    try {
      result.done.push(await savepoint(tx, inner => work(part, inner)));
      return;
    } catch (error) {
      if ((await onFailure(error, part)) === 'AGAIN') return attempt(part);
      if (part.length === 1) {
        result.failed.push({ item: part[0]!, error });
        return;
      }
    }
    const middle = part.length >> 1;
    for (const half of [part.slice(0, middle), part.slice(middle)])
      if (isSpent()) result.untried.push(...half);
      else await attempt(half);
  };
  if (items.length > 0) await attempt(items);
  return result;
}
