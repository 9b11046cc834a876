// How a record is named: "object/id" among those of its connection, "connection:object/id" across tables.
import type { Ref } from '../../connectors/records.ts';

/** The connection that a page, or a call of our own API, writes for. */
export interface Scope {
  readonly connectionId: number;
  readonly connectionKey: string;
}

export function nameOf({ object, externalId }: { readonly object: string; readonly externalId: string }): string {
  return `${object}/${externalId}`;
}

export function refOf(scope: Scope, object: string, id: string): string {
  return `${scope.connectionKey}:${object}/${id}`;
}

export function maybeRef(scope: Scope, ref: Ref | null | undefined): string | null {
  return ref ? `${ref.connection ?? scope.connectionKey}:${ref.object}/${ref.id}` : null;
}
