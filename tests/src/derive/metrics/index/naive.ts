// The same indices, counted from plain rows in plain loops.
import type { Answered, Asked, Lived } from './world.ts';

export interface Rows {
  readonly answers: readonly Answered[];
  readonly cases: readonly Asked[];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const share = <T>(items: readonly T[], test: (item: T) => boolean) => (100 * items.filter(test).length) / items.length;
const between = (worst: number, best: number, value: number) =>
  Math.max(0, Math.min(100, ((value - worst) / (best - worst)) * 100));

/** Answers and opened cases of a time; a resolution counts when it came. */
export interface Windowed extends Rows {
  readonly resolved: readonly Asked[];
}

export function within({ answers, cases }: Rows, from: number, to: number): Windowed {
  const isIn = ({ at }: { at: number }) => at >= from && at < to;
  return {
    answers: answers.filter(isIn),
    cases: cases.filter(isIn),
    resolved: cases.filter(({ at, resolution }) => isIn({ at: at + 1000 * resolution })),
  };
}

/** NPS, CSAT, CES, first response and resolution, each 0 to 100 as the default index has it. */
export function normalized({ answers, cases, resolved }: Windowed): number[] {
  const nps = share(answers, ({ nps }) => nps >= 9) - share(answers, ({ nps }) => nps <= 6);
  return [
    between(-100, 100, nps),
    share(answers, ({ csat }) => csat >= 4),
    share(answers, ({ ces }) => ces >= 5),
    between(86_400, 3_600, mean(cases.map(({ response }) => response))),
    between(7 * 86_400, 86_400, mean(resolved.map(({ resolution }) => resolution))),
  ];
}

export function arithmetic(levels: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return levels.reduce((sum, level, i) => sum + (weights[i]! / total) * level, 0);
}

/** Standard error of a figure by leaving out one customer at a time. */
export function jackknife({ answers, cases, customers }: Lived, figure: (rows: Rows) => number): number {
  const without = Array.from({ length: customers }, (_, i) => {
    const others = (row: { customer: number }) => row.customer !== i + 1;
    return figure({ answers: answers.filter(others), cases: cases.filter(others) });
  });
  const middle = mean(without);
  return Math.sqrt(((customers - 1) / customers) * without.reduce((sum, value) => sum + (value - middle) ** 2, 0));
}
