// Reads sums of facts, and counts people, from the columnar copy: any dimension and filter, in three statements.
import type { Sql } from '../../../base/database/sql.ts';
import type { Span } from '../../../base/time/calendar.ts';
import type { SumRow } from '../counts.ts';
import type { FactKind } from '../kinds.ts';
import { MAX_ROWS, tooManyRows } from '../sum-rows.ts';
import type { ColumnPlan } from './chunk.ts';
import { type Cut, cutSpans } from './cut.ts';
import { namesOf } from './names.ts';
import { People } from './people.ts';
import { planColumns, type Question } from './plan.ts';
import { RowSums } from './row-sums.ts';
import { scanChunks } from './scan.ts';
import type { Selection } from './selection.ts';
import { Tally } from './tally.ts';

export interface ColumnQuery extends Question {
  readonly spans: readonly Span[];
}

/** A figure is three cells at most, one for each sign; cells that came to nothing are rare. */
const MAX_CELLS = 4 * MAX_ROWS;

/** Distinct subjects of a question are held in memory: where there are more, the database counts them. */
const MAX_PEOPLE = 4_000_000;

/** Null where the facts themselves must be counted. @throws UserError ANSWER_TOO_LARGE */
export async function readColumns(sql: Sql, query: ColumnQuery): Promise<SumRow[] | null> {
  const plan = await planColumns(sql, query);
  if (!plan) return null;
  const cut = cutSpans(query.spans);
  const tally = new Tally();
  let groups: Selection | undefined;
  await scanChunks(sql, { ...query, plan }, cut, (chunk, selection) => {
    groups = selection;
    tally.add(chunk, selection);
    if (tally.cells.size > MAX_CELLS) throw tooManyRows(MAX_ROWS);
  });
  const rows = await rowsOf(sql, query, { plan, cut, tally, groups });
  if (rows.length > MAX_ROWS) throw tooManyRows(MAX_ROWS);
  return rows;
}

interface Told {
  readonly plan: ColumnPlan;
  readonly cut: Cut;
  readonly tally: Tally;
  readonly groups: Selection | undefined;
}

async function rowsOf(sql: Sql, { kinds, by }: ColumnQuery, { plan, cut, tally, groups }: Told): Promise<SumRow[]> {
  const found: { cell: number; group: number; outcome: number }[] = [];
  for (let cell = 0; cell < tally.cells.size; cell++)
    if (tally.n(cell) !== 0) found.push({ cell, group: tally.cells.first(cell), outcome: tally.cells.second(cell) });
  const described = new Map(found.map(({ group }) => [group, groups!.describe(group)]));
  const names = await namesOf(
    sql,
    plan,
    [...described.values()].map(({ values }) => values),
    found.map(({ outcome }) => outcome),
  );
  const sums = new RowSums(tally);
  for (const { cell, group, outcome } of found) {
    const { kind, segment, values } = described.get(group)!;
    const { bin, sign, unit } = names.outcome(outcome);
    const key = names.group(by, values, unit);
    for (const span of cut.spans[segment]!) sums.add(cell, { group: key, span, kind: kinds[kind]!, unit, bin, sign });
  }
  return sums.rows();
}

/**
 * Exactly how many different subjects there are, by group, span and kind. Null where the facts themselves must be counted.
 */
export async function readColumnPeople(sql: Sql, query: ColumnQuery): Promise<PeopleRow[] | null> {
  // Which group a fact is in would be known only when its outcome has a name.
  if (query.by.includes('CURRENCY')) return null;
  const plan = await planColumns(sql, query);
  if (!plan) return null;
  const people = new People(cutSpans(query.spans));
  await scanChunks(sql, { ...query, plan }, people.cut, (chunk, selection) => {
    if (people.size <= MAX_PEOPLE) people.add(chunk, selection);
  });
  if (people.size > MAX_PEOPLE) return null;
  const found = people.found();
  const names = await namesOf(
    sql,
    plan,
    found.map(({ values }) => values),
    [],
  );
  return found.map(({ values, span, kind, people }) => ({
    group: names.group(query.by, values, ''),
    span,
    kind: query.kinds[kind]!,
    people,
  }));
}

export interface PeopleRow {
  readonly group: string[];
  readonly span: number;
  readonly kind: FactKind;
  readonly people: number;
}
