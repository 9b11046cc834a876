// Small orgs for the Salesforce tests.
import { type FakeRow, type FakeRows, rowsOf } from '../../../connectors/kit/fake-rows.ts';
import type { SalesforceWorld } from '../../../connectors/salesforce/fake/world.ts';
import { to18 } from '../../../connectors/salesforce/ids.ts';

export const START = Date.parse('2026-03-01T08:00:00Z');

export const idOf = (prefix: string, n: number) =>
  to18(`${prefix}5g0000${n.toString(36).toUpperCase().padStart(6, '0')}`);

type Fields = FakeRow['fields'];

/** `count` rows, `spacingMs` apart (0: all in one second). */
export function rows(prefix: string, count: number, fields: (n: number) => Fields, spacingMs = 1000): FakeRows {
  return rowsOf(
    Array.from({ length: count }, (_, n) => ({
      id: idOf(prefix, n),
      createdAt: START + n * spacingMs,
      modifiedAt: START + n * spacingMs,
      fields: fields(n),
    })),
  );
}

export const contact = (n: number): Fields => ({
  FirstName: `Given${n}`,
  LastName: `Family${n}`,
  Email: `person${n}@example.org`,
});

export function worldOf(objects: SalesforceWorld['objects'], more: Partial<SalesforceWorld> = {}): SalesforceWorld {
  return { orgId: '00D5g0000000001', objects, ...more };
}

export const contacts = (count: number, spacingMs?: number) =>
  worldOf({ Contact: rows('003', count, contact, spacingMs) });
