// Pure: checks what a report is asked for, and lays out its spans of time.
import { badInput } from '../../base/errors.ts';
import type { Granularity } from '../../base/time/calendar.ts';
import { definitionOf } from './definitions.ts';
import {
  CUSTOMER_DIMENSIONS,
  DIMENSIONS,
  type Dimension,
  type DimensionName,
  doesOverlap,
  nameOf,
} from './dimensions.ts';
import { CUSTOMER_FILTERS, filteredBy, type MetricFilter } from './filter.ts';
import { CUSTOMER_KINDS, FIGURE_KINDS, type Kind, WEIGHED_KINDS } from './kinds.ts';
import type { MetricDefinition, MetricName } from './metric.ts';
import {
  type Bucket,
  bucketsOf,
  type Period,
  type PeriodInput,
  type PlainPeriod,
  parsePeriod,
  previousPeriod,
  previousYear,
} from './period.ts';

export type Comparison = 'PREVIOUS_PERIOD' | 'PREVIOUS_YEAR' | 'OVERALL';

/** Exactly one of these: a usual baseline, any other period, or anything else counted over the same period. */
export interface ComparisonInput<P extends PeriodInput = PeriodInput> {
  readonly with?: Comparison | null;
  readonly period?: P | null;
  /** In the place of the report's own filter. */
  readonly where?: MetricFilter | null;
}

/** Before it is laid out, its periods name no calendar any more: see calendars/during.ts. */
export interface ReportRequest<P extends PeriodInput = PeriodInput> {
  readonly during: P;
  readonly every?: Granularity | null;
  readonly by?: readonly (DimensionName | Dimension)[] | null;
  /** Keys, in the order of TRAIT in `by`; traits that have theirs need none. */
  readonly traits?: { readonly keys: readonly string[] } | null;
  readonly where?: MetricFilter | null;
  readonly compareTo?: Comparison | ComparisonInput<P> | null;
  /** Sets each point beside the one before it. */
  readonly comparePoints?: boolean;
  /** Makes the answers look like all customers in these respects. */
  readonly weightBy?: readonly DimensionName[] | null;
  /** Takes a period that goes on as over now: for whoever looks at it while it grows, and allows for that. */
  readonly untilNow?: boolean;
  /** A share, such as 0.95. */
  readonly confidence?: number | null;
}

/** A request, checked. */
export interface Layout {
  readonly period: Period;
  /** Empty when only the total is asked for. */
  readonly buckets: readonly Bucket[];
  readonly baseline: Period | null;
  /** What the baseline counts, where that is not what the report counts. */
  readonly baselineWhere: MetricFilter | null;
  readonly by: readonly Dimension[];
  /** By JOURNEY_STAGE: the key of the only journey whose stages are groups; null for all. */
  readonly journey: string | null;
  readonly where: MetricFilter;
  readonly compareTo: Comparison | 'PERIOD' | 'WHERE' | null;
  readonly comparePoints: boolean;
  readonly untilNow: boolean;
  readonly weightBy: readonly Dimension[];
  readonly confidence: number;
  /** The moment of asking. */
  readonly now: Date;
}

const MAX_DIMENSIONS = 3;

/** @throws UserError BAD_USER_INPUT naming the argument. */
export function layOut(request: ReportRequest<PlainPeriod>, now: Date): Layout {
  const by = groupsOf(request.by ?? [], request.traits?.keys ?? []);
  const compared = comparisonOf(request.compareTo);
  const compareTo = compared.with;
  if (compareTo === 'OVERALL' && by.length === 0)
    throw badInput('compareTo', 'OVERALL compares groups with everyone: say in "by" which groups.');
  if (compareTo === 'OVERALL' && by.includes('CURRENCY'))
    throw badInput('compareTo', 'Currencies cannot be compared with all of them together.');
  checkedWeightsOf(request.weightBy ?? [], by, compareTo);
  const period = parsePeriod(request.during, now);
  return {
    period,
    buckets: request.every ? bucketsOf(period, request.every) : [],
    baseline: baselineOf(period, compared, now),
    baselineWhere: compared.where ?? null,
    by,
    journey: request.where?.journey ?? null,
    where: request.where ?? {},
    compareTo,
    comparePoints: request.comparePoints ?? false,
    untilNow: request.untilNow ?? false,
    weightBy: checkedWeights(request.weightBy ?? []),
    confidence: checkedConfidence(request.confidence ?? 0.95),
    now,
  };
}

/** Dimensions with the keys of traits: three at most, none twice. @throws UserError BAD_USER_INPUT */
export function groupsOf(names: readonly (DimensionName | Dimension)[], keys: readonly string[]): Dimension[] {
  if (names.length > MAX_DIMENSIONS)
    throw badInput('by', `A report has at most ${MAX_DIMENSIONS} dimensions; these are ${names.length}.`);
  const unknown = names.find(name => name !== 'TRAIT' && !DIMENSIONS.includes(nameOf(name)));
  if (unknown) throw badInput('by', `There is no dimension ${unknown}. There are: ${DIMENSIONS.join(', ')}.`);
  const traits = names.filter(name => name === 'TRAIT').length;
  if (traits !== keys.length)
    throw badInput(
      'traits.keys',
      `Name a trait for each TRAIT in "by", in its order: by: [TRAIT], traits: {keys: ["plan"]}. ${traits} are to be named, ${keys.length} are.`,
    );
  let next = 0;
  const by = names.map((name): Dimension => (name === 'TRAIT' ? `TRAIT:${keys[next++]}` : name));
  const twice = by.find((dimension, i) => by.indexOf(dimension) !== i);
  if (twice) throw badInput('by', `The dimension ${twice} is named twice.`);
  return by;
}

/** Every customer has exactly one value of these, and there are few. */
export const WEIGHT_DIMENSIONS: readonly (DimensionName & Dimension)[] = [
  'COUNTRY',
  'LANGUAGE',
  'LIFECYCLE_STAGE',
  'ACCOUNT_INDUSTRY',
];

function checkedWeights(weightBy: readonly DimensionName[]): readonly Dimension[] {
  const wrong = weightBy.find((dimension, i) => !isWeight(dimension) || weightBy.indexOf(dimension) !== i);
  if (wrong)
    throw badInput('weightBy', `Weight by ${WEIGHT_DIMENSIONS.join(', ')}, each at most once; not by ${wrong}.`);
  if (weightBy.length > MAX_DIMENSIONS)
    throw badInput('weightBy', `Weight by at most ${MAX_DIMENSIONS} dimensions; these are ${weightBy.length}.`);
  return weightBy.filter(isWeight);
}

const isWeight = (name: DimensionName): name is (typeof WEIGHT_DIMENSIONS)[number] =>
  (WEIGHT_DIMENSIONS as readonly DimensionName[]).includes(name);

interface Compared extends Omit<ComparisonInput<PlainPeriod>, 'with'> {
  readonly with: Layout['compareTo'];
}

function comparisonOf(input: ReportRequest<PlainPeriod>['compareTo']): Compared {
  if (input == null || typeof input === 'string') return { with: input ?? null };
  const given = Object.entries(input).filter(([, value]) => value != null);
  if (given.length !== 1)
    throw badInput(
      'compareTo',
      'Give one of "with", "period" and "where", such as {with: PREVIOUS_YEAR} or {where: {channel: [CHAT]}}.',
    );
  if (input.with != null) return { with: input.with };
  return input.period == null ? { with: 'WHERE', where: input.where } : { with: 'PERIOD', period: input.period };
}

function checkedWeightsOf(
  weightBy: readonly DimensionName[],
  by: readonly Dimension[],
  compareTo: Layout['compareTo'],
): void {
  if (weightBy.length > 0 && compareTo === 'OVERALL' && doesOverlap(by))
    throw badInput(
      'weightBy',
      'Groups that overlap cannot be weighted and compared with everyone: leave out one of these.',
    );
}

function baselineOf(period: Period, compared: Compared, now: Date): Period | null {
  switch (compared.with) {
    case 'PREVIOUS_PERIOD':
      return previousPeriod(period);
    case 'PREVIOUS_YEAR':
      return previousYear(period);
    case 'PERIOD':
      return parsePeriod(compared.period!, now, 'compareTo.period');
    case 'WHERE':
      return period;
    default:
      return null;
  }
}

function checkedConfidence(confidence: number): number {
  if (confidence >= 0.5 && confidence <= 0.999) return confidence;
  throw badInput('confidence', `"confidence" is a share from 0.5 to 0.999, such as 0.95; not ${confidence}.`);
}

const isOf = (kinds: readonly Kind[], list: readonly Kind[]) => kinds.some(kind => list.includes(kind));

/** What the metric can be grouped and filtered by. @throws UserError BAD_USER_INPUT */
export function checkDimensions(metric: MetricName, by: readonly Dimension[], where: MetricFilter): void {
  const definition = definitionOf(metric);
  if (definition.oneUnit !== 'currency') {
    if (by.includes('CURRENCY')) throw badInput('by', `${metric} has no CURRENCY.`);
    if (where.currency != null) throw badInput('where.currency', `${metric} has no currency.`);
  }
  if (where.scale != null && definition.oneUnit === 'currency')
    throw badInput('where.scale', `${metric} has no scale.`);
  if (isOf(definition.kinds, FIGURE_KINDS)) {
    const [first] = by;
    if (first) throw badInput('by', `${metric} is made of figures recorded for the whole company: it has no ${first}.`);
    const filtered = filteredBy(where).find(name => name !== 'currency');
    if (filtered)
      throw badInput(
        `where.${filtered}`,
        `${metric} is made of figures recorded for the whole company: it cannot be filtered.`,
      );
  } else if (isOf(definition.kinds, CUSTOMER_KINDS)) {
    const wrong = by.find(dimension => !isOfCustomers(definition, dimension));
    if (wrong)
      throw badInput(
        'by',
        `${metric} counts customers, who have no ${wrong}. Group by one of ${CUSTOMER_DIMENSIONS.join(', ')}.`,
      );
    const filtered = filteredBy(where).find(
      name => !CUSTOMER_FILTERS.includes(name) && !(name === 'currency' && definition.oneUnit === 'currency'),
    );
    if (filtered)
      throw badInput(`where.${filtered}`, `${metric} counts customers: filter by ${CUSTOMER_FILTERS.join(', ')}.`);
  }
}

/** Only what customers say can be weighted: nobody was drawn to have a case or to buy. @throws UserError BAD_USER_INPUT */
export function checkWeighting({ metric, kinds }: MetricDefinition, { weightBy }: Layout): void {
  if (weightBy.length > 0 && !kinds.every(kind => (WEIGHED_KINDS as readonly Kind[]).includes(kind)))
    throw badInput('weightBy', `${metric} is not made of answers: it has no sample to weight.`);
}

function isOfCustomers(definition: MetricDefinition, dimension: Dimension): boolean {
  return (
    CUSTOMER_DIMENSIONS.includes(nameOf(dimension)) ||
    (dimension === 'CURRENCY' && definition.kinds.every(kind => kind === 'PURCHASE'))
  );
}
