// Counts customers over a period as a whole: who bought, who stayed, who left, who referred. Periods do not add up here.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import type { Span } from '../../base/time/calendar.ts';
import type { SumRow } from './counts.ts';
import { CUSTOMERS, customerRow, type Dimension, placeOf } from './dimensions.ts';
import { filterSql, type NarrowedFilter } from './filter.ts';
import type { CustomerKind } from './kinds.ts';
import { groupJoins } from './memberships.ts';
import { readSumRows } from './sum-rows.ts';

export interface CustomerQuery {
  readonly kinds: readonly CustomerKind[];
  readonly spans: readonly Span[];
  /** Of CUSTOMER_DIMENSIONS only. */
  readonly by: readonly Dimension[];
  readonly where: NarrowedFilter;
}

/** A customer is active for so many days after a purchase. */
export const ACTIVE_DAYS = 365;
/** Hours, because days are longer or shorter where the database's own clock is put forward. */
const ACTIVE = `interval '${24 * ACTIVE_DAYS} hours'`;

/** One statement. Customers that were merged or deleted are counted by what is known of them. */
export async function readCustomers(sql: Sql, query: CustomerQuery): Promise<SumRow[]> {
  if (query.kinds.length === 0 || query.spans.length === 0) return [];
  const s = new Statement();
  const { ctes, from } = customersSql(s, query);
  const groups = query.by.map((_, i) => `g${i}`);
  const parts = query.kinds.map(
    (kind, i) => `select array[${groups.join(', ')}]::text[] as "group", span, '${kind}' as kind, '' as unit, 0 as bin,
      ${COUNTS[kind].counted}, 255 as slots from ${from[i]} group by ${[...groups, 'span'].join(', ')} having count(*) > 0`,
  );
  return readSumRows(sql, `with ${ctes} ${parts.join(' union all ')}`, s.params);
}

/** The CTEs, and for each kind the table of its customers: a row for each customer and span, with `subject` and `created_at`. */
export function customersSql(s: Statement, query: CustomerQuery): { ctes: string; from: string[] } {
  const moments = (of: (span: Span) => number) =>
    s.bind(
      query.spans.map(span => new Date(of(span))),
      'timestamptz[]',
    );
  const spans = `span (span, lo, hi) as (select ordinality::int - 1, lo, hi
    from unnest(${moments(span => span.lo)}, ${moments(span => span.hi)}) with ordinality as u(lo, hi, ordinality))`;
  // The customer stands for the fact: its dimensions are found by `subject`.
  const row = customerRow('f');
  const groups = query.by.map((dimension, i) => `, ${placeOf(dimension).sql(row)} as g${i}`);
  const where = filterSql(s, query.where, row);
  const needs = (kind: CustomerKind) => query.kinds.includes(kind);
  const stays = needs('ACTIVE_AT_START') || needs('ACTIVE_AT_END');
  const ctes = `${spans}, person as (
      select f.subject${groups.join('')}, f.created_at
      from ${CUSTOMERS} f${groupJoins(s, query.by, 'f', null)}
      ${where.length ? `where ${where.join(' and ')}` : ''}
    )${stays ? `, stay as materialized (${STAYS})` : ''}${needs('REFERRER') ? `, known as (${KNOWN})` : ''}`;
  return { ctes, from: query.kinds.map(kind => COUNTS[kind].from) };
}

/**
 * Times without a break in which a customer was active: after `lo`, up to and with `hi`. Found in one pass over the
 * purchases, however many spans are asked for.
 */
const STAYS = `
  select subject, min(at) as lo, max(at) + ${ACTIVE} as hi, min(min(at)) over (partition by subject) as first_at
  from (
    select subject, at, count(*) filter (where opens) over (partition by subject order by at, source_id) as stay
    from (
      select f.subject, f.at, f.source_id, coalesce(f.at - lag(f.at) over w > ${ACTIVE}, true) as opens
      from metric_fact f where f.kind = 'PURCHASE' and f.subject > 0
      window w as (partition by f.subject order by f.at, f.source_id)
    ) x
  ) x group by subject, stay`;

const covers = (stay: string, moment: string) => `${stay}.lo < ${moment} and ${moment} <= ${stay}.hi`;

const BUYERS = `(
  select p.*, s.span, b.bought from span s cross join lateral (
    select f.subject, count(*) as bought from metric_fact f
    where f.kind = 'PURCHASE' and f.at >= s.lo and f.at < s.hi and f.subject > 0 group by f.subject offset 0
  ) b join person p on p.subject = b.subject) x`;

const AT_START = `(
  select p.*, s.span, e.subject is not null as at_end
  from span s join stay i on ${covers('i', 's.lo')}
  left join stay e on e.subject = i.subject and ${covers('e', 's.hi')}
  join person p on p.subject = i.subject) x`;

/** Over more than a year one may have come and gone. */
const AT_END = `(
  select p.*, b.span, b.at_end, b.fresh from (
    select i.subject, s.span, bool_or(${covers('i', 's.hi')}) as at_end,
      bool_or(i.first_at >= s.lo and i.first_at < s.hi) as fresh
    from span s join stay i on (${covers('i', 's.hi')}) or (i.lo = i.first_at and i.lo >= s.lo and i.lo < s.hi)
    group by i.subject, s.span
  ) b join person p on p.subject = b.subject) x`;

const KNOWN = `
  select p.*, s.span, exists (
    select from metric_fact f where f.kind = 'REFERRAL' and f.subject = p.subject and f.at >= s.lo and f.at < s.hi
  ) as referred
  from span s join person p on p.created_at < s.hi`;

const sums = (positive: string, negative = '0', sum = '0', squares = '0') =>
  `count(*) as n, ${positive} as positive, ${negative} as negative, ${sum}::float8 as sum, ${squares}::float8 as squares`;

const COUNTS: Readonly<Record<CustomerKind, { counted: string; from: string }>> = {
  BUYER: {
    counted: sums('count(*) filter (where bought >= 2)', '0', 'sum(bought)', 'sum(bought * bought)'),
    from: BUYERS,
  },
  ACTIVE_AT_START: {
    counted: sums('count(*) filter (where at_end)', 'count(*) filter (where not at_end)'),
    from: AT_START,
  },
  ACTIVE_AT_END: {
    counted: sums('count(*) filter (where at_end and fresh)', '0', 'count(*) filter (where fresh)').replace(
      'count(*) as n',
      'count(*) filter (where at_end) as n',
    ),
    from: AT_END,
  },
  REFERRER: { counted: sums('count(*) filter (where referred)'), from: '(select * from known) x' },
};
