// The map of a journey: how many came from stage to stage, how long it took, and how they felt.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import type { IndexValue } from '../metrics/index/evaluate.ts';
import type { MetricName } from '../metrics/metric.ts';
import { isOver } from '../metrics/period.ts';
import { readSnapshot } from '../metrics/snapshot.ts';
import type { MetricValue } from '../metrics/value.ts';
import { readExperience, readStageIndices } from './experience.ts';
import { type JourneyFlow, readFlows } from './flows.ts';
import { readFollowUps } from './follow-up.ts';
import {
  customerSql,
  findWalked,
  layOutMap,
  type MapLayout,
  type MapRequest,
  type WalkedJourney,
} from './map-request.ts';
import { NO_COUNTS, type StageCounts, type StageFigures, stageFigures } from './stage-report.ts';
import { checkFirst, MAX_TOUCHPOINTS, readTouchpoints, type TouchpointReport } from './touchpoints.ts';

/** What a query asks of a map, so that nothing else is read. */
export interface MapWanted {
  readonly stageMetrics: readonly MetricName[];
  /** Keys of CX indices. */
  readonly stageIndices: readonly string[];
  /** How many, under each alias. */
  readonly touchpoints: readonly number[];
  readonly touchpointMetrics: readonly MetricName[];
  readonly flows: boolean;
}

export interface StageReport extends StageFigures {
  /** Those that were asked for. */
  readonly metrics: ReadonlyMap<MetricName, MetricValue>;
  /** By key; only those that have something to show. */
  readonly index: ReadonlyMap<string, IndexValue>;
}
export interface JourneyMap {
  readonly asOf: Date;
  /** Runs that began in the period. */
  readonly entered: number;
  readonly customers: number;
  readonly stages: readonly StageReport[];
  readonly touchpoints: readonly TouchpointReport[];
  readonly flows: readonly JourneyFlow[];
}

/**
 * Empty while the journey was changed and is not walked yet. The number of statements grows with metrics and indices, not
 * with stages. @throws UserError NOT_FOUND, BAD_USER_INPUT, and what metrics and indices throw
 */
export async function readMap(
  ctx: Context,
  journey: number,
  request: MapRequest,
  wanted: MapWanted,
): Promise<JourneyMap> {
  const layout = await layOutMap(ctx.sql, request, ctx.now());
  for (const first of wanted.touchpoints) checkFirst(first, MAX_TOUCHPOINTS);
  return readSnapshot(ctx.sql, async (tx, { memberships: asOf }) => {
    const walked = await findWalked(tx, journey, layout.where);
    if (!walked) return { asOf, entered: 0, customers: 0, stages: [], touchpoints: [], flows: [] };
    ctx.budget.spendCells(cellsOf(walked, wanted));
    const inside = { ...ctx, sql: tx };
    const { spans, before } = await readVisits(tx, walked, layout);
    const followUps = await readFollowUps(tx, walked, layout, asOf < layout.now ? asOf : layout.now);
    const own = { counts: spans.counts, followUps: followUps.own };
    const baseline = before && { counts: before.counts, followUps: followUps.before! };
    const { minReport, minReliable } = ctx.reporting;
    const figures = stageFigures(walked.stages, own, baseline, {
      ...{ confidence: layout.confidence, minReport, minReliable },
      isOver: isOver(layout.period, layout.now),
    });
    const metrics = await readExperience(inside, walked, layout, wanted.stageMetrics);
    const indices = await readStageIndices(inside, walked, layout, wanted.stageIndices);
    const touchpoints =
      wanted.touchpoints.length > 0
        ? await readTouchpoints(inside, tx, walked, layout, {
            first: Math.max(...wanted.touchpoints),
            metrics: wanted.touchpointMetrics,
          })
        : [];
    const flows = wanted.flows ? await readFlows(tx, walked, layout, minReport) : [];
    const stages = figures.map(each => ({ ...each, metrics: metrics(each.stage.key), index: indices(each.stage.key) }));
    return { asOf, entered: spans.entered, customers: spans.customers, stages, touchpoints, flows };
  });
}

/** Values of its stages and, at most, of its touchpoints and flows. */
function cellsOf({ stages }: WalkedJourney, wanted: MapWanted): number {
  const touchpoints = Math.max(0, ...wanted.touchpoints) * (1 + wanted.touchpointMetrics.length);
  const flows = wanted.flows ? (stages.length + 1) ** 2 : 0;
  return stages.length * (1 + wanted.stageMetrics.length + wanted.stageIndices.length) + touchpoints + flows;
}

interface Visits {
  readonly entered: number;
  readonly customers: number;
  /** By stage. */
  readonly counts: readonly StageCounts[];
}

type Row = StageCounts & { span: number; stage: number | null; entered: number; customers: number };

/** The runs of the period and of its baseline, by one statement. */
async function readVisits(
  tx: Sql,
  journey: WalkedJourney,
  { period, baseline, where }: MapLayout,
): Promise<{ spans: Visits; before: Visits | null }> {
  const s = new Statement();
  const spans = [period, ...(baseline ? [baseline] : [])];
  const moments = (of: readonly number[]) =>
    s.bind(
      of.map(at => new Date(at)),
      'timestamptz[]',
    );
  // Of each run exactly one visit has none before it.
  const rows = await tx.query<Row>(
    `select p.span::int - 1 as span, v.stage, count(*)::int as reached,
       (count(*) filter (where v.with_previous))::int as "withPrevious",
       (count(*) filter (where v.with_first))::int as "withFirst",
       percentile_cont(0.5) within group (order by v.seconds_from_previous) as median,
       (count(distinct v.customer_id) filter (where v.seconds_from_previous is not null))::int as timed,
       (count(*) filter (where v.seconds_from_previous is null))::int as entered,
       count(distinct v.customer_id)::int as customers
     from unnest(${moments(spans.map(span => span.lo))}, ${moments(spans.map(span => span.hi))}) with ordinality as p(lo, hi, span)
     join journey_visit v on v.started_at >= p.lo and v.started_at < p.hi
     where v.journey_id = ${s.bind(journey.id, 'bigint')} and ${customerSql(s, where, 'v.customer_id')}
     group by grouping sets ((p.span, v.stage), (p.span))`,
    s.params,
  );
  const of = (span: number): Visits => {
    const own = rows.filter(row => row.span === span);
    const whole = own.find(row => row.stage === null);
    const counts = journey.stages.map((_, i) => own.find(row => row.stage === i) ?? NO_COUNTS);
    return { entered: whole?.entered ?? 0, customers: whole?.customers ?? 0, counts };
  };
  return { spans: of(0), before: baseline ? of(1) : null };
}
