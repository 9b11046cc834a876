// Reads what each customer's own facts say of an outcome and of drivers. One statement.
import type { Sql } from '../../../base/database/sql.ts';
import { Statement } from '../../../base/database/statement.ts';
import type { Span } from '../../../base/time/calendar.ts';
import { factRow } from '../dimensions.ts';
import { filterSql, type MetricFilter } from '../filter.ts';
import { type Measure, ofResponses } from './measures.ts';
import type { CustomerTable } from './table.ts';

export interface TableQuery {
  readonly outcome: Measure;
  readonly drivers: readonly Measure[];
  readonly span: Span;
  readonly where: MetricFilter;
}

export interface OwnTable extends CustomerTable {
  /** By driver: how many customers gave one of its answers in a response that also has an answer of the outcome. */
  readonly shared: readonly number[];
}

/** Above these, importance no longer becomes surer in any way that matters. */
export const MOST_CUSTOMERS = 20_000;
/** Which customers are in a sample: the same ones every time. */
const SEED = 346;

/**
 * Customers with the outcome; a sample by a hash of their ids where there are more than `most`. Of a text and a score
 * that one response brought, neither explains the other: the text tells why the score was given, it does not bring it
 * about. So these facts are no driver's.
 */
export async function readTable(sql: Sql, query: TableQuery, most = MOST_CUSTOMERS): Promise<OwnTable> {
  const s = new Statement();
  const { outcome, drivers, span, where } = query;
  const lo = s.bind(new Date(span.lo), 'timestamptz');
  const hi = s.bind(new Date(span.hi), 'timestamptz');
  const within = (also: string) =>
    [also, `f.at >= ${lo} and f.at < ${hi}`, ...filterSql(s, where, factRow('f'))].join(' and ');
  const outcomes = within(`f.kind = ${s.bind(outcome.kind, 'text')} and f.subject > 0`);
  const own = within(
    `f.subject = s.subject and f.kind = any(${s.bind([...new Set(drivers.map(one => one.kind))], 'text[]')})`,
  );
  const same = 'f.source_id = any(s.sources)';
  const means = drivers.map(driver => {
    const apart = ofResponses(outcome, driver) === 'TEXT' ? ` and not ${same}` : '';
    return `avg(${driver.sql('f')}) filter (where f.kind = '${driver.kind}'${apart})`;
  });
  const shared = drivers.map(driver =>
    ofResponses(outcome, driver) === 'ANSWERS'
      ? `coalesce(bool_or(f.kind = '${driver.kind}' and ${same}), false)`
      : 'false',
  );
  const rows = await sql.query<{ population: number; y: number; x: (number | null)[]; shared: boolean[] }>(
    `with outcome as (
       select f.subject, avg(${outcome.sql('f')}) as y, array_agg(distinct f.source_id) as sources
       from metric_fact f where ${outcomes} group by f.subject
     ), sample as (
       select *, count(*) over ()::int as population from outcome where y is not null
       order by hashint8extended(subject, ${SEED}), subject limit ${s.bind(most, 'int')}
     )
     select s.population, s.y, d.x, d.shared from sample s
     cross join lateral (select array[${means.join(', ')}]::float8[] as x, array[${shared.join(', ')}] as shared
       from metric_fact f where ${own}) d
     order by hashint8extended(s.subject, ${SEED}), s.subject`,
    s.params,
  );
  return {
    population: rows[0]?.population ?? 0,
    outcome: Float64Array.from(rows, row => row.y),
    drivers: drivers.map((_, i) => Float64Array.from(rows, row => row.x[i] ?? Number.NaN)),
    shared: drivers.map((_, i) => rows.filter(row => row.shared[i] && row.x[i] != null).length),
  };
}
