// Intervals and tests of an index hold what they promise: by simulation of customers who answer several times, about all.
import { describe, expect, it } from 'vitest';
import { designEffects } from '../../../../../src/derive/metrics/clusters/design-effect.ts';
import {
  certaintyOf,
  certaintyOfDifference,
  intervalOf,
  pValueOf,
  sharingIn,
  sharingTogether,
} from '../../../../../src/derive/metrics/index/certainty.ts';
import type { IndexAggregation } from '../../../../../src/derive/metrics/index/definition.ts';
import { Simulation } from '../../../../support/simulate.ts';
import { componentOf, draw, knownOf, PLANS, sideOf, TRUTH, usualMoods } from './population.ts';

const SAMPLES = 2_500;
const AGGREGATIONS: readonly IndexAggregation[] = ['ARITHMETIC', 'GEOMETRIC'];
const one = () => 1;
const percent = (count: number) => `${((100 * count) / SAMPLES).toFixed(1)} %`;

const isIn = (interval: { low: number; high: number } | null, truth: number) =>
  interval !== null && interval.low <= truth && truth <= interval.high;

describe.each([
  { customers: 120, everyCustomer: 1, name: 'all of 120 customers' },
  { customers: 300, everyCustomer: 3, name: 'every third of 300 customers' },
])('nominal 95 % intervals, by $name', ({ customers, everyCustomer, name }) => {
  it('cover the true index in 93 to 97 % of samples; components taken as independent would not', () => {
    const chance = new Simulation(20_261_122 + customers);
    const inside = { ARITHMETIC: 0, GEOMETRIC: 0 };
    const apart = { ARITHMETIC: 0, GEOMETRIC: 0 };
    for (let i = 0; i < SAMPLES; i++) {
      const sample = draw(chance, customers, usualMoods(chance, customers), everyCustomer);
      const known = knownOf(everyCustomer);
      for (const aggregation of AGGREGATIONS) {
        const plan = PLANS[aggregation];
        const side = sideOf(plan, sample, known);
        const truth = TRUTH[aggregation];
        const sharing = () => sharingIn(known, side, plan.terms, one);
        if (isIn(intervalOf(side.figure, sharing, 0.95), truth)) inside[aggregation]++;
        // As if each component had been asked of other people; those who answer several times are still taken together.
        if (isIn(intervalOf(side.figure, one, 0.95), truth)) apart[aggregation]++;
      }
    }
    for (const aggregation of AGGREGATIONS) {
      console.log(
        `${aggregation}, ${name}: ${percent(inside[aggregation])} of ${SAMPLES} intervals cover; with components as independent ${percent(apart[aggregation])}`,
      );
      expect(inside[aggregation] / SAMPLES).toBeGreaterThan(0.93);
      expect(inside[aggregation] / SAMPLES).toBeLessThan(0.97);
      expect(apart[aggregation] / SAMPLES).toBeLessThan(0.9);
    }
  });
});

describe('small groups of a sample', () => {
  it('learn from all groups together how customers widen their intervals', () => {
    const [groups, customers, everyCustomer, runs] = [10, 60, 4, 250];
    const chance = new Simulation(31);
    const inside = { ARITHMETIC: 0, GEOMETRIC: 0 };
    const alone = { ARITHMETIC: 0, GEOMETRIC: 0 };
    for (let i = 0; i < runs; i++) {
      const samples = Array.from({ length: groups }, () =>
        draw(chance, customers, usualMoods(chance, customers), everyCustomer),
      );
      const known = knownOf(everyCustomer);
      for (const aggregation of AGGREGATIONS) {
        const plan = PLANS[aggregation];
        const effects = designEffects(known, plan.terms);
        const pooled = plan.parts.map((_, i) => effects.pooled(samples.map(sample => componentOf(sample, i))));
        const sides = samples.map(sample => sideOf(plan, sample, known, i => pooled[i]!));
        const sharing = sharingTogether(known, sides, plan.terms);
        for (const [at, side] of sides.entries()) {
          const truth = TRUTH[aggregation];
          if (
            isIn(
              intervalOf(side.figure, () => sharing, 0.95),
              truth,
            )
          )
            inside[aggregation]++;
          if (isIn(intervalOf(sideOf(plan, samples[at]!, known).figure, one, 0.95), truth)) alone[aggregation]++;
        }
      }
    }
    for (const aggregation of AGGREGATIONS) {
      const [cover, without] = [inside[aggregation], alone[aggregation]].map(count => count / runs / groups);
      console.log(
        `${aggregation}, groups of ${customers} with ${customers / everyCustomer} of them read: ${(100 * cover!).toFixed(1)} % of ${runs * groups} intervals cover; without the other groups ${(100 * without!).toFixed(1)} %`,
      );
      expect(cover).toBeGreaterThan(0.93);
      expect(cover).toBeLessThan(0.97);
      expect(without).toBeLessThan(0.88);
    }
  });
});

describe('comparisons', () => {
  it('call 3 to 7 % of equal periods of the same customers different; without their being the same, far fewer', () => {
    const customers = 120;
    const chance = new Simulation(7);
    const alarms = { ARITHMETIC: 0, GEOMETRIC: 0 };
    const apart = { ARITHMETIC: 0, GEOMETRIC: 0 };
    for (let i = 0; i < SAMPLES; i++) {
      const usual = usualMoods(chance, customers);
      const samples = [draw(chance, customers, usual), draw(chance, customers, usual)] as const;
      const known = knownOf();
      for (const aggregation of AGGREGATIONS) {
        const now = sideOf(PLANS[aggregation], samples[0]);
        const before = sideOf(PLANS[aggregation], samples[1]);
        const difference = now.figure.value! - before.figure.value!;
        const shared = certaintyOfDifference(known, now, before, [one, one])!;
        if (pValueOf(difference, shared)! < 0.05) alarms[aggregation]++;
        const [a, b] = [certaintyOf(known, now, one)!, certaintyOf(known, before, one)!];
        if (pValueOf(difference, { ...a, variance: a.variance + b.variance })! < 0.05) apart[aggregation]++;
      }
    }
    for (const aggregation of AGGREGATIONS) {
      console.log(
        `${aggregation}: ${percent(alarms[aggregation])} of ${SAMPLES} equal pairs called different at 5 %; as other people ${percent(apart[aggregation])}`,
      );
      expect(alarms[aggregation] / SAMPLES).toBeGreaterThan(0.03);
      expect(alarms[aggregation] / SAMPLES).toBeLessThan(0.07);
      expect(apart[aggregation]).toBeLessThan(0.6 * alarms[aggregation]);
    }
  });
});
