// Rows made from their number: never held in memory, in the order of ids and of changes at once.
import type { FakeRow, FakeRows } from '../../../connectors/kit/fake-rows.ts';
import { to18 } from '../../../connectors/salesforce/ids.ts';

export const START = Date.UTC(2025, 0, 1);
const STEP_MS = 1000;

type Fields = FakeRow['fields'];

/** When the n-th row of a table was made. */
export const timeOf = (n: number): number => START + n * STEP_MS;

const SALESFORCE_ID = /^(\w{3})7b0000(\w{6})/;

export function salesforceId(prefix: string, n: number): string {
  return to18(`${prefix}7b0000${n.toString(36).toUpperCase().padStart(6, '0')}`);
}

export function salesforceRows(prefix: string, length: number, fields: (n: number) => Fields): FakeRows {
  return rows(
    length,
    n => salesforceId(prefix, n),
    id => Number.parseInt(SALESFORCE_ID.exec(id)?.[2] ?? '-', 36),
    fields,
  );
}

/** Each type has its own range of ids. */
const RANGE = 1_000_000_000;

export function hubspotId(range: number, n: number): string {
  return String(range * RANGE + n);
}

export function hubspotPosition(id: string): number {
  return Number(id) % RANGE;
}

export function hubspotRows(range: number, length: number, fields: (n: number) => Fields): FakeRows {
  return rows(length, n => hubspotId(range, n), hubspotPosition, fields);
}

function rows(
  length: number,
  idOf: (n: number) => string,
  numberOf: (id: string) => number,
  fields: (n: number) => Fields,
): FakeRows {
  return {
    length,
    modifiedInOrder: true,
    at: n => ({ id: idOf(n), createdAt: timeOf(n), modifiedAt: timeOf(n), fields: fields(n) }),
    positionOf(id) {
      const n = numberOf(id);
      return n >= 0 && n < length && idOf(n) === id ? n : undefined;
    },
  };
}
