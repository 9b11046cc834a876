// Pure: what is read of the columnar copy, and what is asked of it.
import type { ChunkColumn } from '../../../base/tables/chunk-columns.ts';
import type { Dimension } from '../dimensions.ts';
import type { IdLists, IdSet } from './ids.ts';

/** Facts of one kind. */
export interface Chunk {
  readonly kind: number;
  /** 1 to be added, -1 to be taken away. */
  readonly signed: number;
  readonly facts: number;
  readonly hundredths: number;
  readonly amounts: Float64Array | null;
  /** Null where each is 0. */
  column(name: ChunkColumn): Int32Array | null;
  /** The segment of all, from 1; null where they are in several. */
  readonly segment: number | null;
  /** In milliseconds, rounded down; null where nobody needs to know. */
  readonly at: Float64Array | null;
}

export interface ColumnPlan {
  readonly filters: readonly Filter[];
  /** In the order of the dimensions, without CURRENCY. */
  readonly steps: readonly Step[];
}

export interface Filter {
  readonly column: ChunkColumn;
  /** One of both. */
  readonly ids?: IdSet;
  /** It must happen while its id is in one of these. */
  readonly during?: IdLists;
}

export interface Step {
  readonly dimension: Dimension;
  readonly column: ChunkColumn;
  /** Where values are found by the column's id: their places in `values`. */
  readonly lists?: IdLists;
  readonly values?: readonly string[];
  readonly overlaps: boolean;
  /** Whether values last for a time. */
  readonly isTimed: boolean;
}
