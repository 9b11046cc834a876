// Figures that no CRM knows, recorded by hand or by a program: what acquisition cost, how large the market is.
import { MAX_AMOUNT } from '../../../connectors/bounds.ts';
import type { Context } from '../../base/context/context.ts';
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import { isDataError } from '../../base/database/sql.ts';
import { badInput, UserError } from '../../base/errors.ts';
import { faultOfItem, type RecordError, recordError, twice } from '../../ingest/recording/item-fault.ts';
import { checkSize, joined, type RecordResult } from '../../ingest/recording/record.ts';
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
  const taken = new Map<string, Taken>();
  let same = 0;
  for (const [index, input] of inputs.entries()) {
    const fault = faultOfItem(input) ?? faultOf(input);
    if (fault !== null) {
      rejected.push(recordError(index, input.id, fault));
      continue;
    }
    const row = { ...input, currency: input.currency?.toUpperCase() ?? null };
    const earlier = taken.get(input.id);
    if (earlier && JSON.stringify(earlier.row) === JSON.stringify(row)) same += 1;
    else if (earlier) rejected.push(recordError(earlier.index, input.id, twice()));
    taken.set(input.id, { index, row });
  }
  return joined({ accepted: 0, unchanged: same, rejected }, await writeAll(ctx, [...taken.values()]));
}

interface Taken {
  readonly index: number;
  readonly row: RecordFigureInput;
}

/** All at once; where PostgreSQL refuses a value, each half on its own, down to the one that carries it. */
async function writeAll(ctx: Context, items: readonly Taken[]): Promise<RecordResult> {
  if (items.length === 0) return { accepted: 0, unchanged: 0, rejected: [] };
  try {
    const written = await write(
      ctx,
      items.map(({ row }) => row),
    );
    return { accepted: written.length, unchanged: items.length - written.length, rejected: [] };
  } catch (error) {
    if (!isDataError(error)) throw error;
    const [{ index, row }] = items as [Taken];
    const fault = new UserError('BAD_USER_INPUT', `A value cannot be stored: ${error.message}.`);
    if (items.length === 1) return { accepted: 0, unchanged: 0, rejected: [recordError(index, row.id, fault)] };
  }
  const half = Math.ceil(items.length / 2);
  return joined(await writeAll(ctx, items.slice(0, half)), await writeAll(ctx, items.slice(half)));
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

function faultOf({ figure, from, to, amount, currency }: RecordFigureInput): UserError | null {
  if (from < EARLIEST || to > LATEST)
    return badInput(from < EARLIEST ? 'from' : 'to', `The period must lie within ${EARLIEST} to ${LATEST}.`);
  if (from > to) return badInput('to', `The period is upside down: it starts on ${from} and ends on ${to}.`);
  if (amount < 0) return badInput('amount', `The amount ${amount} is negative.`);
  if (amount > MAX_AMOUNT) return badInput('amount', `The amount ${amount} is more than ${MAX_AMOUNT}.`);
  const wrong = (message: string) => badInput('currency', message);
  if (figure === 'MARKET_SIZE_CUSTOMERS')
    return currency == null ? null : wrong('MARKET_SIZE_CUSTOMERS is a number of customers: leave out the currency.');
  if (currency == null) return wrong(`${figure} is money: give its currency, such as EUR.`);
  return /^[A-Za-z]{3}$/.test(currency) ? null : wrong('That is not an ISO 4217 currency, such as EUR.');
}
