// Pure: what drives an outcome. Rows in; importance, direction and certainty of each driver out.
import { setImmediate } from 'node:timers/promises';
import type { Bounds } from '../metric.ts';
import { weightIntervals } from './bootstrap.ts';
import { chanceOf } from './chance.ts';
import { standardisedBetas } from './coefficients.ts';
import { correlationsOf } from './correlation.ts';
import { momentsOf } from './moments.ts';
import { relativeWeights } from './relative-weights.ts';
import { MOST_SHAPLEY_DRIVERS, shapley } from './shapley.ts';

/** Complete rows, column by column: every column has an entry for every row. */
export interface DriverRows {
  readonly outcome: Float64Array;
  readonly drivers: readonly Float64Array[];
}

export interface DriverOptions {
  /** Bootstrap resamples, 1 or more; 1000 unless told. */
  readonly resamples?: number;
  /** A whole number: the same seed and rows give the same intervals. */
  readonly seed?: number;
  /** Share of the interval, above 0 and below 1; 0.95 unless told. */
  readonly confidence?: number;
}

export interface DriverResult {
  /** With the outcome alone, −1 to 1; null for a driver that does not vary. */
  readonly correlation: number | null;
  /** Standardised regression coefficient; null for a driver that does not vary. Collinear drivers make it unsteady. */
  readonly coefficient: number | null;
  /** Which way the outcome goes as the driver rises: the coefficient's sign. */
  readonly direction: -1 | 0 | 1;
  /** Johnson's relative weight: the part of R² that is this driver's, 0 to 1. */
  readonly importance: number;
  /** Of the explained variance, 0 to 1; the shares sum to 1. Null when nothing is explained. */
  readonly share: number | null;
  /** Bootstrap percentile interval of the importance; null for a driver that does not vary. */
  readonly interval: Bounds | null;
  /** LMG importance, for comparison; null with more drivers than it takes. */
  readonly shapley: number | null;
}

export type DriverReport =
  | { readonly kind: 'report'; readonly n: number; readonly rSquared: number; readonly drivers: DriverResult[] }
  /** Any figure would be chance: `needed` rows are the least. */
  | { readonly kind: 'tooLittle'; readonly n: number; readonly needed: number }
  /** All rows have one outcome: nothing is there to explain. */
  | { readonly kind: 'constantOutcome'; readonly n: number };

const LEAST_ROWS = 30;
const LEAST_ROWS_A_DRIVER = 10;
/** More rows are drawn in blocks: the work no longer grows with them, and the interval's ends hold to some percent. */
const MOST_UNITS = 2000;

/** Complete rows that so many drivers need at least. */
export function rowsNeeded(drivers: number): number {
  return Math.max(LEAST_ROWS, LEAST_ROWS_A_DRIVER * drivers);
}

/** Throws RangeError when columns differ in length, hold a non-number, or an option is out of range. */
export function driverReport(rows: DriverRows, options: DriverOptions = {}): DriverReport {
  const steps = stepsOf(rows, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same, letting others have their turn every few milliseconds. */
export async function driverReportInTurns(
  rows: DriverRows,
  signal: AbortSignal,
  options: DriverOptions = {},
): Promise<DriverReport> {
  const steps = stepsOf(rows, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
    signal.throwIfAborted();
  }
}

function* stepsOf(rows: DriverRows, options: DriverOptions): Generator<void, DriverReport> {
  const { resamples = 1000, seed = 1, confidence = 0.95 } = options;
  check(rows, resamples, seed, confidence);
  const n = rows.outcome.length;
  const needed = rowsNeeded(rows.drivers.length);
  if (n < needed) return { kind: 'tooLittle', n, needed };
  const chance = chanceOf(seed);
  const moments = momentsOf([rows.outcome, ...rows.drivers], MOST_UNITS, chance);
  const table = correlationsOf(moments, moments.blocks.keys());
  if (!table) return { kind: 'constantOutcome', n };
  const { weights, rSquared } = relativeWeights(table.among, table.withOutcome);
  const betas = standardisedBetas(table.among, table.withOutcome);
  const games = weights.length <= MOST_SHAPLEY_DRIVERS ? shapley(table.among, table.withOutcome).weights : null;
  const intervals = yield* weightIntervals(moments, resamples, confidence, chance);
  const drivers = rows.drivers.map((_, driver): DriverResult => {
    const at = table.varying.indexOf(driver);
    if (at < 0) return { ...CONSTANT, share: rSquared > 0 ? 0 : null, shapley: games && 0 };
    return {
      correlation: table.withOutcome[at]!,
      coefficient: betas[at]!,
      direction: Math.sign(betas[at]!) as -1 | 0 | 1,
      importance: weights[at]!,
      share: rSquared > 0 ? weights[at]! / rSquared : null,
      interval: intervals[driver]!,
      shapley: games && games[at]!,
    };
  });
  return { kind: 'report', n, rSquared: Math.min(1, rSquared), drivers };
}

const CONSTANT = { correlation: null, coefficient: null, direction: 0, importance: 0, interval: null } as const;

function check({ outcome, drivers }: DriverRows, resamples: number, seed: number, confidence: number): void {
  if (drivers.length === 0) throw new RangeError('Name at least one driver.');
  if (drivers.some(column => column.length !== outcome.length)) {
    throw new RangeError('Every driver must have a value for each row.');
  }
  if (![outcome, ...drivers].every(column => column.every(Number.isFinite))) {
    throw new RangeError('Every value must be a number: leave out incomplete rows.');
  }
  if (!Number.isInteger(resamples) || resamples < 1) throw new RangeError('There must be at least one resample.');
  if (!Number.isInteger(seed)) throw new RangeError('The seed must be a whole number.');
  if (!(confidence > 0 && confidence < 1)) throw new RangeError('The confidence must lie between 0 and 1.');
}
