// How often intervals hold the truth, by simulation with a fixed seed; the figures are printed.
import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../../../../src/derive/metrics/definitions.ts';
import type { Kind } from '../../../../../src/derive/metrics/kinds.ts';
import { type MetricName, type States, statesOf } from '../../../../../src/derive/metrics/metric.ts';
import { EMPTY, type State } from '../../../../../src/derive/metrics/state.ts';
import { poissonInterval } from '../../../../../src/derive/metrics/statistics/count.ts';

const ROUNDS = 4000;

/** Marsaglia's xorshift of 32 bits: the same figures in every run. */
function random(seed: number): () => number {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}

type Draw = (next: () => number) => States;

/** Share of rounds in which the metric's 95 % interval holds the truth. */
function coverage(metric: MetricName, truth: number, draw: Draw): number {
  const next = random(20_031_207);
  let held = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { interval } = definitionOf(metric).evaluate(draw(next), 0.95);
    if (interval !== null && interval.low <= truth && truth <= interval.high) held++;
  }
  return held / ROUNDS;
}

const one = (kind: Kind, state: Partial<State>) => statesOf(new Map([[kind, { ...EMPTY, ...state }]]), 30);

/** n answers, each positive or negative with these chances. */
function answers(kind: Kind, n: number, good: number, bad: number): Draw {
  return next => {
    let [positive, negative] = [0, 0];
    for (let i = 0; i < n; i++) {
      const x = next();
      if (x < good) positive++;
      else if (x < good + bad) negative++;
    }
    return one(kind, { n, positive, negative });
  };
}

/** n scores of 1 to 5 with these chances. */
function fives(n: number, chances: readonly number[]): Draw {
  return next => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      let [x, score] = [next(), 1];
      while (x >= (chances[score - 1] ?? 1)) x -= chances[score++ - 1]!;
      sum += score;
      squares += score * score;
    }
    return one('CSAT', { n, sum, squares });
  };
}

function poisson(next: () => number, mean: number): number {
  const wait = () => -Math.log(1 - next());
  let count = 0;
  for (let at = wait(); at < mean; at += wait()) count++;
  return count;
}

describe('a comparison of equals', () => {
  it.each<[MetricName, Draw]>([
    ['NPS', answers('NPS', 60, 0.5, 0.2)],
    ['CSAT', answers('CSAT', 60, 0.8, 0.1)],
    ['CSAT_MEAN', fives(60, [0.1, 0.1, 0.1, 0.4, 0.3])],
    ['CASE_VOLUME', next => one('CASE', { n: poisson(next, 40) })],
  ])('of %s raises a false alarm in about 5 of 100', (metric, draw) => {
    const next = random(99);
    let alarms = 0;
    for (let round = 0; round < ROUNDS; round++) {
      if (definitionOf(metric).compare(draw(next), draw(next))! < 0.05) alarms++;
    }
    const share = alarms / ROUNDS;
    console.info(`false alarms of ${metric}: ${(100 * share).toFixed(1)} % (nominal 5 %)`);
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.062);
  });
});

describe('an interval of 95 %', () => {
  const cases: [MetricName, string, number, Draw, low: number, high: number][] = [
    ['NPS', '50 % and 20 % of 30', 30, answers('NPS', 30, 0.5, 0.2), 0.93, 0.97],
    ['NPS', '50 % and 20 % of 300', 30, answers('NPS', 300, 0.5, 0.2), 0.93, 0.97],
    ['NPS', '80 % and 5 % of 30', 75, answers('NPS', 30, 0.8, 0.05), 0.93, 0.98],
    ['CSAT', '80 % of 50', 80, answers('CSAT', 50, 0.8, 0.1), 0.93, 0.97],
    ['CSAT', '50 % of 200', 50, answers('CSAT', 200, 0.5, 0.1), 0.93, 0.97],
    ['CSAT', '95 % of 40', 95, answers('CSAT', 40, 0.95, 0.01), 0.92, 0.99],
    ['CSAT_MEAN', '3.7 of 50', 3.7, fives(50, [0.1, 0.1, 0.1, 0.4, 0.3]), 0.93, 0.97],
    ['CASE_VOLUME', 'a mean of 20', 20, next => one('CASE', { n: poisson(next, 20) }), 0.95, 0.98],
    [
      'REVENUE',
      '200 purchases of 0 to 100',
      10_000,
      next => {
        const amounts = Array.from({ length: poisson(next, 200) }, () => 100 * next());
        const sum = (of: (x: number) => number) => amounts.reduce((total, x) => total + of(x), 0);
        return one('PURCHASE', { n: amounts.length, sum: sum(x => x), squares: sum(x => x * x) });
      },
      0.93,
      0.97,
    ],
    [
      'RETENTION_RATE',
      '85 % of 100 stay, 8 return',
      93,
      next => {
        const [stay] = [answers('ACTIVE_AT_START', 100, 0.85, 0.15)(next).get('ACTIVE_AT_START')];
        const end = { ...EMPTY, n: stay.positive + poisson(next, 8) };
        return statesOf(
          new Map<Kind, State>([
            ['ACTIVE_AT_START', stay],
            ['ACTIVE_AT_END', end],
          ]),
          30,
        );
      },
      0.93,
      0.98,
    ],
    [
      'CUSTOMER_LIFETIME_VALUE',
      '200 customers, 20 % lost in a year, purchases of 0 to 100',
      (50 * 1.5) / 0.2,
      next => {
        const stay = answers('ACTIVE_AT_START', 200, 0.8, 0.2)(next).get('ACTIVE_AT_START');
        const counts = Array.from({ length: 200 }, () => poisson(next, 1.5));
        const purchases = counts.flatMap(count => Array.from({ length: count }, () => 100 * next()));
        const state = (values: number[]): State => ({
          ...EMPTY,
          n: values.length,
          sum: values.reduce((sum, x) => sum + x, 0),
          squares: values.reduce((sum, x) => sum + x * x, 0),
        });
        return statesOf(
          new Map<Kind, State>([
            ['ACTIVE_AT_START', stay],
            ['ACTIVE_AT_END', { ...EMPTY, n: 200 }],
            ['BUYER', state(counts.filter(count => count > 0))],
            ['PURCHASE', state(purchases)],
          ]),
          365,
        );
      },
      0.93,
      0.97,
    ],
  ];

  it.each(cases)('of %s, %s, holds %f about as often as it says', (metric, what, truth, draw, low, high) => {
    const share = coverage(metric, truth, draw);
    console.info(`coverage of ${metric}, ${what}: ${(100 * share).toFixed(1)} % (nominal 95 %)`);
    expect(share).toBeGreaterThanOrEqual(low);
    expect(share).toBeLessThanOrEqual(high);
  });

  it('of a count errs on the safe side, whatever the mean', () => {
    const next = random(7);
    for (const mean of [0.5, 2, 7, 60]) {
      let held = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const { low, high } = poissonInterval(poisson(next, mean), 0.95);
        if (low <= mean && mean <= high) held++;
      }
      expect(held / ROUNDS).toBeGreaterThanOrEqual(0.945);
    }
  });
});
