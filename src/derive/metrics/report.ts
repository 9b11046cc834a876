// A metric over a period: totals, points and comparisons of each group, exact as of a stated moment.
import type { Context } from '../../base/context/context.ts';
import { badInput } from '../../base/errors.ts';
import type { Span } from '../../base/time/calendar.ts';
import { type Comparisons, compareGroups, type ValueComparison } from './comparison.ts';
import { type Group, type Groups, groupName, WHOLE } from './counts.ts';
import { definitionOf } from './definitions.ts';
import { type DimensionValue, labelGroups } from './labels.ts';
import type { MetricDefinition, MetricName } from './metric.ts';
import { checkNames } from './names.ts';
import { daysPassed } from './period.ts';
import { type CountsQuery, countEveryone, readCounts } from './read-counts.ts';
import { checkDimensions, type Layout, layOut, type ReportRequest } from './request.ts';
import { asOfFor, readSnapshot } from './snapshot.ts';
import { type MetricValue, metricValue } from './value.ts';

export interface MetricPoint {
  /** First and last day. */
  readonly start: string;
  readonly end: string;
  readonly value: MetricValue;
}
export interface MetricGroup {
  readonly by: readonly DimensionValue[];
  readonly total: MetricValue;
  readonly comparison: ValueComparison | null;
  readonly points: readonly MetricPoint[];
}
export interface MetricReport {
  readonly definition: MetricDefinition;
  readonly asOf: Date;
  readonly groups: readonly MetricGroup[];
}

/** Cells of a report: groups times buckets. */
const MAX_CELLS = 20_000;

/** @throws UserError BAD_USER_INPUT, MIXED_SCALES, MIXED_CURRENCIES */
export async function readMetric(ctx: Context, metric: MetricName, request: ReportRequest): Promise<MetricReport> {
  const now = ctx.now();
  const layout = layOut(request, now);
  const definition = definitionOf(metric);
  checkDimensions(metric, layout.by, layout.where);
  return readSnapshot(ctx.sql, async (tx, asOf) => {
    await checkNames(tx, layout.where);
    const query = countsQuery(ctx, layout, definition.kinds, now);
    const groups = await readCounts(tx, query);
    const everyone = layout.compareTo === 'OVERALL' ? await countEveryone(tx, query, groups) : undefined;
    const keys = keysOf(groups, layout);
    ctx.budget.spendCells(cellsOf(keys, layout));
    const label = await labelGroups(tx, layout.by, keys);
    const comparisons = compareGroups(definition, layout, groups, ctx.reporting, everyone);
    return {
      definition,
      asOf: asOfFor(asOf, [layout]),
      groups: keys.map(key => groupOf(ctx, definition, layout, groups.get(groupName(key)), label(key), comparisons)),
    };
  });
}

/** What is counted may be narrower than what the report asks for. */
type Counted = Omit<Layout, 'where'> & Pick<CountsQuery, 'where'>;

export function countsQuery(ctx: Context, layout: Counted, kinds: CountsQuery['kinds'], now: Date): CountsQuery {
  const { buckets, period, baseline, by, journey, where } = layout;
  return { kinds, buckets, whole: period, baseline, by, journey, where, now, minReport: ctx.reporting.minReport };
}

/** Largest first. Without dimensions there is one group, also when there is nothing in it. */
export function keysOf(groups: Groups, layout: Layout): (readonly string[])[] {
  if (layout.by.length === 0) return [[]];
  const size = (group: Group) =>
    Math.max(0, ...[...(group.spans.get(WHOLE)?.values() ?? [])].map(counts => counts.state.n));
  const cells = groups.size * Math.max(1, layout.buckets.length);
  if (cells > MAX_CELLS)
    throw badInput(
      'by',
      `This would be ${cells} cells; a report has at most ${MAX_CELLS}. Filter with "where", or ask for longer buckets.`,
    );
  return [...groups.values()]
    .sort((a, b) => size(b) - size(a) || groupName(a.key).localeCompare(groupName(b.key)))
    .map(group => group.key);
}

/** The values of a report, each with all that is known of it. */
export function cellsOf(keys: readonly unknown[], { buckets, compareTo }: Layout): number {
  return keys.length * (1 + buckets.length + (compareTo ? 1 : 0));
}

function groupOf(
  ctx: Context,
  definition: MetricDefinition,
  layout: Layout,
  group: Group | undefined,
  by: readonly DimensionValue[],
  comparisons: Comparisons,
): MetricGroup {
  const { confidence, period, buckets, now } = layout;
  const value = (index: number, span: Span) =>
    metricValue(definition, group?.spans.get(index), {
      days: daysPassed(span, now),
      confidence,
      reporting: ctx.reporting,
    });
  return {
    by,
    total: value(WHOLE, period),
    comparison: comparisons.get(group ? groupName(group.key) : '') ?? null,
    points: buckets.map((bucket, i) => ({ start: bucket.start, end: bucket.end, value: value(i, bucket) })),
  };
}
