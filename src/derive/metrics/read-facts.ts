// Reads sums of facts by group and span: from rollups where a set of them covers the question, else from the facts.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import type { Span } from '../../base/time/calendar.ts';
import { type PeopleRow, readColumnPeople, readColumns } from './columns/read-columns.ts';
import type { SumRow } from './counts.ts';
import { type Counted, type Dimension, factRow, placeOf } from './dimensions.ts';
import { type RollupSet, rollupSetFor } from './facts/rollup-sets.ts';
import { filterDimensions, filterSql, type NarrowedFilter } from './filter.ts';
import type { FactKind } from './kinds.ts';
import { groupJoins } from './memberships.ts';
import { cut, type Piece } from './pieces.ts';
import { spannedFacts } from './spanned-facts.ts';
import { readSumRows } from './sum-rows.ts';

export interface FactQuery {
  readonly kinds: readonly FactKind[];
  readonly spans: readonly Span[];
  readonly by: readonly Dimension[];
  /** By JOURNEY_STAGE: the key of the only journey whose stages are groups. */
  readonly journey?: string | null;
  readonly where: NarrowedFilter;
}

const SLOTS = [0, 1, 2, 3, 4, 5, 6, 7];

/** The rollups that answer the question; null when facts must be counted. */
export function planOf({ by, where }: Pick<FactQuery, 'by' | 'where'>): RollupSet | null {
  const needs = [...by, ...filterDimensions(where)].map(dimension => placeOf(dimension).needs);
  return needs.every(list => list !== null) ? rollupSetFor(needs.flat() as string[]) : null;
}

/**
 * From rollups by one statement, whose cost grows with spans, groups and bins; else from the columnar copy of the facts by
 * three; and fact by fact where that does not know what is asked for.
 */
export async function readFacts(sql: Sql, query: FactQuery): Promise<SumRow[]> {
  if (query.kinds.length === 0 || query.spans.length === 0) return [];
  const set = planOf(query);
  return (set ? null : await readColumns(sql, query)) ?? sumFacts(sql, query, set);
}

/** One statement. Without a set it asks fact by fact. */
export async function sumFacts(sql: Sql, query: FactQuery, set: RollupSet | null): Promise<SumRow[]> {
  const pieces = set
    ? query.spans.flatMap((span, index) => cut(span, set).map(piece => ({ ...piece, span: index })))
    : [];
  const rests = pieces.filter(piece => piece.grain === 'F');
  const s = new Statement();
  const kinds = s.bind(query.kinds, 'text[]');
  const parts = [
    ...(set ? [fromRollups(s, query, set, kinds, pieces)] : []),
    ...(set && rests.length > 0 ? [fromFacts(s, query, shortFacts(s, kinds, rests))] : []),
    ...(set ? [] : [fromFacts(s, query, spannedFacts(s, kinds, query.spans))]),
  ];
  const groups = query.by.map((_, i) => `g${i}`);
  const keys = [...groups, 'span', 'kind', 'unit', 'bin'].join(', ');
  const text = `
    select array[${groups.join(', ')}]::text[] as "group", span, kind, unit, bin, sum(n)::int8 as n, sum(positive)::int8 as positive,
      sum(negative)::int8 as negative, sum(sum)::float8 as sum, sum(squares)::float8 as squares, bit_or(slots) as slots
    from (${parts.join(' union all ')}) x
    group by ${keys} having sum(n) > 0`;
  return readSumRows(sql, text, s.params);
}

type SpanPiece = Piece & { readonly span: number };

/** The pieces of some grains as a table `p (span, grain, lo, hi)`. */
function piecesSql(s: Statement, pieces: readonly SpanPiece[]): string {
  const column = <T>(value: (piece: SpanPiece) => T, type: string) => s.bind(pieces.map(value), type);
  return `unnest(${column(piece => piece.span, 'int[]')}, ${column(piece => piece.grain, 'text[]')}, ${column(
    piece => new Date(piece.lo),
    'timestamptz[]',
  )}, ${column(piece => new Date(piece.hi), 'timestamptz[]')}) as p(span, grain, lo, hi)`;
}

const groupsSql = (by: readonly Dimension[], row: Counted) =>
  by.map((dimension, i) => `${placeOf(dimension).sql(row)} as g${i}, `).join('');

/** The rows of each piece by one stretch of the index: a join would look at every row of the kind for every piece. */
function within(table: string, alias: string, kinds: string, also = 'true'): string {
  return `cross join lateral (
      select * from ${table} x where x.kind = any(${kinds}) and ${also} and x.at >= p.lo and x.at < p.hi offset 0
    ) ${alias}`;
}

const whereSql = (conditions: readonly string[]) => (conditions.length ? ` where ${conditions.join(' and ')}` : '');

function fromRollups(
  s: Statement,
  query: FactQuery,
  set: RollupSet,
  kinds: string,
  pieces: readonly SpanPiece[],
): string {
  const row: Counted = {
    get: dimension => `c.k${set.dimensions.indexOf(dimension) + 1}`,
    unit: 'c.unit',
    fact: null,
  };
  const mask = SLOTS.map(slot => `((sum(c.s${slot}) > 0)::int << ${slot})`).join(' | ');
  const groups = query.by.map((_, i) => `${i + 1}, `).join('');
  const at = query.by.length;
  const where = filterSql(s, query.where, row);
  return `
    select ${groupsSql(query.by, row)}p.span, c.kind, c.unit, c.bin, sum(c.n) as n, sum(c.positive) as positive,
      sum(c.negative) as negative, sum(c.sum) as sum, sum(c.squares) as squares, ${mask} as slots
    from ${piecesSql(
      s,
      pieces.filter(piece => piece.grain !== 'F'),
    )}
    ${within('metric_rollup', 'c', kinds, `x.set = ${set.id} and x.grain = p.grain`)}${whereSql(where)}
    group by ${groups}${at + 1}, ${at + 2}, ${at + 3}, ${at + 4}`;
}

/** The few facts beside the rollups: of a day at most, at each end of a span. */
function shortFacts(s: Statement, kinds: string, rests: readonly SpanPiece[]): string {
  return `${piecesSql(s, rests)} ${within('metric_fact', 'f', kinds)}`;
}

/** `facts` is SQL of the tables `f` and `p (span)`. */
function fromFacts(s: Statement, query: FactQuery, facts: string): string {
  const row = factRow('f');
  const where = filterSql(s, query.where, row);
  const joins = groupJoins(s, query.by, 'f', query.journey);
  const groups = query.by.map((_, i) => `${i + 1}, `).join('');
  const at = query.by.length;
  return `
    select ${groupsSql(query.by, row)}p.span, f.kind, f.unit, f.bin, count(*) as n, count(*) filter (where f.sign = 1) as positive,
      count(*) filter (where f.sign = -1) as negative, sum(f.value::numeric) as sum, sum(f.value::numeric * f.value::numeric) as squares,
      bit_or(1 << (abs(f.subject) % 8)::int) as slots
    from ${facts}${joins}${whereSql(where)}
    group by ${groups}${at + 1}, ${at + 2}, ${at + 3}, ${at + 4}`;
}

/** Exactly how many different subjects there are, by group, span and kind. Counted from the facts, or their copy. */
export async function readPeople(sql: Sql, query: FactQuery): Promise<PeopleRow[]> {
  if (query.spans.length === 0) return [];
  return (await readColumnPeople(sql, query)) ?? countPeople(sql, query);
}

/** Fact by fact. */
export async function countPeople(sql: Sql, query: FactQuery): Promise<PeopleRow[]> {
  const s = new Statement();
  const kinds = s.bind(query.kinds, 'text[]');
  const where = filterSql(s, query.where, factRow('f'));
  const groups = query.by.map((_, i) => `g${i}`);
  return sql.query(
    `select array[${groups.join(', ')}]::text[] as "group", span, kind, count(distinct subject)::int as people
     from (
       select ${groupsSql(query.by, factRow('f'))}p.span, f.kind, f.subject
       from ${spannedFacts(s, kinds, query.spans)}${groupJoins(s, query.by, 'f', query.journey)}${whereSql(where)}
     ) x
     group by ${[...groups, 'span', 'kind'].join(', ')}`,
    s.params,
  );
}
