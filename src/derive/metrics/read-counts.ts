// Reads everything that some kinds have in some spans, and counts people exactly where there may be too few to be named.
import type { Sql } from '../../base/database/sql.ts';
import { together } from './comparison.ts';
import {
  atLeast,
  BASELINE,
  type Counts,
  collect,
  type Groups,
  groupName,
  mergeSpans,
  NOTHING,
  WHOLE,
} from './counts.ts';
import { type Dimension, doesOverlap } from './dimensions.ts';
import { customerFilter, type NarrowedFilter } from './filter.ts';
import {
  CUSTOMER_KINDS,
  type CustomerKind,
  FACT_KINDS,
  type FactKind,
  FIGURE_KINDS,
  type FigureKind,
  type Kind,
  untoldOf,
} from './kinds.ts';
import type { Stretch } from './period.ts';
import { readCustomers } from './read-customers.ts';
import { readFacts, readPeople } from './read-facts.ts';
import { readFigures } from './read-figures.ts';
import type { Cell } from './value.ts';

export interface CountsQuery {
  readonly kinds: readonly Kind[];
  readonly buckets: readonly Stretch[];
  /** The whole period: its counts are those of the buckets together, where there are any. */
  readonly whole: Stretch;
  readonly baseline: Stretch | null;
  readonly by: readonly Dimension[];
  /** By JOURNEY_STAGE: the key of the only journey whose stages are groups. */
  readonly journey: string | null;
  readonly where: NarrowedFilter;
  readonly now: Date;
  /** Fewer people than this are not reported. */
  readonly minReport: number;
}

/** At most four statements, however many groups and buckets there are. To be called within one snapshot. */
export async function readCounts(sql: Sql, query: CountsQuery): Promise<Groups> {
  const groups: Groups = new Map();
  const told = query.kinds.filter((kind): kind is FactKind => (FACT_KINDS as readonly Kind[]).includes(kind));
  // What is not told of them is counted beside them, so that each value knows its coverage.
  const facts = [...new Set([...told, ...told.flatMap(kind => untoldOf(kind) ?? [])])];
  const customers = query.kinds.filter((kind): kind is CustomerKind =>
    (CUSTOMER_KINDS as readonly Kind[]).includes(kind),
  );
  const figures = query.kinds.filter((kind): kind is FigureKind => (FIGURE_KINDS as readonly Kind[]).includes(kind));
  const parts = [
    ...(query.buckets.length > 0
      ? query.buckets.map((span, index) => ({ span, index }))
      : [{ span: query.whole, index: WHOLE }]),
    ...(query.baseline ? [{ span: query.baseline, index: BASELINE }] : []),
  ];
  const { by, journey, where } = query;
  const at = <T extends { span: number }>(list: typeof parts, rows: readonly T[]): T[] =>
    rows.map(row => ({ ...row, span: list[row.span]!.index }));
  const asked = { kinds: facts, spans: parts.map(part => part.span), by, journey, where };
  collect(groups, at(parts, await readFacts(sql, asked)));
  if (query.buckets.length > 0) {
    const spans = query.buckets.map((_, index) => index);
    for (const group of groups.values()) {
      const whole = new Map(
        facts.map(kind => [kind, mergeSpans(group, spans, kind)] as const).filter(([, counts]) => counts.state.n > 0),
      );
      if (whole.size > 0) group.spans.set(WHOLE, new Map<Kind, typeof NOTHING>(whole));
    }
  }
  await countPeople(sql, query, told, groups);
  // Customers of a period are not those of its parts together.
  const each = query.buckets.length > 0 ? [...parts, { span: query.whole, index: WHOLE }] : parts;
  const begun = each
    .filter(part => part.span.lo < query.now.getTime())
    .map(part => ({ ...part, span: until(part.span, query.now) }));
  const spans = begun.map(part => part.span);
  const people = { kinds: customers, spans, by, where: customerFilter(where) };
  collect(groups, at(begun, await readCustomers(sql, people)));
  collect(
    groups,
    at(
      each,
      await readFigures(
        sql,
        figures,
        each.map(part => part.span),
        where.currency ?? null,
      ),
    ),
  );
  return groups;
}

/** The same, and beside it what another filter counts in the period of the baseline. At most eight statements. */
export async function readCompared(
  sql: Sql,
  query: CountsQuery,
  baselineWhere: NarrowedFilter | null,
): Promise<Groups> {
  if (!baselineWhere || !query.baseline) return readCounts(sql, query);
  const groups = await readCounts(sql, { ...query, baseline: null });
  const asked = { ...query, whole: query.baseline, baseline: null, buckets: [], where: baselineWhere };
  for (const [name, { key, spans }] of asBaseline(await readCounts(sql, asked)))
    groups.set(name, { key, spans: new Map([...(groups.get(name)?.spans ?? []), ...spans]) });
  return groups;
}

/** What was counted as a whole, as what others are compared with. */
export function asBaseline(groups: Groups): Groups {
  return new Map(
    [...groups].map(([name, { key, spans }]) => {
      const whole = spans.get(WHOLE);
      return [name, { key, spans: new Map(whole ? [[BASELINE, whole]] : []) }];
    }),
  );
}

/** The whole period without groups, with as many people as the privacy floor needs to know of. */
export async function countEveryone(sql: Sql, query: CountsQuery, groups: Groups): Promise<Cell> {
  // Groups that overlap do not add up to everyone.
  if (doesOverlap(query.by)) {
    const whole = await readCounts(sql, { ...query, by: [], buckets: [], baseline: null });
    return whole.get('')?.spans.get(WHOLE) ?? new Map();
  }
  const cell = together([...groups.values()].map(group => group.spans.get(WHOLE)));
  const kinds = query.kinds.filter(
    (kind): kind is FactKind => (FACT_KINDS as readonly Kind[]).includes(kind) && isUnclear(cell.get(kind), query),
  );
  const { whole, where } = query;
  const rows = kinds.length > 0 ? await readPeople(sql, { kinds, spans: [whole], by: [], where }) : [];
  for (const { kind, people } of rows) cell.set(kind, { ...cell.get(kind)!, people });
  return cell;
}

function isUnclear(counts: Counts = NOTHING, { minReport }: CountsQuery): boolean {
  return counts.state.n >= minReport && atLeast(counts) < minReport;
}

/** What has not come yet cannot be counted: a period that goes on is taken as it is now. */
function until(span: Stretch, now: Date): Stretch {
  return { ...span, hi: Math.min(span.hi, now.getTime()) };
}

/** Where the slots cannot tell that there are enough people, they are counted one by one. */
async function countPeople(sql: Sql, query: CountsQuery, kinds: readonly FactKind[], groups: Groups): Promise<void> {
  const doubtful = new Map<number, Set<FactKind>>();
  for (const { spans } of groups.values()) {
    for (const [span, counts] of spans) {
      for (const kind of kinds) {
        if (isUnclear(counts.get(kind), query)) doubtful.set(span, (doubtful.get(span) ?? new Set()).add(kind));
      }
    }
  }
  const spans = [...doubtful.keys()];
  const spanOf = (index: number): Stretch =>
    index === WHOLE ? query.whole : index === BASELINE ? query.baseline! : query.buckets[index]!;
  const rows = await readPeople(sql, {
    kinds: [...new Set([...doubtful.values()].flatMap(set => [...set]))],
    spans: spans.map(spanOf),
    by: query.by,
    journey: query.journey,
    where: query.where,
  });
  for (const { group, span, kind, people } of rows) {
    const counts = groups.get(groupName(group))?.spans.get(spans[span]!);
    const found = counts?.get(kind);
    if (found) counts!.set(kind, { ...found, people });
  }
}
