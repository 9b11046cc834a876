// A program that dies in one of its transactions, after everything in it was done and before it is committed.
import type { Sql } from '../../../src/base/database/sql.ts';

export class Died extends Error {}

/** `at` counts from 1. */
export function dying(sql: Sql, at: number): Sql {
  let begun = 0;
  return {
    ...sql,
    transaction: work =>
      sql.transaction(async tx => {
        begun += 1;
        const result = await work(tx);
        if (begun === at) throw new Died();
        return result;
      }),
  };
}
