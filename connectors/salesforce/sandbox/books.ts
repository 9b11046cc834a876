// Collects the rows of a Salesforce org while the world is written down.
import type { FakeRow } from '../../kit/fake-rows.ts';
import { type SalesforceType, salesforceId } from './ids.ts';

/** Where the world is written to: the rows a fake starts with, or a running fake. */
export interface SalesforceSink {
  /** Adds a record and returns its id. */
  add(type: SalesforceType, row: Omit<FakeRow, 'id'> & { id?: string }): string;
}

export class SalesforceBooks implements SalesforceSink {
  readonly rows = new Map<SalesforceType, FakeRow[]>();

  /** Adds a row under the type's next id, unless it has one already. */
  add(type: SalesforceType, row: Omit<FakeRow, 'id'> & { id?: string }): string {
    const rows = this.rows.get(type) ?? [];
    this.rows.set(type, rows);
    const id = row.id ?? salesforceId(type, rows.length + 1);
    rows.push({ ...row, id });
    return id;
  }
}

export const dateTime = (at: number): string => new Date(at).toISOString();
/** A day in UTC, as date fields have it. */
export const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
