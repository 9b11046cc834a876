// How a record is named across tables: "connection:object/id".
import type { Ref } from '../../connectors/records.ts';
import type { Scores } from './judge.ts';

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
}
