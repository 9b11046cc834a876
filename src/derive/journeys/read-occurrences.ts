// Fetches what happened to customers, for journeys to walk them through: one statement.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import { type OccurrenceColumns, occurrencesSql } from './occurrences-sql.ts';
import type { Signal } from './signals.ts';

export interface Occurrence {
  /** Microseconds since 1970. */
  readonly at: number;
  /** The interaction, response or invitation; null for a lifecycle stage. */
  readonly source: number | null;
  /** Of an answer. */
  readonly value: number | null;
}

export interface History {
  readonly customer: number;
  /** By the number of their signal, in order of time. What lies ahead is not here. */
  readonly occurrences: readonly (readonly Occurrence[])[];
  /** When the first of what lies ahead comes; null when nothing does. */
  readonly ahead: number | null;
}

/** Of the visible ones among these customers, those to whom anything happened. `now` in microseconds. */
export async function readHistories(
  tx: Sql,
  customers: readonly number[],
  signals: readonly Signal[],
  now: number,
): Promise<History[]> {
  if (signals.length === 0 || customers.length === 0) return [];
  const s = new Statement();
  const text = occurrencesSql(s, customers, signals);
  const columns = (await tx.one<OccurrenceColumns>(text, s.params))!;
  const histories: History[] = [];
  for (let row = 0; row < columns.customer.length; ) {
    const customer = columns.customer[row]!;
    const occurrences: Occurrence[][] = signals.map(() => []);
    let ahead: number | null = null;
    for (; columns.customer[row] === customer; row++) {
      const at = columns.at[row]!;
      if (at <= now) occurrences[columns.signal[row]!]!.push(occurrenceAt(columns, row));
      else ahead ??= at;
    }
    histories.push({ customer, occurrences, ahead });
  }
  return histories;
}

function occurrenceAt({ at, source, value }: OccurrenceColumns, row: number): Occurrence {
  return { at: at[row]!, source: source[row]!, value: value[row]! };
}
