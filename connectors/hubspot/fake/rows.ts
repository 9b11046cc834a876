// How a row looks on the wire: values as text, instants without a fraction of zero, asked-for properties only.
import type { FakeRow } from '../../kit/fake-rows.ts';
import { createdName, modifiedName, typeIdOf } from './types.ts';

export type WireRow = Record<string, unknown> & { id: string; properties: Record<string, string | null> };

/** Java's Instant.toString drops a fraction of zero. */
export function instant(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

export function propertyOf(path: string, row: FakeRow, name: string): string | null {
  if (name === 'hs_object_id') return row.id;
  if (name === modifiedName(path)) return instant(row.modifiedAt);
  if (name === createdName(path)) return instant(row.createdAt);
  const value = row.fields[name];
  return value === undefined || value === null ? null : String(value);
}

export function wireRow(
  path: string,
  row: FakeRow,
  wanted: readonly string[],
  portalId: number,
  archivedAt?: number,
): WireRow {
  const names = new Set([createdName(path), modifiedName(path), 'hs_object_id', ...wanted]);
  return {
    id: row.id,
    properties: Object.fromEntries([...names].sort().map(name => [name, propertyOf(path, row, name)])),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.modifiedAt),
    archived: archivedAt !== undefined,
    ...(archivedAt === undefined ? {} : { archivedAt: instant(archivedAt) }),
    url: `https://app.hubspot.com/contacts/${portalId}/record/${typeIdOf(path)}/${row.id}`,
  };
}
