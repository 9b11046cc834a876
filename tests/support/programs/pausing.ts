// Holds a program up at one of its statements, so that a test can act in the middle of its transaction.
import type { Sql } from '../../../src/base/database/sql.ts';

export interface Paused {
  readonly sql: Sql;
  /** Settles when the statement is about to be sent. */
  readonly reached: Promise<void>;
  go(): void;
}

/** `name` is that of the prepared statement; the first time it comes counts. */
export function pausing(sql: Sql, name: string): Paused {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const held = async (statement?: string): Promise<void> => {
    if (statement !== name) return;
    reached.resolve();
    await released.promise;
  };
  const wrap = (inner: Sql): Sql => ({
    query: async (text, params, statement) => {
      await held(statement);
      return inner.query(text, params, statement);
    },
    one: async (text, params, statement) => {
      await held(statement);
      return inner.one(text, params, statement);
    },
    each: (text, params, onRow) => inner.each(text, params, onRow),
    transaction: work => inner.transaction(tx => work(wrap(tx))),
  });
  return { sql: wrap(sql), reached: reached.promise, go: released.resolve };
}
