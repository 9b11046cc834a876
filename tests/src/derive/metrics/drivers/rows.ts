// Rows for driver tests: columns that depend on each other, drawn with a seed.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { DriverRows } from '../../../../../src/derive/metrics/drivers/report.ts';

/** Driver i shares a common cause in the part `common`; the outcome is the drivers times `effects`, and noise. */
export function drawRows(seed: number, n: number, effects: readonly number[], common = 0.5, noise = 1): DriverRows {
  const generator = xoroshiro128plus(seed);
  const bell = () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += uniformFloat64(generator);
    return sum;
  };
  const cause = Float64Array.from({ length: n }, bell);
  const drivers = effects.map(() => cause.map(value => common * value + (1 - common) * bell()));
  const outcome = cause.map(
    (_, row) => effects.reduce((sum, effect, i) => sum + effect * drivers[i]![row]!, 0) + noise * bell(),
  );
  return { outcome, drivers };
}

/** Mean 0 and length 1. */
export function standardise(column: Float64Array): Float64Array {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const centred = column.map(value => value - mean);
  const length = Math.hypot(...centred);
  return centred.map(value => value / length);
}

export function correlate(a: Float64Array, b: Float64Array): number {
  const [x, y] = [standardise(a), standardise(b)];
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0);
}

export function tableOf({ outcome, drivers }: DriverRows): { among: number[][]; withOutcome: number[] } {
  return {
    among: drivers.map(a => drivers.map(b => correlate(a, b))),
    withOutcome: drivers.map(a => correlate(a, outcome)),
  };
}
