// A CX index over a period: totals, points and comparisons of each group, exact as of a stated moment.
import type { Context } from '../../../base/context/context.ts';
import type { Sql } from '../../../base/database/sql.ts';
import { withCalendars } from '../calendars/during.ts';
import type { PlacedTerm } from '../clusters/influence.ts';
import { type Clusters, readClusters } from '../clusters/read-clusters.ts';
import { BASELINE, type Groups, WHOLE } from '../counts.ts';
import type { Kind } from '../kinds.ts';
import { labelGroups } from '../labels.ts';
import { checkNames } from '../names.ts';
import { readOutcomes } from '../outcomes.ts';
import { asBaseline, countEveryone, readCounts } from '../read-counts.ts';
import { cellsOf, countsQuery, inBaseline, keysOf } from '../report.ts';
import { type Layout, layOut, type ReportRequest } from '../request.ts';
import { asOfFor, readSnapshot } from '../snapshot.ts';
import type { Cell } from '../value.ts';
import { checkComponentNames } from './component-names.ts';
import type { IndexDefinition } from './definition.ts';
import { findIndex } from './definitions.ts';
import { type IndexPlan, planIndex } from './plan.ts';
import { unionOf } from './readings.ts';
import { type IndexReport, reportGroups } from './report.ts';
import { type Counting, type IndexData, termsOf } from './sides.ts';

export interface IndexRequest extends ReportRequest {
  readonly key: string;
  /** The newest when absent. */
  readonly version?: number | null;
}

/** @throws UserError NOT_FOUND, BAD_USER_INPUT, MIXED_SCALES, MIXED_CURRENCIES; the latter name the component. */
export async function readIndex(ctx: Context, { key, version, ...request }: IndexRequest): Promise<IndexReport> {
  const now = ctx.now();
  const layout = layOut(await withCalendars(ctx.sql, request), now);
  return readSnapshot(ctx.sql, async (tx, asOf) => {
    const definition = await findIndex(tx, key, version);
    const plan = planIndex(definition, layout);
    await checkNames(tx, layout.where, layout.by);
    await checkComponentNames(tx, definition.components);
    const { readings, everyone } = await readCells(ctx, tx, plan, layout, now);
    const against = layout.baselineWhere ? await readAgainst(ctx, tx, plan.definition, layout, now) : null;
    const keys = keysOf(unionOf(against ? [...readings, ...against.readings] : readings), layout);
    // Each value comes with all its components.
    ctx.budget.spendCells(cellsOf(keys, layout) * (1 + definition.components.length));
    const label = await labelGroups(tx, layout.by, keys);
    const counted = { plan, readings, against, everyone };
    const clusters = await readIndexClusters(tx, layout, counted);
    const filters = [layout.where, layout.baselineWhere, ...definition.components.map(({ where }) => where)];
    const definedBy = await readOutcomes(tx, layout.by, filters);
    const groups = reportGroups({ ...counted, layout, keys, clusters, definedBy, reporting: ctx.reporting });
    const moment = asOfFor(asOf, [layout, { where: layout.baselineWhere }, ...definition.components]);
    return { definition, asOf: moment, groups: groups.map((group, i) => ({ ...group, by: label(keys[i]!) })) };
  });
}

async function readCells(ctx: Context, tx: Sql, plan: IndexPlan, layout: Layout, now: Date) {
  const readings: Groups[] = [];
  const everyone: Cell[] = [];
  for (const { where, kinds } of plan.readings) {
    const query = countsQuery(
      ctx,
      { ...layout, where, baseline: layout.baselineWhere ? null : layout.baseline },
      kinds,
      now,
    );
    const groups = await readCounts(tx, query);
    readings.push(groups);
    if (layout.compareTo === 'OVERALL') everyone.push(await countEveryone(tx, query, groups));
  }
  return { readings, everyone };
}

/** What the filter of the baseline counts in its period. @throws UserError BAD_USER_INPUT naming it */
async function readAgainst(
  ctx: Context,
  tx: Sql,
  definition: IndexDefinition,
  layout: Layout,
  now: Date,
): Promise<Counting> {
  const where = layout.baselineWhere!;
  const plan = await inBaseline(async () => {
    await checkNames(tx, where);
    return planIndex(definition, { by: layout.by, where });
  });
  const readings: Groups[] = [];
  for (const reading of plan.readings) {
    const asked = { ...layout, where: reading.where, period: layout.baseline!, baseline: null, buckets: [] };
    const groups = await readCounts(tx, countsQuery(ctx, asked, reading.kinds, now));
    readings.push(asBaseline(groups));
  }
  return { plan, readings };
}

type Counts = Counting & Pick<IndexData, 'against' | 'everyone'>;

/** What each customer did, of so many customers that their variance is known. At most three statements. */
function readIndexClusters(tx: Sql, layout: Layout, counted: Counts): Promise<Clusters> {
  const { period, baseline, buckets, by, journey, compareTo } = layout;
  const { plan, against } = counted;
  const whereOf = (term: PlacedTerm) => {
    const place = term.component - plan.parts.length;
    const [of, component] = place < 0 ? [plan, term.component] : [against!.plan, place];
    return of.readings[of.parts[component]!.reading!]!.where;
  };
  return readClusters(tx, {
    terms: termsOf(counted).map(term => ({ ...term, where: whereOf(term) })),
    by,
    journey,
    facts: Math.max(factsOf(counted) + (against ? factsOf(against) : 0), factsOfAll(counted)),
    wholes: baseline ? [period, baseline] : [period],
    parts: buckets,
    withAll: compareTo === 'OVERALL',
  });
}

/** Each reading and kind that the terms rest on. */
function countedKinds({ terms, parts }: IndexPlan): { reading: number; kind: Kind }[] {
  const found = new Map(
    terms.map(({ component, kind }) => {
      const reading = parts[component]!.reading!;
      return [`${reading} ${kind}`, { reading, kind }];
    }),
  );
  return [...found.values()];
}

/** How many facts the terms rest on in all groups, in the period and its baseline. */
function factsOf({ plan, readings }: Counting): number {
  let facts = 0;
  for (const { reading, kind } of countedKinds(plan))
    for (const { spans } of readings[reading]!.values())
      for (const span of [WHOLE, BASELINE]) facts += spans.get(span)?.get(kind)?.state.n ?? 0;
  return facts;
}

/** Of everyone, where groups overlap or leave some out. */
function factsOfAll({ plan, everyone }: Counts): number {
  return countedKinds(plan).reduce((sum, { reading, kind }) => sum + (everyone[reading]?.get(kind)?.state.n ?? 0), 0);
}
