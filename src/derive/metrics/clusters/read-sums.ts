// Reads the sums of each customer's facts by group, segment and term. One statement.
import type { Sql } from '../../../base/database/sql.ts';
import { Statement } from '../../../base/database/statement.ts';
import type { Span } from '../../../base/time/calendar.ts';
import { groupName } from '../counts.ts';
import { type Dimension, factRow, placeOf } from '../dimensions.ts';
import { filterSql, type NarrowedFilter } from '../filter.ts';
import { groupJoins } from '../memberships.ts';
import { type CustomerSums, NO_ROWS, type PlacedTerm } from './influence.ts';
import type { Population, Sample } from './sample.ts';
import type { Segments } from './segments.ts';

export interface SumsQuery {
  /** In the order of their numbers. */
  readonly terms: readonly (PlacedTerm & { readonly where: NarrowedFilter })[];
  readonly by: readonly Dimension[];
  /** By JOURNEY_STAGE: the key of the only journey whose stages are groups. */
  readonly journey?: string | null;
  readonly segments: Segments;
  /** What lies outside these is not read. */
  readonly spans: readonly Span[];
  readonly population: Pick<Population, 'lastCustomer' | 'lastSource'>;
  readonly sample: Sample;
}

export interface SumTable extends CustomerSums {
  /** Rows of a group's segment. */
  rows(group: string, segment: number): readonly number[];
}

interface Columns extends CustomerSums {
  readonly segment: readonly number[];
  readonly [group: `g${number}`]: readonly string[];
}

export const NO_SUMS: SumTable = { ...NO_ROWS.sums, rows: () => [] };

export async function readSums(sql: Sql, query: SumsQuery): Promise<SumTable> {
  if (query.terms.length === 0 || query.spans.length === 0) return NO_SUMS;
  const s = new Statement();
  const text = sumsSql(s, query);
  const columns = (await sql.one<Columns>(text, s.params))!;
  const names = query.by.map((_, i) => columns[`g${i}`]!);
  const places = new Map<string, number[]>();
  const place = (group: string, segment: number) => `${segment} ${group}`;
  for (const row of inOrder(columns)) {
    const key = place(groupName(names.map(name => name[row]!)), columns.segment[row]!);
    const rows = places.get(key);
    if (rows) rows.push(row);
    else places.set(key, [row]);
  }
  return { ...columns, rows: (group, segment) => places.get(place(group, segment)) ?? [] };
}

/** By customer: sums of the same numbers in another order, which is PostgreSQL's choice, differ in their last digits. */
function inOrder({ subject, term }: CustomerSums): Uint32Array {
  const rows = Uint32Array.from(subject, (_, row) => row);
  return rows.sort((a, b) => subject[a]! - subject[b]! || term[a]! - term[b]!);
}

/** Column by column, because one large value is read much faster than thousands of rows. */
function sumsSql(s: Statement, query: SumsQuery): string {
  const { terms, by, segments, spans } = query;
  const groups = by.map((_, i) => `g${i}`);
  const columns = [...groups, 'segment', 'subject', 'term', 'n', 'y'];
  const moment = (at: number) => s.bind(new Date(at), 'timestamptz');
  const bounds = s.bind(
    segments.bounds.map(bound => new Date(bound)),
    'timestamptz[]',
  );
  const conditions = terms.map(({ where }, i) => [`t.term = ${i}`, ...filterSql(s, where, factRow('f'))].join(' and '));
  const y = terms.map((term, i) => `when ${i} then ${term.y.sql('f')}`);
  const from = fromSql(s, query);
  return `
    select ${columns.map(column => `coalesce(json_agg(${column}), '[]'::json) as ${column}`).join(', ')}
    from (
      select ${by.map((dimension, i) => `${placeOf(dimension).sql(factRow('f'))} as g${i}, `).join('')}
        width_bucket(f.at, ${bounds}) as segment, f.subject, t.term, count(*) as n,
        sum((case t.term ${y.join(' ')} end)::float8) as y
      from ${from}
      join (values ${terms.map(({ kind }, i) => `('${kind}', ${i})`).join(', ')}) t(kind, term) on t.kind = f.kind${groupJoins(s, by, 'f', query.journey)}
      where (${spans.map(({ lo, hi }) => `f.at >= ${moment(lo)} and f.at < ${moment(hi)}`).join(' or ')})
        and (${conditions.join(' or ')})
      group by ${[...groups, 'segment', 'f.subject', 't.term'].join(', ')}
    ) x`;
}

/** One of each block of ids, by a hash: every id is equally likely, and no pattern of ids can meet it. */
const drawn = (block: string, size: string) => `(${block} * ${size} + 1 + (hashint8(${block}) & 2147483647) % ${size})`;

function fromSql(s: Statement, { terms, population, sample }: SumsQuery): string {
  const kinds = s.bind([...new Set(terms.map(({ kind }) => kind))], 'text[]');
  const { everyCustomer, everySource } = sample;
  if (everyCustomer === 1 && everySource === 1) return `(select * from metric_fact where kind = any(${kinds})) f`;
  const [customers, sources] = [s.bind(everyCustomer, 'bigint'), s.bind(everySource, 'bigint')];
  if (sample.by === 'period') {
    const isDrawn = (id: string, size: string) => `${id} = ${drawn(`((${id} - 1) / ${size})`, size)}`;
    return `(
      select * from metric_fact where kind = any(${kinds}) and case when subject > 0
        then ${isDrawn('subject', customers)} else ${isDrawn('(-subject)', sources)} end
    ) f`;
  }
  const blocks = (last: number, size: number) => s.bind(Math.ceil(last / size), 'bigint');
  // Kept apart, the list is too short for PostgreSQL to start parallel workers, which would cost more than they save.
  return `(with sample as materialized (
      select ${drawn('b', customers)} as subject
      from generate_series(0, ${blocks(population.lastCustomer, everyCustomer)} - 1) b
      union all
      select -${drawn('b', sources)} from generate_series(0, ${blocks(population.lastSource, everySource)} - 1) b
    ) select f.* from sample join metric_fact f on f.subject = sample.subject and f.kind = any(${kinds})) f`;
}

/** The ends of the ids of subjects: both are the ends of an index. */
export async function readPopulation(sql: Sql): Promise<Pick<Population, 'lastCustomer' | 'lastSource'>> {
  const row = await sql.one<{ last: number | null; first: number | null }>(
    'select max(subject) as last, min(subject) as first from metric_fact',
    [],
    'fact-subjects',
  );
  return { lastCustomer: Math.max(0, row?.last ?? 0), lastSource: Math.max(0, -(row?.first ?? 0)) };
}
