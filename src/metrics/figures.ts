// Figures that no CRM knows, recorded by hand or by a program: what acquisition cost, how large the market is.
import type { Context } from '../context.ts';
import { encodeRows, recordset, storable } from '../database/bulk.ts';
import { checkSize, type RecordError, type RecordResult } from '../sync/record.ts';
import type { FigureKind } from './kinds.ts';

export interface RecordFigureInput {
  /** The caller's own: sending it again changes nothing. */
  readonly id: string;
  readonly figure: FigureKind;
  /** First day that it is about, YYYY-MM-DD. */
  readonly from: string;
  /** Last day, included. */
  readonly to: string;
  /** In major units of `currency`, or customers. */
  readonly amount: number;
  /** ISO 4217; needed for money, and for nothing else. */
  readonly currency?: string | null;
}

/** Idempotent by `id`. What cannot be taken is listed with its reason; the rest is taken. */
export async function recordFigures(ctx: Context, inputs: readonly RecordFigureInput[]): Promise<RecordResult> {
  checkSize('figures', inputs);
  const rejected: RecordError[] = [];
  const taken = new Map<string, object>();
  for (const [index, input] of inputs.entries()) {
    const message = problemOf(input);
    if (message !== null) rejected.push({ index, id: input.id, message });
    // Of two with the same id the later one counts.
    else taken.set(input.id, { ...input, currency: input.currency?.toUpperCase() ?? null });
  }
  const accepted = taken.size === 0 ? 0 : (await write(ctx, [...taken.values()])).length;
  return { accepted, unchanged: taken.size - accepted, rejected };
}

const COLUMNS = {
  id: 'text',
  figure: 'text',
  from: 'date',
  to: 'date',
  amount: 'double precision',
  currency: 'text',
} as const;
const VALUES = '(figure, "from", "to", amount, currency)';
const ofRow = (row: string) => `(${row}.figure, ${row}."from", ${row}."to", ${row}.amount, ${row}.currency)`;

/** Those that were new or changed. A changed figure is as recent as a new one. */
function write(ctx: Context, rows: readonly object[]): Promise<{ id: string }[]> {
  return ctx.sql.query<{ id: string }>(
    `insert into metric_figure as m (id, figure, "from", "to", amount, currency, recorded_at)
     select g.*, $2 from ${recordset('g', COLUMNS)} order by g.id
     on conflict (id) do update set ${VALUES} = ${ofRow('excluded')}, recorded_at = excluded.recorded_at
     where ${ofRow('m')} is distinct from ${ofRow('excluded')}
     returning id`,
    [encodeRows(rows), ctx.now()],
  );
}

const EARLIEST = '1900-01-01';
const LATEST = '2200-12-31';

function problemOf({ id, figure, from, to, amount, currency }: RecordFigureInput): string | null {
  if (id.trim() === '') return 'id must not be empty: it is what makes sending again harmless.';
  if (storable(id, JSON.stringify(id)) !== id) return 'id has characters that cannot be stored.';
  if (from < EARLIEST || to > LATEST) return `The period must lie within ${EARLIEST} to ${LATEST}.`;
  if (from > to) return `The period is upside down: it starts on ${from} and ends on ${to}.`;
  if (amount < 0) return `The amount ${amount} is negative.`;
  if (figure === 'MARKET_SIZE_CUSTOMERS')
    return currency == null ? null : 'MARKET_SIZE_CUSTOMERS is a number of customers: leave out the currency.';
  if (currency == null) return `${figure} is money: give its currency, such as EUR.`;
  return /^[A-Za-z]{3}$/.test(currency) ? null : `"${currency}" is not an ISO 4217 currency, such as EUR.`;
}
