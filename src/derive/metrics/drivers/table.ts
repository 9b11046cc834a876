// Pure: a row for each customer with the outcome; which drivers to take, and the customers that have all of them.
import { type DriverRows, rowsNeeded } from './report.ts';

export interface CustomerTable {
  /** Customers with the outcome; more than there are rows when these are a sample. */
  readonly population: number;
  readonly outcome: Float64Array;
  /** Column by column; NaN where the customer has none. */
  readonly drivers: readonly Float64Array[];
}

export interface Choice {
  /** Positions among the drivers, in their order. */
  readonly taken: readonly number[];
  readonly left: readonly LeftOut[];
  /** Positions of those that were never looked at. */
  readonly mixed: readonly number[];
}
export interface LeftOut {
  readonly driver: number;
  /** Customers with it, the outcome, and the drivers taken before it. */
  readonly together: number;
  /** So many it would have needed. */
  readonly needed: number;
}

/** Customers who have the outcome and this driver. */
export function pairs({ drivers }: CustomerTable, driver: number): number {
  return drivers[driver]!.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
}

/** The customers who have all of these, without gaps. */
export function completeRows({ outcome, drivers }: CustomerTable, taken: readonly number[]): DriverRows {
  const columns = taken.map(driver => drivers[driver]!);
  const rows = [...outcome.keys()].filter(row => columns.every(column => !Number.isNaN(column[row])));
  const pick = (column: Float64Array) => Float64Array.from(rows, row => column[row]!);
  return { outcome: pick(outcome), drivers: columns.map(pick) };
}

/**
 * The drivers that most customers have come first. Each is taken when enough customers have it and all before it, and
 * it does not cost more than half of the customers there were before: one rare driver must not leave a few odd ones.
 */
export function chooseDrivers(table: CustomerTable, least: number, mixed: ReadonlySet<number> = new Set()): Choice {
  const taken: number[] = [];
  const left: LeftOut[] = [];
  let rows = [...table.outcome.keys()];
  const order = [...table.drivers.keys()]
    .filter(driver => !mixed.has(driver))
    .sort((a, b) => pairs(table, b) - pairs(table, a) || a - b);
  for (const driver of order) {
    const column = table.drivers[driver]!;
    const both = rows.filter(row => !Number.isNaN(column[row]));
    const needed = Math.max(least, rowsNeeded(taken.length + 1), taken.length > 0 ? Math.ceil(rows.length / 2) : 0);
    if (both.length < needed) left.push({ driver, together: both.length, needed });
    else {
      taken.push(driver);
      rows = both;
    }
  }
  return { taken: taken.sort((a, b) => a - b), left, mixed: [...mixed] };
}
