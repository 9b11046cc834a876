// A record as it landed: written as a source record, with the canonical records that it was mapped to.
import type { CanonicalRecord } from '../../connectors/records.ts';

/** By text: from -1 to 1, or null when it cannot be read. What is not in it was not written by a customer. */
export type Scores = ReadonlyMap<string, number | null>;

/** What was inserted of a page's new records before the projection was locked: interactions, identifiers, and this. */
export interface OptimisticInsert {
  /** Version of the identity rules that the identifiers were checked by; null where there are none. */
  readonly rules: number | null;
  /** By source_record id: customers that were made for one record each, which nobody else can see yet. */
  readonly customers: ReadonlyMap<number, number>;
}

export interface Landed {
  /** source_record id. */
  readonly id: number;
  readonly object: string;
  readonly externalId: string;
  readonly ref: string;
  /** ISO 8601. */
  readonly version: string;
  /** It is the first of its id, and nobody else can see it before this transaction is committed. */
  readonly isNew: boolean;
  readonly records: readonly CanonicalRecord[];
  /** Of the texts of its page. */
  readonly scores: Scores;
  readonly optimistic: OptimisticInsert | null;
}

/** With one of its canonical records. */
export interface LandedAs<T> extends Landed {
  readonly record: T;
}
