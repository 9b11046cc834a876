// What holds for every metric, over worlds made at random.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS } from '../../../../../src/derive/metrics/definitions.ts';
import { FACT_KINDS, type Kind } from '../../../../../src/derive/metrics/kinds.ts';
import {
  type Evaluation,
  type MetricDefinition,
  type States,
  statesOf,
} from '../../../../../src/derive/metrics/metric.ts';
import { merge, type State } from '../../../../../src/derive/metrics/state.ts';
import { factStates, states, type World, world } from '../../../../support/states.ts';
import { RECOUNT } from './recount.ts';

const RUNS = { numRuns: 60 };
const FACTS = new Set<Kind>(FACT_KINDS);
/** Grow with the data; all others settle. */
const SUMS = new Set(['CASE_VOLUME', 'CUSTOMER_COUNT', 'REVENUE']);
const ALL = DEFINITIONS.map(definition => [definition.metric, definition] as const);
const OF_FACTS = ALL.filter(([, { kinds }]) => kinds.every(kind => FACTS.has(kind)));

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * (1 + Math.abs(a) + Math.abs(b));

function expectNear(a: Evaluation, b: Evaluation): void {
  expect(a.n).toBe(b.n);
  for (const read of [
    (each: Evaluation) => each.value,
    (each: Evaluation) => each.variance,
    (each: Evaluation) => each.interval?.low ?? null,
    (each: Evaluation) => each.interval?.high ?? null,
    (each: Evaluation) => each.median ?? null,
    (each: Evaluation) => each.p90 ?? null,
  ]) {
    const [x, y] = [read(a), read(b)];
    expect(x === y || (x !== null && y !== null && near(x, y)), `${x} is not ${y}`).toBe(true);
  }
  expect(a.distribution).toEqual(b.distribution);
}

/** Two worlds side by side. */
const both = (a: World, b: World): World => ({
  ...a,
  ...Object.fromEntries(
    Object.entries(a).flatMap(([key, list]) =>
      Array.isArray(list) ? [[key, [...list, ...(b[key as keyof World] as unknown[])]]] : [],
    ),
  ),
});

function fourfold(one: States, { kinds }: MetricDefinition): States {
  const twice = (state: State) => merge(state, state);
  return statesOf(new Map(kinds.map(kind => [kind, twice(twice(one.get(kind)))])), one.days);
}

const width = ({ interval }: Evaluation) => (interval ? interval.high - interval.low : null);

describe.each(ALL)('%s', (metric, definition) => {
  it('is what a plain recount says', () => {
    fc.assert(
      fc.property(world, w => {
        const { value } = definition.evaluate(states(w), 0.95);
        const expected = RECOUNT[metric](w);
        expect(
          value === expected || near(value ?? Number.NaN, expected ?? Number.NaN),
          `${value}, not ${expected}`,
        ).toBe(true);
      }),
      RUNS,
    );
  });

  it('has an interval that holds it, stays within its ends and grows with confidence', () => {
    fc.assert(
      fc.property(world, w => {
        const [sure, surer] = [definition.evaluate(states(w), 0.8), definition.evaluate(states(w), 0.99)];
        const { value, interval, variance } = surer;
        if (interval === null || sure.interval === null || value === null) {
          expect([interval, sure.interval]).toEqual([null, null]);
          return;
        }
        expect(interval.low <= sure.interval.low && sure.interval.low <= value + 1e-9).toBe(true);
        expect(value - 1e-9 <= sure.interval.high && sure.interval.high <= interval.high).toBe(true);
        expect(interval.low).toBeGreaterThanOrEqual(definition.min ?? Number.NEGATIVE_INFINITY);
        expect(interval.high).toBeLessThanOrEqual(definition.max ?? Number.POSITIVE_INFINITY);
        expect(variance === null || variance >= 0).toBe(true);
      }),
      RUNS,
    );
  });

  it('is surer with four times the data', () => {
    fc.assert(
      fc.property(world, w => {
        const one = definition.evaluate(states(w), 0.95);
        const four = definition.evaluate(fourfold(states(w), definition), 0.95);
        const [before, after] = [width(one), width(four)];
        if (before === null || after === null) return;
        // A sum grows by 4: as a part of itself it must narrow.
        const scale = SUMS.has(metric) ? 4 : 1;
        expect(after / scale).toBeLessThanOrEqual(before + 1e-9);
      }),
      RUNS,
    );
  });

  it('is compared with a chance, the same from either side, and with itself by 1', () => {
    fc.assert(
      fc.property(world, world, (first, second) => {
        const [a, b] = [states(first), states(second)];
        const p = definition.compare(a, b);
        const values = [a, b].map(each => definition.evaluate(each, 0.95).value);
        if (values.includes(null)) expect(p).toBeNull();
        const self = definition.compare(a, a);
        if (self !== null) expect(self).toBeCloseTo(1, 9);
        const turned = definition.compare(b, a);
        if (p === null || turned === null) {
          expect([p, turned]).toEqual([null, null]);
          return;
        }
        expect(p >= 0 && p <= 1).toBe(true);
        expect(turned).toBeCloseTo(p, 9);
      }),
      RUNS,
    );
  });

  it('is nothing, not 0, of nothing', () => {
    const empty = statesOf(new Map(), 30);
    const nothing = definition.evaluate(empty, 0.95);
    expect(nothing).toMatchObject({ value: null, n: 0, interval: null, variance: null });
    expect([nothing.median ?? null, nothing.p90 ?? null, nothing.distribution ?? null]).toEqual([null, null, null]);
    expect(definition.compare(empty, empty)).toBeNull();
  });
});

describe.each(OF_FACTS)('%s', (_, definition) => {
  it('of merged states is that of the union', () => {
    fc.assert(
      fc.property(world, world, (a, b) => {
        const [first, second] = [factStates(a), factStates(b)];
        const merged = new Map([...first].map(([kind, state]) => [kind, merge(state, second.get(kind)!)]));
        expectNear(
          definition.evaluate(statesOf(merged, a.days), 0.95),
          definition.evaluate(statesOf(factStates(both(a, b)), a.days), 0.95),
        );
      }),
      RUNS,
    );
  });
});
