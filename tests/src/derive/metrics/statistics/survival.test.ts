// Kaplan–Meier and log-rank: the remission times of Freireich et al., and cohorts that were not watched as long.
import { describe, expect, it } from 'vitest';
import { compareProportions } from '../../../../../src/derive/metrics/statistics/proportion.ts';
import {
  horizonOf,
  kaplanMeier,
  type LifeTable,
  logRank,
} from '../../../../../src/derive/metrics/statistics/survival.ts';
import { Simulation } from '../../../../support/simulate.ts';

/** Negative times: watched no longer. */
function tableOf(times: readonly number[]): LifeTable {
  const rows = new Map<number, { events: number; censored: number }>();
  for (const signed of times) {
    const time = Math.abs(signed);
    const row = rows.get(time) ?? { events: 0, censored: 0 };
    rows.set(time, row);
    if (signed < 0) row.censored += 1;
    else row.events += 1;
  }
  return [...rows].map(([time, row]) => ({ time, ...row })).sort((a, b) => a.time - b.time);
}

// Freireich, E. J. et al. (1963), Blood 21: weeks in remission, with 6-MP and with a placebo.
const DRUG = tableOf([6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]);
const PLACEBO = tableOf([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]);

describe('the remission times', () => {
  it('have the published survival and interval', () => {
    const drug = kaplanMeier(DRUG, 23, 0.95)!;
    expect(1 - drug.share).toBeCloseTo(0.4482, 4);
    // As the statistics packages give for log(-log).
    expect(1 - drug.interval.high).toBeCloseTo(0.188, 3);
    expect(1 - drug.interval.low).toBeCloseTo(0.68, 2);
    expect(1 - kaplanMeier(DRUG, 6, 0.95)!.share).toBeCloseTo(0.8571, 4);
    expect(1 - kaplanMeier(PLACEBO, 8, 0.95)!.share).toBeCloseTo(8 / 21, 9);
  });

  it('have the published log-rank test', () => {
    const { chiSquare, pValue } = logRank(DRUG, PLACEBO, 100)!;
    expect(chiSquare).toBeCloseTo(16.793, 3);
    expect(pValue).toBeLessThan(0.0001);
    expect(logRank(PLACEBO, DRUG, 100)!.chiSquare).toBeCloseTo(chiSquare, 9);
  });

  it('of a cohort beside itself do not differ, and nothing is told of nobody', () => {
    expect(logRank(DRUG, DRUG, 100)!.pValue).toBe(1);
    expect(logRank([], DRUG, 100)).toBeNull();
    expect(kaplanMeier([], 10, 0.95)).toBeNull();
    expect(horizonOf([DRUG, []], 5)).toBeNull();
    expect(horizonOf([DRUG, PLACEBO], 10)).toBe(8);
  });
});

/** Customers who began on days 0 to 90, each watched to the same day; the time to come back has this hazard a day. */
function cohort(chance: Simulation, size: number, followUp: number, hazard: number): number[] {
  return Array.from({ length: size }, () => {
    const watched = followUp - 90 * chance.uniform();
    const time = Math.ceil(chance.wait(hazard));
    return time <= watched ? time : -Math.max(1, Math.floor(watched));
  });
}

describe('two cohorts, followed for 441 and for 114 days', () => {
  const SEEDS = 1_000;
  const count = (hazards: readonly [number, number]) => {
    let [found, naive] = [0, 0];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const chance = new Simulation(seed);
      const [then, now] = [cohort(chance, 250, 441, hazards[0]), cohort(chance, 250, 114, hazards[1])];
      const tables = [tableOf(then), tableOf(now)] as const;
      const horizon = horizonOf(tables, 10)!;
      if (logRank(...tables, horizon)!.pValue < 0.05) found++;
      const came = (times: readonly number[]) => times.filter(time => time > 0).length;
      if (compareProportions(came(then), 250, came(now), 250)! < 0.05) naive++;
    }
    return { found: found / SEEDS, naive: naive / SEEDS };
  };
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

  it('with equal hazards differ in at most 5 % of 1,000 seeds; as shares so far they nearly always would', () => {
    const { found, naive } = count([0.003, 0.003]);
    console.info(
      `cohorts of equal hazard, 441 and 114 days: ${percent(found)} of ${SEEDS} called different by log-rank; by shares so far ${percent(naive)}`,
    );
    // What a true rate of 5 % keeps within, but for one run in a thousand.
    expect(found).toBeLessThan(0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / SEEDS));
    expect(found).toBeGreaterThan(0.02);
    expect(naive).toBeGreaterThan(0.95);
  });

  it('with twice the hazard now are found, though fewer have come so far', () => {
    const { found } = count([0.003, 0.006]);
    console.info(`cohorts, twice the hazard: ${percent(found)} of ${SEEDS} found by log-rank`);
    expect(found).toBeGreaterThan(0.8);
  });

  it('have the share that the hazard gives, within the follow-up of the shorter', () => {
    const chance = new Simulation(7);
    let inside = 0;
    for (let i = 0; i < 500; i++) {
      const { interval } = kaplanMeier(tableOf(cohort(chance, 250, 114, 0.003)), 60, 0.95)!;
      const truth = 1 - Math.exp(-0.003 * 60);
      if (interval.low <= truth && truth <= interval.high) inside++;
    }
    console.info(`share within 60 days: ${percent(inside / 500)} of 500 intervals cover`);
    expect(inside / 500).toBeGreaterThan(0.92);
    expect(inside / 500).toBeLessThan(0.98);
  });
});
