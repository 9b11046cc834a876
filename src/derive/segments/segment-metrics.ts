// One metric over one period for several segments at once.
import type { Context } from '../../base/context/context.ts';
import { withCalendar } from '../metrics/calendars/during.ts';
import { readEffects } from '../metrics/clusters/read-effects.ts';
import { groupName, WHOLE } from '../metrics/counts.ts';
import { definitionOf } from '../metrics/definitions.ts';
import type { MetricName } from '../metrics/metric.ts';
import { readOutcomes } from '../metrics/outcomes.ts';
import { daysPassed, type PeriodInput } from '../metrics/period.ts';
import { readCounts } from '../metrics/read-counts.ts';
import { countsQuery } from '../metrics/report.ts';
import { checkDimensions, layOut } from '../metrics/request.ts';
import { readSnapshot } from '../metrics/snapshot.ts';
import { type MetricValue, metricValue } from '../metrics/value.ts';

export interface SegmentName {
  /** Row id. */
  readonly id: number;
  readonly key: string;
}

/**
 * By row id: the same values as reports on each of them, without a report each. A value that cannot be given, such as
 * one of mixed scales, is an error of its own segment when it is asked for. @throws UserError BAD_USER_INPUT
 */
export async function readSegmentMetrics(
  ctx: Context,
  segments: readonly SegmentName[],
  metric: MetricName,
  asked: PeriodInput,
): Promise<Map<number, () => MetricValue>> {
  ctx.budget.spendCells(segments.length);
  const now = ctx.now();
  const during = await withCalendar(ctx.sql, asked);
  const [only] = segments;
  const isAlone = segments.length === 1;
  // By SEGMENT the facts of all segments are read.
  const layout = layOut(isAlone ? { during, where: { segment: only!.key } } : { during, by: ['SEGMENT'] }, now);
  const definition = definitionOf(metric);
  checkDimensions(metric, layout.by, layout.where);
  const { groups, effectOf, definedBy } = await readSnapshot(ctx.sql, async tx => {
    const counted = await readCounts(tx, countsQuery(ctx, layout, definition.kinds, now));
    const effectOf = await readEffects(tx, [definition], layout, counted);
    return { groups: counted, effectOf, definedBy: await readOutcomes(tx, layout.by, [layout.where]) };
  });
  const { period, confidence } = layout;
  const context = { days: daysPassed(period, now), confidence, reporting: ctx.reporting };
  return new Map(
    segments.map(({ id }) => {
      const name = groupName(isAlone ? [] : [String(id)]);
      const cell = groups.get(name)?.spans.get(WHOLE);
      const definedByOutcome = definedBy(isAlone ? [] : [String(id)], definition.kinds);
      const designEffect = effectOf(0, name);
      return [id, () => metricValue(definition, cell, { ...context, designEffect, definedByOutcome })];
    }),
  );
}
