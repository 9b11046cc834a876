// What is measured: a report as our own services give it, and plain SQL over the rows that must say the same.
import type { Context } from '../../../src/base/context/context.ts';
import type { Sql } from '../../../src/base/database/sql.ts';
import type { Figures } from './figures.ts';

export interface Question {
  readonly name: string;
  /** Whether sums that are kept answer it: then it should not slow down with the number of answers. */
  readonly kept: boolean;
  report(ctx: Context): Promise<Figures>;
  scan(sql: Sql): Promise<Figures>;
}
