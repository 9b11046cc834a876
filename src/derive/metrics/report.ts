// A metric over a period: totals, points and comparisons of each group, exact as of a stated moment.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { badInput, UserError, within } from '../../base/errors.ts';
import { withCalendars } from './calendars/during.ts';
import { type Clusters, readClusters } from './clusters/read-clusters.ts';
import { type Comparisons, compareAll, type ValueComparison } from './comparison.ts';
import { BASELINE, type Group, type Groups, groupName, WHOLE } from './counts.ts';
import { definitionOf } from './definitions.ts';
import { FACT_KINDS, type FactKind, isUntold, type Kind } from './kinds.ts';
import { type DimensionValue, labelGroups } from './labels.ts';
import type { MetricDefinition, MetricName } from './metric.ts';
import { checkNames } from './names.ts';
import { readOutcomes } from './outcomes.ts';
import { isOver } from './period.ts';
import { type CountsQuery, countEveryone, readCompared } from './read-counts.ts';
import { readUntoldSources } from './read-untold.ts';
import { type ReportCells, reportCells, termsOf } from './report-cells.ts';
import { checkDimensions, checkWeighting, type Layout, layOut, type ReportRequest } from './request.ts';
import { asOfFor, readSnapshot } from './snapshot.ts';
import type { Cell, MetricValue } from './value.ts';
import { readWeighted } from './weighting/read-weighted.ts';
import { type Weighting, weightingOf } from './weighting/weighting.ts';

export interface MetricPoint {
  /** First and last day. */
  readonly start: string;
  readonly end: string;
  /** False where it is not over, or cut off at an end of the period. */
  readonly complete: boolean;
  readonly value: MetricValue;
  /** Beside the point before it, where that was asked for; null for the first. */
  readonly comparison: ValueComparison | null;
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
  /** How answers were weighted, where that was asked for. */
  readonly weighting: Weighting | null;
  readonly groups: readonly MetricGroup[];
}

/** Cells of a report: groups times buckets. */
const MAX_CELLS = 20_000;

/** @throws UserError BAD_USER_INPUT, MIXED_SCALES, MIXED_CURRENCIES */
export async function readMetric(ctx: Context, metric: MetricName, request: ReportRequest): Promise<MetricReport> {
  const now = ctx.now();
  const layout = layOut(await withCalendars(ctx.sql, request), now);
  const definition = definitionOf(metric);
  checkDimensions(metric, layout.by, layout.where);
  checkWeighting(definition, layout);
  const { baselineWhere } = layout;
  if (baselineWhere) await inBaseline(() => checkDimensions(metric, layout.by, baselineWhere));
  return readSnapshot(ctx.sql, async (tx, asOf) => {
    await checkNames(tx, layout.where, layout.by);
    if (baselineWhere) await inBaseline(() => checkNames(tx, baselineWhere));
    const query = countsQuery(ctx, layout, definition.kinds, now);
    const groups = await readCompared(tx, query, baselineWhere);
    const everyone = layout.compareTo === 'OVERALL' ? await countEveryone(tx, query, groups) : null;
    const keys = keysOf(groups, layout);
    ctx.budget.spendCells(cellsOf(keys, layout));
    const sources = await readUntoldSources(tx, definition, query, groups);
    const label = await labelGroups(tx, layout.by, keys);
    const clusters = await readMetricClusters(tx, definition, layout, groups, everyone);
    const weighted = layout.weightBy.length > 0 ? await readWeighted(tx, layout, factKinds(definition)) : null;
    const cells = reportCells({
      ...{ definition, layout, groups, everyone, clusters },
      weighted: weighted?.groups ?? null,
      sources,
      definedBy: await readOutcomes(tx, layout.by, [layout.where, baselineWhere]),
      reporting: ctx.reporting,
    });
    const comparisons = compareAll(definition, layout, keys.map(groupName), cells);
    return {
      definition,
      asOf: asOfFor(asOf, [layout, { where: baselineWhere }]),
      weighting: weighted && weightingOf(layout.weightBy, [...weighted.raked.values()]),
      groups: keys.map(key => groupOf(layout, cells, groupName(key), label(key), comparisons)),
    };
  });
}

function factKinds({ kinds }: MetricDefinition): FactKind[] {
  return kinds.filter((kind): kind is FactKind => (FACT_KINDS as readonly Kind[]).includes(kind));
}

/** Errors of the filter of the baseline name it. */
export async function inBaseline<T>(check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    throw error instanceof UserError ? within('compareTo', error) : error;
  }
}

/** What each customer did, for metrics that can be taken apart by them. */
async function readMetricClusters(
  tx: Sql,
  definition: MetricDefinition,
  layout: Layout,
  groups: Groups,
  everyone: Cell | null,
): Promise<Clusters | null> {
  if (!definition.terms) return null;
  const { period, baseline, baselineWhere, buckets, by, journey, where } = layout;
  const kinds = [...new Set(definition.terms.map(({ kind }) => kind))];
  const sizeOf = (cell: Cell | undefined) => kinds.reduce((sum, kind) => sum + (cell?.get(kind)?.state.n ?? 0), 0);
  const inGroups = [...groups.values()].reduce(
    (sum, { spans }) => sum + sizeOf(spans.get(WHOLE)) + sizeOf(spans.get(BASELINE)),
    0,
  );
  return readClusters(tx, {
    terms: termsOf(definition, layout).map(term => ({
      ...term,
      where: term.component === 1 ? baselineWhere! : where,
    })),
    by,
    journey,
    facts: Math.max(inGroups, sizeOf(everyone ?? undefined)),
    wholes: baseline ? [period, baseline] : [period],
    parts: buckets,
    withAll: everyone !== null,
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
    Math.max(0, ...[...(group.spans.get(WHOLE) ?? [])].map(([kind, counts]) => (isUntold(kind) ? 0 : counts.state.n)));
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
  { buckets, now }: Layout,
  cells: ReportCells,
  name: string,
  by: readonly DimensionValue[],
  { totals, points }: Comparisons,
): MetricGroup {
  return {
    by,
    total: cells.value(cells.at(name, WHOLE)),
    comparison: totals.get(name) ?? null,
    points: buckets.map((bucket, i) => ({
      start: bucket.start,
      end: bucket.end,
      complete: bucket.isWhole && isOver(bucket, now),
      value: cells.value(cells.at(name, i)),
      comparison: points.get(name)?.[i] ?? null,
    })),
  };
}
