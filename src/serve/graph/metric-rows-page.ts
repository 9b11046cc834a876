// Which rows are behind a metric: a page of keys, newest first, and how many there are.
import type { Context } from '../../base/context/context.ts';
import { Statement } from '../../base/database/statement.ts';
import { badInput } from '../../base/errors.ts';
import { factRow } from '../../derive/metrics/dimensions.ts';
import { customerFilter, filterSql, type MetricFilter } from '../../derive/metrics/filter.ts';
import { CUSTOMER_KINDS, type CustomerKind, FACT_KINDS, type FactKind, type Kind } from '../../derive/metrics/kinds.ts';
import type { Period } from '../../derive/metrics/period.ts';
import { customersSql, readCustomers } from '../../derive/metrics/read-customers.ts';
import { readFacts } from '../../derive/metrics/read-facts.ts';
import { decodeCursor } from './cursor.ts';

/** Whose row it is, and where it stands in the list. */
export interface RowKey {
  /** Of the interaction or response; of the customer where customers are counted. */
  readonly id: number;
  readonly item: number;
  readonly kind: Kind;
  /** The customer; negative or 0 for nobody. */
  readonly subject: number;
  /** As PostgreSQL writes it. */
  readonly at: string;
}

export interface RowsQuery {
  readonly kinds: readonly Kind[];
  /** Of customers only those whose first purchase ever lies in the period. */
  readonly fresh: boolean;
  readonly period: Period;
  readonly where: MetricFilter;
  readonly now: Date;
}

export const ROWS_ORDER = 'NEWEST';

const isFact = (kind: Kind): kind is FactKind => (FACT_KINDS as readonly Kind[]).includes(kind);
const isCustomer = (kind: Kind): kind is CustomerKind => (CUSTOMER_KINDS as readonly Kind[]).includes(kind);

/** Up to `limit` keys behind the cursor. One statement. */
export async function readRowKeys(
  ctx: Context,
  query: RowsQuery,
  { after, limit }: { after: string | null; limit: number },
): Promise<RowKey[]> {
  const s = new Statement(ctx);
  const behind = after === null ? null : parsePlace(after);
  const parts = query.kinds.map(kind => {
    if (isCustomer(kind)) return customerKeys(s, query, kind);
    return isFact(kind) ? factKeys(s, query, kind) : null;
  });
  const lists = parts.filter(part => part !== null).map(keys => onePage(s, keys, behind, limit));
  if (lists.length === 0) return [];
  const text = `select id, item, kind, subject, at::text as at from (${lists.join(' union all ')}) x order by x.at desc, x.id desc, x.item desc, x.kind desc limit ${s.bind(limit, 'int')}`;
  return ctx.sql.query<RowKey>(text, s.params);
}

/** How many rows there are on all pages: from sums, where they are kept. */
export async function countRows(ctx: Context, { kinds, fresh, period, where, now }: RowsQuery): Promise<number> {
  const [facts, customers] = [kinds.filter(isFact), kinds.filter(isCustomer)];
  const sums = [
    ...(await readFacts(ctx.sql, { kinds: facts, spans: [period], by: [], where })),
    ...(await readCustomers(ctx.sql, {
      kinds: customers,
      spans: begun(period, now),
      by: [],
      where: customerFilter(where),
    })),
  ];
  return sums.reduce((total, { n, sum }) => total + (fresh ? sum : n), 0);
}

const ORDER = 'order by at desc, id desc, item desc, kind desc';

/** Each kind is read in its own index's order, and only as far as one page. */
function onePage(s: Statement, keys: string, behind: Place | null, limit: number): string {
  const beyond = behind
    ? ` where (at, id, item, kind) < (${s.bind(behind.at, 'timestamptz')}, ${s.bind(behind.id, 'bigint')}, ${s.bind(behind.item, 'bigint')}, ${s.bind(behind.kind, 'text')})`
    : '';
  return `(select * from (${keys}) k${beyond} ${ORDER} limit ${s.bind(limit, 'int')})`;
}

function factKeys(s: Statement, { period, where }: RowsQuery, kind: FactKind): string {
  const conditions = [
    `f.kind = ${s.bind(kind, 'text')}`,
    `f.at >= ${s.bind(new Date(period.lo), 'timestamptz')}`,
    `f.at < ${s.bind(new Date(period.hi), 'timestamptz')}`,
    ...filterSql(s, where, factRow('f')),
  ];
  return `select f.source_id as id, f.item, f.kind, f.subject, f.at from metric_fact f where ${conditions.join(' and ')}`;
}

function customerKeys(s: Statement, { period, where, now, fresh }: RowsQuery, kind: CustomerKind): string | null {
  const spans = begun(period, now);
  if (spans.length === 0) return null;
  const { ctes, from } = customersSql(s, { kinds: [kind], spans, by: [], where: customerFilter(where) });
  return `with ${ctes} select subject as id, 0::bigint as item, ${s.bind(kind, 'text')} as kind, subject, created_at as at
    from ${from[0]}${kind === 'ACTIVE_AT_END' ? ` where ${fresh ? 'fresh' : 'at_end'}` : ''}`;
}

/** What has not come yet cannot be counted. */
function begun(period: Period, now: Date): Period[] {
  return period.lo < now.getTime() ? [{ ...period, hi: Math.min(period.hi, now.getTime()) }] : [];
}

type Place = Pick<RowKey, 'at' | 'id' | 'item' | 'kind'>;

/** The key of a row within cursors; `id` stands beside it. */
export const placeOf = ({ at, item, kind }: RowKey): string => `${at}|${item}|${kind}`;

const PLACE = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?)\|(\d{1,15})\|([A-Z_]{1,40})$/;

/** @throws UserError BAD_USER_INPUT */
function parsePlace(after: string): Place {
  const { key, id } = decodeCursor('after', ROWS_ORDER, after);
  const [, at = '', item, kind] = PLACE.exec(key ?? '') ?? [];
  const known = [...FACT_KINDS, ...CUSTOMER_KINDS].find(name => name === kind);
  const isMoment = !Number.isNaN(Date.parse(at.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')));
  if (!known || !isMoment) throw badInput('after', '"after" is not a cursor that this API gave out.');
  return { at, id, item: Number(item), kind: known };
}
