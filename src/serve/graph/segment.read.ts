// How segments, their members and their changes are read.
import type { Context } from '../../base/context/context.ts';
import { utc } from '../../base/database/statement.ts';
import type { Granularity } from '../../base/time/calendar.ts';
import { withCalendar } from '../../derive/metrics/calendars/during.ts';
import { type PeriodInput, parsePeriod } from '../../derive/metrics/period.ts';
import type { SegmentRule } from '../../derive/rules/rule.ts';
import { checkGrowth } from '../../derive/segments/growth.ts';
import { customerType } from './customer.read.ts';
import type { Field, GraphType, List } from './model.ts';
import { columns, id, leaf, one, page, time } from './model.ts';
import { readAll, readOne } from './read.ts';
import { childrenOf, type Selected } from './selection.ts';

const size = (row: string) => `coalesce((select t.size from segment_state t where t.segment_id = ${row}.id), 0)`;

/** A segment that was saved and not evaluated since says nothing; all others are right as of the last refresh. */
const evaluatedAt = (row: string) =>
  `(select ${utc(`greatest(t.evaluated_at, (select (value ->> 'asOf')::timestamptz from setting where key = 'refresh'))`)}
    from segment_state t where t.segment_id = ${row}.id and t.revision = ${row}.revision)`;

/** Uncorrelated, so that a list of segments counts them once. */
const EVERYBODY = '(select count(*) from customer where deleted_at is null and merged_into is null)';

/** For the resolver that puts the rule into words: the rule, and what the segments and journeys in it are called. */
export interface RuleWords {
  readonly rule: SegmentRule;
  readonly segments: Readonly<Record<string, string>> | null;
  readonly journeys: Readonly<Record<string, string>> | null;
}

function wordsOf(row: string): string {
  const names = (table: 'segment' | 'journey') => `(select json_object_agg(n.key, n.name) from ${table} n
    where strpos(${row}.rule::text, '"${table}": "' || n.key || '"') > 0)`;
  return `json_build_object('rule', ${row}.rule, 'segments', ${names('segment')}, 'journeys', ${names('journey')})`;
}

/** Resolvers of what is computed get the segment's name. */
const named = leaf(row => `json_build_object('id', ${row}.id, 'key', ${row}.key)`);

export const segmentType: GraphType = {
  name: 'Segment',
  table: 'segment',
  fields: {
    id: id('segment'),
    ...columns('key', 'name', 'description', 'rule'),
    ruleText: leaf(wordsOf),
    size: leaf(size),
    share: leaf(row => `coalesce(${size(row)}::float8 / nullif(${EVERYBODY}, 0), 0)`),
    evaluatedAt: leaf(evaluatedAt),
    problem: leaf(
      row => `(select t.failure from segment_state t
        where t.segment_id = ${row}.id and t.failed_revision = ${row}.revision and t.revision <> ${row}.revision)`,
    ),
    customers: page(
      () => memberList,
      (row, member) => `${member}.segment_id = ${row}.id`,
      size,
    ),
    growth: named,
    metric: named,
    explain: named,
  },
};

/** Customers, with the membership by which they are listed. */
const memberType = (): GraphType => ({
  ...customerType,
  table: `(select c.*, m.customer_id as member_id, m.segment_id, m.entered_at
    from segment_member m join customer c on c.id = m.customer_id)`,
});

const memberList: List = {
  type: memberType,
  orders: {
    ENTERED_AT: { key: row => `${row}.entered_at`, id: row => `${row}.member_id`, type: 'timestamptz' },
  },
  defaultOrder: { field: 'ENTERED_AT', descending: true },
  filter: () => [],
};

const membershipType: GraphType = {
  name: 'SegmentMembership',
  table: 'segment_member',
  fields: {
    segment: one(
      () => segmentType,
      (row, segment) => `${segment}.id = ${row}.segment_id`,
    ),
    enteredAt: time('entered_at'),
  },
};

/** By name; some ten are reckoned with. Those of a segment that was deleted are left out, until the next refresh removes them. */
export function segmentsOfCustomer(): Field {
  return {
    kind: 'many',
    type: () => membershipType,
    from: customer => `select m.segment_id, m.entered_at, s.name from segment_member m
      join segment s on s.id = m.segment_id where m.customer_id = ${customer}.id`,
    order: row => `${row}.name, ${row}.segment_id`,
    about: 10,
  };
}

/** More errors of one kind than this are one. */
const FEW = 20;

/**
 * By name; some fifty are reckoned with. Where there are many, what would be wrong with the growth or the metric of each of
 * them is said once. @throws UserError BAD_USER_INPUT, ANSWER_TOO_LARGE
 */
export async function listSegments(ctx: Context, selected: Selected): Promise<object[]> {
  const all = await readAll(ctx, () => segmentType, selected, { order: row => `${row}.name, ${row}.id`, about: 50 });
  for (const { name, args } of all.length > FEW ? childrenOf(selected) : []) {
    const during = args.during as PeriodInput;
    if (name === 'growth') await checkGrowth(ctx, all.length, during, args.every as Granularity);
    if (name === 'metric') parsePeriod(await withCalendar(ctx.sql, during), ctx.now());
  }
  return all;
}

/** Null when there is none with this key. */
export function findSegment(ctx: Context, key: string, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => segmentType,
    selected,
    (row, s) => `${row}.key = ${s.bind(key, 'text')}`,
  );
}

/** By row id, for what was just saved. */
export function readSegment(ctx: Context, segment: number, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => segmentType,
    selected,
    (row, s) => `${row}.id = ${s.bind(segment, 'bigint')}`,
  );
}
