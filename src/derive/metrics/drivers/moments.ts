// Pure: sums of products over blocks of rows. They add up, so any choice of blocks gives its correlations at once.
import { type Chance, shuffledUpTo } from './chance.ts';

/**
 * A row for each block: the number of data rows, the sum of each column, then the sums of products of each column with
 * itself and those after it.
 */
export interface Moments {
  readonly columns: number;
  readonly blocks: readonly Float64Array[];
}

/**
 * Blocks of rows, `most` at most: a row each while they suffice, else rows drawn by lot, so that blocks differ by chance
 * alone whatever the order of the rows. Columns are centred and scaled first, so that large values lose no digits.
 */
export function momentsOf(columns: readonly Float64Array[], most: number, chance: Chance): Moments {
  const scaled = columns.map(standardised);
  const n = columns[0]?.length ?? 0;
  const count = Math.min(n, most);
  const order = n > most ? shuffledUpTo(n, chance) : Uint32Array.from({ length: n }, (_, row) => row);
  const blocks = Array.from({ length: count }, (_, block) =>
    sumsOf(scaled, order.subarray(Math.floor((block * n) / count), Math.floor(((block + 1) * n) / count))),
  );
  return { columns: columns.length, blocks };
}

function sumsOf(columns: readonly Float64Array[], rows: Uint32Array): Float64Array {
  const k = columns.length;
  const sums = new Float64Array(1 + k + (k * (k + 1)) / 2);
  sums[0] = rows.length;
  for (const row of rows) {
    let at = 1 + k;
    for (let i = 0; i < k; i++) {
      const value = columns[i]![row]!;
      sums[1 + i]! += value;
      for (let j = i; j < k; j++) sums[at++]! += value * columns[j]![row]!;
    }
  }
  return sums;
}

/** A column without spread becomes zeros. */
function standardised(column: Float64Array): Float64Array {
  const n = column.length;
  if (column.every(value => value === column[0])) return new Float64Array(n);
  // The largest distance first, so that squares neither overflow nor vanish.
  const mean = column.reduce((sum, value) => sum + value / n, 0);
  const largest = column.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  return column.map(value => (value - mean) / largest);
}
