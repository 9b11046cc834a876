// Pure: tests of numbers as SQL.
import { meets } from '../number-test.ts';
import type { NumberTest } from '../rule.ts';
import { and } from './build.ts';

export const OPERATORS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** Null where the value is. */
export function numberSql(value: string, test: NumberTest, bind: (bound: number) => string): string {
  const bounds = Object.entries(test) as [keyof typeof OPERATORS, number][];
  return and(bounds.map(([name, bound]) => `${value} ${OPERATORS[name]} ${bind(bound)}`));
}

/** Whether it holds where nothing was counted. */
export function holdsAtZero(test: NumberTest): boolean {
  return meets(test, 0);
}
