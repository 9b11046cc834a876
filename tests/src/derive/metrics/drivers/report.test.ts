// The driver report on rows: what it finds, when it refuses, and how sure it is.
import { describe, expect, it } from 'vitest';
import {
  type DriverReport,
  type DriverRows,
  driverReport,
  driverReportInTurns,
} from '../../../../../src/derive/metrics/drivers/report.ts';
import { shapley } from '../../../../../src/derive/metrics/drivers/shapley.ts';
import { correlate, drawRows, tableOf } from './rows.ts';

function found(rows: DriverRows, options = {}): Extract<DriverReport, { kind: 'report' }> {
  const report = driverReport(rows, { resamples: 300, ...options });
  if (report.kind !== 'report') throw new Error(`No report but ${report.kind}.`);
  return report;
}

describe('driverReport', () => {
  it('tells correlation, sign, importance, share and interval of each driver', () => {
    const rows = drawRows(11, 400, [1.5, -1, 0], 0.3);
    const report = found(rows);
    expect(report.n).toBe(400);
    const [strong, inverse, idle] = report.drivers;
    expect(report.drivers.map(({ direction }) => direction).slice(0, 2)).toEqual([1, -1]);
    expect(strong!.importance).toBeGreaterThan(inverse!.importance);
    expect(inverse!.importance).toBeGreaterThan(idle!.importance);
    expect(idle!.importance).toBeLessThan(0.03);
    for (const [i, driver] of report.drivers.entries()) {
      expect(driver.correlation).toBeCloseTo(correlate(rows.drivers[i]!, rows.outcome), 10);
      expect(driver.importance).toBeGreaterThanOrEqual(driver.interval!.low);
      expect(driver.importance).toBeLessThanOrEqual(driver.interval!.high);
    }
    expect(report.drivers.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1, 10);
    expect(report.drivers.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(report.rSquared, 10);
    const table = tableOf(rows);
    const games = shapley(table.among, table.withOutcome).weights;
    for (const [i, driver] of report.drivers.entries()) expect(driver.shapley).toBeCloseTo(games[i]!, 10);
  });

  it('gives the same for the same seed, another interval for another', () => {
    const rows = drawRows(5, 120, [1, 0.5]);
    expect(found(rows, { seed: 4 })).toEqual(found(rows, { seed: 4 }));
    const [a, b] = [found(rows, { seed: 4 }), found(rows, { seed: 5 })];
    expect(a.drivers[0]!.importance).toBe(b.drivers[0]!.importance);
    expect(a.drivers[0]!.interval).not.toEqual(b.drivers[0]!.interval);
  });

  it('is the same in turns, and ends when nobody waits for it', async () => {
    const rows = drawRows(5, 300, [1, 0.5]);
    const never = new AbortController().signal;
    expect(await driverReportInTurns(rows, never)).toEqual(driverReport(rows));
    const stop = new AbortController();
    const waiting = driverReportInTurns(rows, stop.signal);
    stop.abort(new Error('nobody waits'));
    await expect(waiting).rejects.toThrow('nobody waits');
  });

  it('widens with confidence, and narrows with rows', () => {
    const width = (n: number, confidence: number) => {
      const { interval } = found(drawRows(9, n, [1, 0.5]), { confidence }).drivers[0]!;
      return interval!.high - interval!.low;
    };
    expect(width(200, 0.99)).toBeGreaterThan(width(200, 0.8));
    expect(width(1800, 0.95)).toBeLessThan(width(200, 0.95) / 2);
  });

  it('gives one driver the interval that Fisher’s z gives its correlation, squared', () => {
    const { interval, correlation } = found(drawRows(23, 1500, [0.5], 0), { resamples: 4000 }).drivers[0]!;
    const [z, margin] = [Math.atanh(correlation!), 1.96 / Math.sqrt(1497)];
    const [low, high] = [Math.tanh(z - margin) ** 2, Math.tanh(z + margin) ** 2];
    expect(Math.abs(interval!.low - low) / (high - low)).toBeLessThan(0.05);
    expect(Math.abs(interval!.high - high) / (high - low)).toBeLessThan(0.05);
  });

  it('covers the true importance about as often as it says', () => {
    // One driver: its importance is r², and r² of the population is effect² / (effect² + 1) with equal spreads.
    const truth = 0.25 / 1.25;
    const runs = 200;
    let inside = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const { interval } = found(drawRows(seed, 150, [0.5], 0), { resamples: 200, seed }).drivers[0]!;
      if (interval!.low <= truth && truth <= interval!.high) inside++;
    }
    expect(inside / runs).toBeGreaterThan(0.88);
    expect(inside / runs).toBeLessThan(0.99);
  });

  it('draws many rows in blocks, whatever their order, with the interval that the rows give', () => {
    const rows = drawRows(21, 20_000, [1, 0.5], 0.3);
    const { interval, importance } = found(rows, { resamples: 500 }).drivers[0]!;
    const order = [...rows.outcome.keys()].sort((a, b) => rows.outcome[a]! - rows.outcome[b]!);
    const sorted = found(
      {
        outcome: Float64Array.from(order, row => rows.outcome[row]!),
        drivers: rows.drivers.map(column => Float64Array.from(order, row => column[row]!)),
      },
      { resamples: 500 },
    ).drivers[0]!;
    expect(sorted.importance).toBeCloseTo(importance, 9);
    const width = interval!.high - interval!.low;
    const ratio = (sorted.interval!.high - sorted.interval!.low) / width;
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
    // A hundredth of the rows has an interval about ten times as wide.
    const few = found(drawRows(22, 200, [1, 0.5], 0.3), { resamples: 500 }).drivers[0]!.interval!;
    expect((few.high - few.low) / width).toBeGreaterThan(6);
    expect((few.high - few.low) / width).toBeLessThan(16);
  });

  it('gives a driver that does not vary nothing, and the others as if it were not there', () => {
    const rows = drawRows(13, 100, [1, 0.5]);
    const report = found({ ...rows, drivers: [rows.drivers[0]!, new Float64Array(100).fill(4.1), rows.drivers[1]!] });
    expect(report.drivers[1]).toEqual({
      correlation: null,
      coefficient: null,
      direction: 0,
      importance: 0,
      share: 0,
      interval: null,
      shapley: 0,
    });
    const without = found(rows);
    expect([report.drivers[0], report.drivers[2]]).toEqual(without.drivers);
  });

  it('copes with a driver named twice, a mix of others, and one that is the outcome', () => {
    const rows = drawRows(17, 100, [1, 0.5]);
    const [a, b] = rows.drivers as [Float64Array, Float64Array];
    const mix = a.map((value, i) => 2 * value - b[i]! + 3);
    const report = found({ outcome: rows.outcome, drivers: [a, a, b, mix, rows.outcome] });
    expect(report.rSquared).toBeCloseTo(1, 9);
    expect(JSON.stringify(report)).not.toContain('null');
    expect(report.drivers[0]!.importance).toBeCloseTo(report.drivers[1]!.importance, 9);
    expect(report.drivers.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1, 9);
  });

  it('does not depend on the units of the columns', () => {
    const rows = drawRows(19, 100, [1, 0.5]);
    const other = {
      outcome: rows.outcome.map(value => 1e-7 * value - 3),
      drivers: rows.drivers.map((column, i) => column.map(value => 10 ** (9 * i) * value + 1e6 * i)),
    };
    const [x, y] = [found(rows), found(other)];
    for (const [i, driver] of x.drivers.entries()) {
      expect(y.drivers[i]!.importance).toBeCloseTo(driver.importance, 6);
      expect(y.drivers[i]!.interval!.high).toBeCloseTo(driver.interval!.high, 6);
    }
  });

  it('refuses too few rows: fewer than 30, or fewer than 10 a driver', () => {
    expect(driverReport(drawRows(1, 29, [1]))).toEqual({ kind: 'tooLittle', n: 29, needed: 30 });
    expect(driverReport(drawRows(1, 49, [1, 1, 1, 1, 1]))).toEqual({ kind: 'tooLittle', n: 49, needed: 50 });
    expect(found(drawRows(1, 30, [1])).n).toBe(30);
  });

  it('says so when all rows have one outcome', () => {
    const rows = drawRows(1, 40, [1]);
    expect(driverReport({ ...rows, outcome: new Float64Array(40).fill(7.3) })).toEqual({
      kind: 'constantOutcome',
      n: 40,
    });
  });

  it('refuses bad input', () => {
    const rows = drawRows(1, 40, [1]);
    expect(() => driverReport({ ...rows, drivers: [] })).toThrow(/at least one driver/);
    expect(() => driverReport({ ...rows, drivers: [new Float64Array(39)] })).toThrow(/for each row/);
    expect(() => driverReport({ ...rows, drivers: [new Float64Array(40).fill(Number.NaN)] })).toThrow(/incomplete/);
    expect(() => driverReport(rows, { confidence: 1 })).toThrow(/between 0 and 1/);
    expect(() => driverReport(rows, { resamples: 0 })).toThrow(RangeError);
    expect(() => driverReport(rows, { seed: 0.5 })).toThrow(RangeError);
  });
});
