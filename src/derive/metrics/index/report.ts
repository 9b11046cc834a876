// Pure: the groups of an index report, from what was counted and what single customers did.
import type { Reporting } from '../../../base/context/context.ts';
import type { Span } from '../../../base/time/calendar.ts';
import { methodOf } from '../comparison.ts';
import { BASELINE, groupName, WHOLE } from '../counts.ts';
import type { DimensionValue } from '../labels.ts';
import type { MetricName } from '../metric.ts';
import { daysPassed } from '../period.ts';
import type { Layout } from '../request.ts';
import { holm } from '../statistics/holm.ts';
import type { Cell } from '../value.ts';
import {
  certaintyOf,
  certaintyOfDifference,
  designEffect,
  intervalOf,
  type Known,
  pValueOf,
  type Side,
} from './certainty.ts';
import { explainChange } from './changes.ts';
import type { IndexDefinition } from './definition.ts';
import type { IndexValue } from './evaluate.ts';
import { type CellOf, figureOf } from './figure.ts';
import type { Rows } from './influence.ts';
import type { IndexPlan } from './plan.ts';
import type { SumTable } from './read-sums.ts';
import { cellIn, type Readings, withoutCell } from './readings.ts';
import { withoutRows } from './rest-rows.ts';
import { type Sample, weightIn } from './sample.ts';
import type { Segments } from './segments.ts';

export interface IndexComparison {
  readonly baseline: IndexValue;
  readonly difference: number | null;
  /** Two-sided; corrected when more than one group is compared. */
  readonly pValue: number | null;
  readonly significant: boolean;
  readonly contributions: readonly { readonly metric: MetricName; readonly change: number | null }[];
  readonly method: string;
}
export interface IndexPoint {
  /** First and last day. */
  readonly start: string;
  readonly end: string;
  readonly value: IndexValue;
}
export interface IndexGroup {
  readonly by: readonly DimensionValue[];
  readonly total: IndexValue;
  readonly comparison: IndexComparison | null;
  readonly points: readonly IndexPoint[];
}
export interface IndexReport {
  readonly definition: IndexDefinition;
  readonly asOf: Date;
  readonly groups: readonly IndexGroup[];
}

export interface IndexData {
  readonly plan: IndexPlan;
  readonly layout: Layout;
  readonly readings: Readings;
  /** All groups as one, in each reading; only for OVERALL. */
  readonly everyone: readonly Cell[];
  readonly keys: readonly (readonly string[])[];
  readonly sums: SumTable;
  /** Without groups, where these overlap and everyone is compared with. */
  readonly sumsOfAll: SumTable | null;
  readonly sample: Sample;
  readonly segments: Segments;
  readonly reporting: Reporting;
}

const NO_GROUP = groupName([]);

export const INDEX_INTERVAL =
  'Delta method, clustered by customer: each customer’s answers and cases are taken together, over all components, so that components which share respondents and customers who answer several times are allowed for. Beyond 20,000 facts a fixed sample of customers tells how they vary, and groups and points with fewer than 50 of them take the design effect of all groups and points together; the values themselves are always of all. Student’s t, cut at 0 and 100. Components that count customers, purchases or days enter with their own error as independent. Two values are compared by t with the customers of both taken together, two-sided.';

export function reportGroups(data: IndexData): Omit<IndexGroup, 'by'>[] {
  const { layout, keys } = data;
  const { period, baseline, buckets } = layout;
  const names = keys.map(groupName);
  const show = shower(data);
  const [totals] = show.all(names, [{ index: WHOLE, time: period }]) as [Shown[]];
  const points = show.all(
    names,
    buckets.map((time, index) => ({ index, time })),
  );
  const comparisons = layout.compareTo ? compare(data, show, totals, baseline ?? period) : [];
  return keys.map((_, i) => ({
    total: show.value(totals[i]!),
    comparison: comparisons[i] ?? null,
    points: buckets.map(({ start, end }, at) => ({ start, end, value: show.value(points[at]![i]!) })),
  }));
}

interface Shown extends Side {
  /** Design effect of the cells it is among. */
  readonly factor: () => number;
}

interface Shower {
  readonly known: Known;
  side(cellOf: CellOf, rows: Rows, span: Span, factor: () => number): Shown;
  rowsOf(names: readonly string[], span: Span): Rows;
  /** By span, then by name; spans should be about as long, because a customer answers more often in a longer one. */
  all(names: readonly string[], spans: readonly { index: number; time: Span }[]): Shown[][];
  value(side: Shown): IndexValue;
}

function shower({ plan, layout, readings, sums, segments, sample, reporting }: IndexData): Shower {
  const { confidence } = layout;
  const known = { weightOf: weightIn(sample), isWhole: sample.everyCustomer === 1 && sample.everySource === 1 };
  const side: Shower['side'] = (cellOf, rows, time, factor) => ({
    ...rows,
    figure: figureOf(plan, cellOf, { days: daysPassed(time, layout.now), confidence, reporting }),
    factor,
  });
  const rowsOf: Shower['rowsOf'] = (names, time) => ({
    sums,
    rows: segments.of(time).flatMap(segment => names.flatMap(name => sums.rows(name, segment))),
  });
  return {
    known,
    side,
    rowsOf,
    all(names, spans) {
      let found: number | undefined;
      const factor = () => {
        found ??= designEffect(known, sides.flat());
        return found;
      };
      const sides = spans.map(({ index, time }) =>
        names.map(name => side(cellIn(readings, name, index), rowsOf([name], time), time, factor)),
      );
      return sides;
    },
    value(shown) {
      const { value, n, coverage, components, suppressed, reliable } = shown.figure;
      const interval = intervalOf(value, certaintyOf(known, shown, shown.factor), confidence);
      return { value, n, interval, coverage, components, suppressed, reliable };
    },
  };
}

function compare(data: IndexData, show: Shower, totals: readonly Shown[], time: Span): IndexComparison[] {
  const { plan, layout, readings, keys, segments, sumsOfAll } = data;
  const names = keys.map(groupName);
  const isOverall = layout.compareTo === 'OVERALL';
  const [baselines = []] = isOverall ? [] : show.all(names, [{ index: BASELINE, time }]);
  const everyone: CellOf | null = isOverall ? reading => data.everyone[reading] : null;
  const rowsOfAll = sumsOfAll
    ? { sums: sumsOfAll, rows: segments.of(time).flatMap(segment => sumsOfAll.rows(NO_GROUP, segment)) }
    : show.rowsOf(names, time);
  const restRows = sumsOfAll && withoutRows(rowsOfAll);
  const all = everyone && show.side(everyone, rowsOfAll, time, () => 1);
  const compared = totals.map((total, i) => {
    const baseline = all ?? baselines[i]!;
    const { difference, changes } = explainChange(plan.definition, total.figure, baseline.figure);
    // Part and whole share their answers: the test is against those who are not in the group.
    const against = everyone ? restOf(names[i]!, total) : baseline;
    const apart =
      against.figure.value === null || difference === null ? null : total.figure.value! - against.figure.value;
    const certainty =
      apart === null ? null : certaintyOfDifference(show.known, total, against, [total.factor, against.factor]);
    return { baseline, difference, changes, pValue: pValueOf(apart, certainty) };
  });
  const corrected = holm(compared.map(each => each.pValue));
  const method = methodOf({ interval: INDEX_INTERVAL }, layout, corrected.filter(p => p !== null).length);
  return compared.map(({ baseline, difference, changes }, i) => {
    const pValue = corrected[i] ?? null;
    return {
      baseline: show.value(baseline),
      difference,
      pValue,
      significant: pValue !== null && pValue < 1 - layout.confidence,
      contributions: plan.parts.map(({ component }, at) => ({ metric: component.metric, change: changes[at]! })),
      method,
    };
  });

  function restOf(name: string, { factor }: Shown): Shown {
    const rows = restRows
      ? restRows(show.rowsOf([name], time))
      : show.rowsOf(
          names.filter(other => other !== name),
          time,
        );
    return show.side(withoutCell(everyone!, cellIn(readings, name, WHOLE)), rows, time, factor);
  }
}
