// A whole report by hand: who and what belongs into which cell, and what each cell says.
import { decodeId } from '../../../src/base/ids.ts';
import { definitionOf } from '../../../src/derive/metrics/definitions.ts';
import type { MetricFilter } from '../../../src/derive/metrics/filter.ts';
import type { MetricName } from '../../../src/derive/metrics/metric.ts';
import type { ReportRequest } from '../../../src/derive/metrics/request.ts';
import { baselineOf, bucketsOf, periodOf, type Stretch } from './calendar.ts';
import { type Among, accountOf, type Groups, groupsOfPerson, type Item, itemsOf } from './items.ts';
import { type Cell, type Customer, coverageOf, isCountedAs, RULES, type Told } from './measure.ts';
import { segmentsOfPerson } from './memberships.ts';
import { natureOf } from './question.ts';
import { ID, SOURCES } from './store.ts';
import type { World } from './world.ts';

export interface ToldGroup {
  readonly total: Told;
  readonly points: readonly (Told & { start: string; end: string })[];
  readonly baseline: Told | null;
}
/** By the group's keys, joined. */
export type ToldReport = ReadonlyMap<string, ToldGroup>;

export interface ToldAll {
  readonly groups: ToldReport;
  /** Of all groups together. */
  readonly whole: Told;
}

interface Counted {
  readonly items: readonly Item[];
  readonly customers: readonly Customer[];
}
const prepared = new WeakMap<World, Counted>();

function countedIn(world: World): Counted {
  const known = prepared.get(world);
  if (known) return known;
  const items = itemsOf(world);
  const times = (what: string, who: number) =>
    items.flatMap(item => (item.what === what && item.who === who ? [item.at] : [])).sort((a, b) => a - b);
  const customers = world.people.flatMap((person, i): Customer[] =>
    person.merged
      ? []
      : [
          {
            createdAt: person.createdAt,
            groups: groupsOfPerson(world, i),
            among: { SEGMENT: segmentsOfPerson(world, i), JOURNEY_STAGE: [] },
            purchases: times('PURCHASE', i),
            referrals: times('REFERRAL', i),
          },
        ],
  );
  prepared.set(world, { items, customers });
  return prepared.get(world)!;
}

const inList = (list: readonly string[] | null | undefined, value: string | undefined) =>
  !list || list.includes(value ?? '');
const same = (wanted: string | null | undefined, value: string | undefined) => wanted == null || wanted === value;

function isPerson(where: MetricFilter, { groups, among }: Grouped): boolean {
  const account = where.account == null ? null : String(accountOf(decodeId('account', where.account)! - ID.account));
  return (
    inList(where.country, groups.COUNTRY) &&
    inList(where.lifecycleStage, groups.LIFECYCLE_STAGE) &&
    inList(where.language, groups.LANGUAGE) &&
    inList(where.signupCohort, groups.SIGNUP_COHORT) &&
    inList(where.accountIndustry, groups.ACCOUNT_INDUSTRY) &&
    inList(where.accountSize, groups.ACCOUNT_SIZE) &&
    (where.traits ?? []).every(({ key, values }) => inList(values, groups[`TRAIT:${key}`])) &&
    same(account, groups.ACCOUNT) &&
    (where.segment == null || among.SEGMENT.includes(where.segment))
  );
}

function isThing(where: MetricFilter, item: Item): boolean {
  const { groups, among, unit } = item;
  const { journey, journeyStage } = where;
  return (
    isPerson(where, item) &&
    (journey == null || among.JOURNEY_STAGE.some(name => isOfJourney(name, journey))) &&
    (journeyStage == null || among.JOURNEY_STAGE.includes(`${journeyStage.journey}/${journeyStage.stage}`)) &&
    inList(where.channel, groups.CHANNEL) &&
    inList(where.touchpoint, groups.TOUCHPOINT) &&
    inList(where.agent, groups.AGENT) &&
    inList(where.surveyChannel, groups.SURVEY_CHANNEL) &&
    inList(where.casePriority, groups.CASE_PRIORITY) &&
    same(where.surveyKind, groups.SURVEY_KIND) &&
    same(where.survey, `survey-${groups.SURVEY}`) &&
    inList(where.source, SOURCES[Number(groups.SOURCE)]) &&
    same(where.currency, unit) &&
    same(where.scale, unit)
  );
}

/** Who does not tell how long something took does not tell it by any hours. */
const isOf = (what: string, kind: string) => what === kind || what === `UNTOLD_${kind.replace('BUSINESS_', '')}`;

interface Grouped {
  readonly groups: Groups;
  readonly among: Among;
}

const isOfJourney = (stage: string, journey: string) => stage.startsWith(`${journey}/`);

/** Every group it is in: one of each dimension, of some several, or none at all. */
function namesOf({ groups, among }: Grouped, by: readonly string[], journey: string | null | undefined): string[] {
  const choices = by.map(dimension => {
    if (dimension === 'SEGMENT') return among.SEGMENT;
    if (dimension !== 'JOURNEY_STAGE') return [groups[dimension]!];
    return among.JOURNEY_STAGE.filter(name => journey == null || isOfJourney(name, journey));
  });
  const lists = choices.reduce<string[][]>(
    (before, values) => before.flatMap(list => values.map(value => [...list, value])),
    [[]],
  );
  return lists.map(list => list.join('|'));
}

export function tell(world: World, metric: MetricName, request: ReportRequest, now: number): ToldAll {
  const where = request.where ?? {};
  const by = request.by ?? [];
  const { kinds } = definitionOf(metric);
  const all = countedIn(world);
  const counts = (filter: MetricFilter): Counted => ({
    items: all.items.filter(item => kinds.some(kind => isOf(item.what, kind)) && isThing(filter, item)),
    customers:
      natureOf(metric) === 'answers' || natureOf(metric) === 'money'
        ? []
        : all.customers.filter(customer => isPerson(filter, customer)),
  });
  const own = counts(where);
  const compareTo = typeof request.compareTo === 'object' ? request.compareTo : { with: request.compareTo };
  const other = compareTo?.where ? counts(compareTo.where) : own;
  const figures = world.figures.filter(
    ({ currency }) => where.currency == null || currency === null || currency === where.currency,
  );
  const period = periodOf(request.during, now);
  const buckets = request.every ? bucketsOf(period, request.every, request.during.timeZone ?? 'UTC') : [];
  const baseline = baselineOf(request.during, request.compareTo ?? null, now);
  const names = new Map<Grouped, string[]>(
    [own, other].flatMap(({ items, customers }) =>
      [...items, ...customers].map((one): [Grouped, string[]] => [one, namesOf(one, by, where.journey)]),
    ),
  );
  const isIn = (one: Grouped, name: string | null) => name === null || names.get(one)!.includes(name);

  const cellOf = (span: Stretch, name: string | null, { items, customers } = own): Cell => ({
    ...span,
    now,
    figures,
    items: items.filter(item => item.at >= span.lo && item.at < span.hi && isIn(item, name)),
    customers: customers.filter(customer => isIn(customer, name)),
  });
  const spans = [
    ...[period, ...buckets].map(span => ({ span, of: own })),
    ...(baseline ? [{ span: baseline, of: other }] : []),
  ];
  const isThere = (name: string) =>
    spans.some(({ span, of }) => {
      const cell = cellOf(span, name, of);
      return cell.items.length > 0 || kinds.some(kind => cell.customers.some(isCountedAs(kind, cell)));
    });
  const candidates = new Set([...names.values()].flat());
  const told = by.length === 0 ? [''] : [...candidates].filter(isThere);
  const rule = (cell: Cell): Told => {
    const one = RULES[metric](cell);
    return { ...one, coverage: coverageOf(metric, cell, one.n) };
  };
  const whole = rule(cellOf(period, null));
  const groups = told.map((name): [string, ToldGroup] => [
    name,
    {
      total: rule(cellOf(period, name)),
      points: buckets.map(bucket => ({ ...rule(cellOf(bucket, name)), start: bucket.start, end: bucket.end })),
      baseline: compareTo?.with === 'OVERALL' ? whole : baseline ? rule(cellOf(baseline, name, other)) : null,
    },
  ]);
  return { groups: new Map(groups), whole };
}
