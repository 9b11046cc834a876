// Pure: tests of numbers as SQL.
import type { NumberTest } from '../rule.ts';
import { and } from './build.ts';

export const OPERATORS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;
type Operator = keyof typeof OPERATORS;

function entries(test: NumberTest): [Operator, number][] {
  return Object.entries(test) as [Operator, number][];
}

/** Null where the value is. */
export function numberSql(value: string, test: NumberTest, bind: (bound: number) => string): string {
  return and(entries(test).map(([name, bound]) => `${value} ${OPERATORS[name]} ${bind(bound)}`));
}

/** Whether it holds where nothing was counted. */
export function holdsAtZero(test: NumberTest): boolean {
  const holds: Record<Operator, (bound: number) => boolean> = {
    eq: bound => bound === 0,
    lt: bound => bound > 0,
    lte: bound => bound >= 0,
    gt: bound => bound < 0,
    gte: bound => bound <= 0,
  };
  return entries(test).every(([name, bound]) => holds[name](bound));
}
