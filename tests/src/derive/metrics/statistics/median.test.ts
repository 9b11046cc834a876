// Medians from bins, beside medians from sorted values, and by simulation.
import { describe, expect, it } from 'vitest';
import { logBin } from '../../../../../src/derive/metrics/statistics/log-bins.ts';
import {
  type Binned,
  compareMedians,
  medianInterval,
  medianVariance,
} from '../../../../../src/derive/metrics/statistics/median.ts';
import { compareProportions } from '../../../../../src/derive/metrics/statistics/proportion.ts';
import { Simulation } from '../../../../support/simulate.ts';

function binned(values: readonly number[]): Binned {
  const bins = new Map<number, number>();
  for (const value of values) bins.set(logBin(value), (bins.get(logBin(value)) ?? 0) + 1);
  return { bins, n: values.length };
}

/** Hours, a few of them very long. */
const waits = (chance: Simulation, count: number, median = 4) =>
  Array.from({ length: count }, () => median * Math.exp(1.2 * chance.bell()));

describe('the standard error of a median', () => {
  it('is that of Price and Bonett, worked by hand from sorted values', () => {
    // n 30: the ranks are 10 and 21; below the tenth lie 9 or fewer of 30 with chance 0.02139, which is 2.0262 errors.
    const values = Array.from({ length: 30 }, (_, i) => 100 + 10 * i);
    const byHand = (300 - 190) / (2 * 2.0262);
    expect(Math.sqrt(medianVariance(binned(values))!) / byHand).toBeGreaterThan(0.95);
    expect(Math.sqrt(medianVariance(binned(values))!) / byHand).toBeLessThan(1.05);
  });

  it('is null below two values, and 0 where nothing varies; then nothing is compared', () => {
    expect(medianVariance(binned([]))).toBeNull();
    expect(medianVariance(binned([5]))).toBeNull();
    expect(medianVariance(binned([5, 5, 5, 5]))).toBe(0);
    expect(compareMedians(binned([5, 5, 5]), binned([5, 5, 5]))).toBeNull();
  });
});

describe('by simulation', () => {
  it('95 % intervals cover the median, and few values have none', () => {
    const runs = 2_000;
    for (const count of [12, 40, 400]) {
      const chance = new Simulation(count);
      let inside = 0;
      for (let i = 0; i < runs; i++) {
        const interval = medianInterval(binned(waits(chance, count)), 0.95)!;
        if (interval.low <= 4 * 1.01 && interval.high >= 4 / 1.01) inside++;
      }
      console.info(`median of ${count} waits: ${((100 * inside) / runs).toFixed(1)} % of ${runs} intervals cover`);
      expect(inside / runs).toBeGreaterThan(0.94);
      // Order statistics of few values cannot hold a level exactly: they hold more.
      expect(inside / runs).toBeLessThan(0.998);
    }
    expect(medianInterval(binned([1, 2, 3]), 0.95)).toBeNull();
  });

  it('equal medians are called different at most as often as said, and others are found', () => {
    const runs = 2_000;
    const chance = new Simulation(3);
    const alarms = (median: number) => {
      let found = 0;
      for (let i = 0; i < runs; i++)
        if (compareMedians(binned(waits(chance, 150)), binned(waits(chance, 120, median)))! < 0.05) found++;
      return found / runs;
    };
    const [equal, longer] = [alarms(4), alarms(7)];
    console.info(
      `medians: ${(100 * equal).toFixed(1)} % of ${runs} equal pairs called different, ${(100 * longer).toFixed(1)} % of 4 and 7 hours`,
    );
    expect(equal).toBeGreaterThan(0.02);
    expect(equal).toBeLessThan(0.06);
    expect(longer).toBeGreaterThan(0.75);
  });

  it('where half wait minutes and half wait hours the level holds too', () => {
    const runs = 2_000;
    const chance = new Simulation(5);
    const mixed = (count: number) =>
      Array.from({ length: count }, () => (chance.uniform() < 0.5 ? 5 : 260) * Math.exp(0.7 * chance.bell()));
    let alarms = 0;
    for (let i = 0; i < runs; i++) if (compareMedians(binned(mixed(150)), binned(mixed(100)))! < 0.05) alarms++;
    console.info(
      `medians of two humps: ${((100 * alarms) / runs).toFixed(1)} % of ${runs} equal pairs called different`,
    );
    expect(alarms / runs).toBeLessThan(0.065);
  });

  it('is the test of two shares above the common median, by hand', () => {
    // Ten values each: 1 to 10 and 6 to 15. The common median is 8; 2 and 7 of 10 lie above it.
    const [a, b] = [1, 6].map(first => binned(Array.from({ length: 10 }, (_, i) => first + i)));
    expect(compareMedians(a!, b!)).toBeCloseTo(compareProportions(2, 10, 7, 10)!, 12);
    expect(compareMedians(a!, a!)).toBe(1);
  });

  it('a few very long waits move the mean, and not the median', () => {
    const [a, b] = [Array.from({ length: 60 }, (_, i) => 60 + i), Array.from({ length: 60 }, (_, i) => 60 + i)];
    expect(compareMedians(binned(a), binned([...b, 1e6, 1e6]))).toBeGreaterThan(0.5);
  });
});
