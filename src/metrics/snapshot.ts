// Reads several things as of one moment, and says which.
import type { Sql } from '../database/sql.ts';

/** All statements of `work` see the same state of the database, which is exact as of `asOf`. */
export function readSnapshot<T>(sql: Sql, work: (tx: Sql, asOf: Date) => Promise<T>): Promise<T> {
  return sql.transaction(async tx => {
    await tx.query('set transaction isolation level repeatable read read only');
    // Facts are those of the last refresh; without marks nothing has changed since.
    const row = await tx.one<{ as_of: Date }>(
      `select case when exists (select from change_mark)
         then coalesce((select (value ->> 'asOf')::timestamptz from setting where key = 'refresh'), 'epoch')
         else now() end as as_of`,
      [],
      'metrics-as-of',
    );
    return work(tx, row!.as_of);
  });
}
