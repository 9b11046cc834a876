// Pure: totals beside their baselines and points beside those before them, with p-values that allow for how many were tested.
import { BASELINE, type Counts, mergeCounts, NOTHING, WHOLE } from './counts.ts';
import { bothWhere } from './index/where.ts';
import type { Kind } from './kinds.ts';
import type { MetricDefinition } from './metric.ts';
import { type Bucket, isOver, type Stretch } from './period.ts';
import type { ReportCell, ReportCells } from './report-cells.ts';
import type { Layout } from './request.ts';
import { holm } from './statistics/holm.ts';
import { type Cell, type MetricValue, mixed } from './value.ts';

export interface ValueComparison {
  readonly baseline: MetricValue;
  /** What stands first in the metric: its value, or its median. */
  readonly compared: 'VALUE' | 'MEDIAN';
  /** Less the baseline, in the metric's unit. */
  readonly difference: number | null;
  /** Two-sided; corrected for everything that the report tests. */
  readonly pValue: number | null;
  /** Null where nothing was tested, and where either side is not reliable. */
  readonly significant: boolean | null;
  /** Why there is no p-value; null where there is one. */
  readonly notTested: string | null;
  /** How it was tested, and what was corrected. */
  readonly method: string;
}

/** By the group's name. */
export interface Comparisons {
  readonly totals: ReadonlyMap<string, ValueComparison>;
  /** In the order of the points; null for the first. */
  readonly points: ReadonlyMap<string, readonly (ValueComparison | null)[]>;
}

interface Tested extends Omit<ValueComparison, 'significant' | 'method'> {
  readonly isReliable: boolean;
}

export const NO_VALUE = 'One side has no value.';
const NOT_OVER = 'One side is not over, and what is still to come is missing in it.';
const CUT = 'One side is cut off at an end of the period: it is not as long as the other.';
export const BY_OUTCOME =
  'These very answers decide who is counted here, by the rule of a segment or stage: a difference is no finding.';
const SHARED = 'The same customers may be on both sides, and this metric cannot be taken apart by customer.';
export const UNTOLD = 'Nothing varies on either side, or there is too little to tell how sure the difference is.';

export function compareAll(
  definition: MetricDefinition,
  layout: Layout,
  names: readonly string[],
  cells: ReportCells,
): Comparisons {
  const compare = comparer(definition, layout, cells);
  const totals = layout.compareTo === null ? [] : names.map(name => compareTotal(name));
  const points = names.map(name => (layout.comparePoints ? layout.buckets.map((_, i) => comparePoint(name, i)) : []));
  const shown = testedTogether({ totals, points }, definition, layout);
  return {
    totals: new Map(shown.totals.map((one, i) => [names[i]!, one])),
    points: new Map(shown.points.map((list, i) => [names[i]!, list])),
  };

  function compareTotal(name: string): Tested {
    const own = cells.at(name, WHOLE);
    if (layout.compareTo !== 'OVERALL') return compare(own, cells.at(name, BASELINE), isShared(definition, layout));
    // Part and whole share their answers: the test is against those who are not in the group.
    return compare(own, cells.everyone(), null, cells.restOf(name));
  }

  function comparePoint(name: string, i: number): Tested | null {
    if (i === 0) return null;
    const refusal = cutRefusal([layout.buckets[i - 1]!, layout.buckets[i]!]);
    return compare(cells.at(name, i), cells.at(name, i - 1), refusal);
  }
}

/** `refusal`: why the two are not tested. `against`: what is tested where that is not the baseline. */
function comparer(definition: MetricDefinition, layout: Layout, cells: ReportCells) {
  return (own: ReportCell, baseline: ReportCell, refusal: string | null, against = baseline): Tested => {
    const [value, before] = [cells.value(own), cells.value(baseline)];
    if (value.unit !== null && before.unit !== null && value.unit !== before.unit)
      throw mixed(definition, [value.unit, before.unit]);
    const figure = (of: MetricValue) => (definition.compares === 'MEDIAN' ? of.median : of.value);
    const [a, b] = [figure(value), figure(before)];
    const told = a !== null && b !== null;
    const defined = own.definedByOutcome || baseline.definedByOutcome ? BY_OUTCOME : null;
    const why = told ? (defined ?? waitRefusal([own.span, baseline.span], layout) ?? refusal) : NO_VALUE;
    const pValue = why === null ? cells.pValue(own, against) : null;
    return {
      baseline: before,
      compared: definition.compares ?? 'VALUE',
      difference: told ? a - b : null,
      pValue,
      notTested: why ?? (pValue === null ? UNTOLD : null),
      isReliable: value.reliable && before.reliable,
    };
  };
}

interface Measured {
  readonly interval: string;
  readonly terms?: unknown;
}

interface Uncorrected {
  readonly pValue: number | null;
  readonly isReliable: boolean;
}

type Corrected<T> = Omit<T, 'isReliable'> & Pick<ValueComparison, 'significant' | 'method'>;

/** Everything that a report tests: p-values that allow for all of it, and what they say. */
export function testedTogether<T extends Uncorrected>(
  { totals, points }: { readonly totals: readonly T[]; readonly points: readonly (readonly (T | null)[])[] },
  definition: Measured,
  layout: Layout,
) {
  const tested = [...totals, ...points.flat().filter(one => one !== null)];
  const pValues = holm(tested.map(one => one.pValue));
  const method = methodOf(definition, layout, pValues.filter(p => p !== null).length);
  const corrected = new Map(
    tested.map(({ isReliable, ...one }, i): [T, Corrected<T>] => {
      const pValue = pValues[i]!;
      return [tested[i]!, { ...one, pValue, significant: significance(pValue, isReliable, layout.confidence), method }];
    }),
  );
  return {
    totals: totals.map(one => corrected.get(one)!),
    points: points.map(list => list.map(one => one && corrected.get(one)!)),
  };
}

/** A significant difference is one between two figures that can be relied on. */
export function significance(pValue: number | null, isReliable: boolean, confidence: number): boolean | null {
  return pValue === null || !isReliable ? null : pValue < 1 - confidence;
}

export const waitRefusal = (spans: readonly Stretch[], { now, untilNow }: Layout): string | null =>
  untilNow || spans.every(span => isOver(span, now)) ? null : NOT_OVER;

export const cutRefusal = (buckets: readonly Bucket[]): string | null =>
  buckets.every(({ isWhole }) => isWhole) ? null : CUT;

/** Whether the sides may have customers in common that nothing can be done about. */
function isShared({ terms }: MetricDefinition, { compareTo, period, baseline, where, baselineWhere }: Layout) {
  if (terms) return null;
  const overlap = compareTo === 'PERIOD' && period.lo < baseline!.hi && baseline!.lo < period.hi;
  return overlap || (compareTo === 'WHERE' && bothWhere(where, baselineWhere) !== null) ? SHARED : null;
}

function methodOf(definition: Measured, layout: Layout, tests: number): string {
  const against = layout.compareTo === 'OVERALL' ? ' Tested against everyone who is not in the group.' : '';
  const clustered = definition.terms ? ` ${CLUSTERED}` : '';
  const holmed = tests > 1 ? ` p-values are corrected for ${tests} comparisons (Holm).` : '';
  return `${definition.interval}${clustered}${against}${holmed}`;
}

/** How every interval and test of a metric of single people's facts is made. */
export const CLUSTERED =
  'People who answer more than once count once as far as they agree with themselves: n is divided by the design effect, the variance by customer over the variance of as many strangers.';

/** The union of cells that have nothing in common. */
export function together(cells: readonly (Cell | undefined)[]): Map<Kind, Counts> {
  const union = new Map<Kind, Counts>();
  for (const cell of cells) {
    for (const [kind, counts] of cell ?? []) union.set(kind, mergeCounts(union.get(kind) ?? NOTHING, counts));
  }
  return union;
}
