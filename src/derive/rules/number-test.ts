// Pure: tests of numbers: as they are given, in words, as SQL, and of a number that is at hand.
import { listed, number, parts } from '../../base/input.ts';
import { and } from './compile/build.ts';

/** All that are given must hold. */
export interface NumberTest {
  readonly eq?: number;
  readonly lt?: number;
  readonly lte?: number;
  readonly gt?: number;
  readonly gte?: number;
}

export const OPERATORS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

const bound = number.optional();

export const numberTest = parts({ eq: bound, lt: bound, lte: bound, gt: bound, gte: bound }).refine(
  test => Object.keys(test).length > 0,
  `Give at least one of ${listed(Object.keys(OPERATORS), 'or')}.`,
);

/** After "is" or before a noun: "at least 3", "more than 2 and less than 5". */
export function numberTestText({ eq, lt, lte, gt, gte }: NumberTest, exactly = ''): string {
  const tests = [
    ...(eq === undefined ? [] : [`${exactly}${eq}`]),
    ...(gte === undefined ? [] : [`at least ${gte}`]),
    ...(gt === undefined ? [] : [`more than ${gt}`]),
    ...(lte === undefined ? [] : [`at most ${lte}`]),
    ...(lt === undefined ? [] : [`less than ${lt}`]),
  ];
  return tests.join(' and ');
}

/** Null where the value is. */
export function numberSql(value: string, test: NumberTest, bind: (bound: number) => string): string {
  const bounds = Object.entries(test) as [keyof typeof OPERATORS, number][];
  return and(bounds.map(([name, one]) => `${value} ${OPERATORS[name]} ${bind(one)}`));
}

export function meets({ eq, lt, lte, gt, gte }: NumberTest, value: number): boolean {
  return (
    (eq === undefined || value === eq) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte) &&
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte)
  );
}

/** Whether it holds where nothing was counted. */
export function holdsAtZero(test: NumberTest): boolean {
  return meets(test, 0);
}
