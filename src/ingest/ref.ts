// How a record is named across tables: "connection:object/id".
import type { Ref } from '../../connectors/records.ts';

/** The connection that a page, or a call of our own API, writes for. */
export interface Scope {
  readonly connectionId: number;
  readonly connectionKey: string;
}

export function refOf(scope: Scope, object: string, id: string): string {
  return `${scope.connectionKey}:${object}/${id}`;
}

export function maybeRef(scope: Scope, ref: Ref | null | undefined): string | null {
  return ref ? `${ref.connection ?? scope.connectionKey}:${ref.object}/${ref.id}` : null;
}

/** What was written of a page's new records before the projection was locked: interactions, identifiers, and this. */
export interface Ahead {
  /** Version of the identity rules that the identifiers were checked by; null where there are none. */
  readonly rules: number | null;
  /** By source_record id: customers that were made for one record each, which nobody else can see yet. */
  readonly customers: ReadonlyMap<number, number>;
}

/** By text: from -1 to 1, or null when it cannot be read. What is not in it was not said by a customer. */
export type Scores = ReadonlyMap<string, number | null>;

/** A canonical record with the source record it comes from. */
export interface Landed<T> {
  /** source_record id. */
  readonly id: number;
  readonly object: string;
  readonly externalId: string;
  readonly ref: string;
  /** ISO 8601. */
  readonly version: string;
  readonly record: T;
  /** Of the texts of its page. */
  readonly scores: Scores;
  readonly ahead: Ahead | null;
}
