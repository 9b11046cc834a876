// A CX index over a period: totals, points and comparisons of each group, exact as of a stated moment.
import type { Context } from '../../../base/context/context.ts';
import type { Sql } from '../../../base/database/sql.ts';
import { BASELINE, type Groups, WHOLE } from '../counts.ts';
import { doesOverlap } from '../dimensions.ts';
import { labelGroups } from '../labels.ts';
import { checkNames } from '../names.ts';
import { countEveryone, readCounts } from '../read-counts.ts';
import { cellsOf, countsQuery, keysOf } from '../report.ts';
import { type Layout, layOut, type ReportRequest } from '../request.ts';
import { asOfFor, readSnapshot } from '../snapshot.ts';
import type { Cell } from '../value.ts';
import { checkComponentNames } from './component-names.ts';
import { findIndex } from './definitions.ts';
import { type IndexPlan, planIndex } from './plan.ts';
import { NO_SUMS, readPopulation, readSums } from './read-sums.ts';
import { type Readings, unionOf } from './readings.ts';
import { type IndexData, type IndexReport, reportGroups } from './report.ts';
import { type Sample, sampleOf } from './sample.ts';
import { segmentsOf } from './segments.ts';

export interface IndexRequest extends ReportRequest {
  readonly key: string;
  /** The newest when absent. */
  readonly version?: number | null;
}

/** @throws UserError NOT_FOUND, BAD_USER_INPUT, MIXED_SCALES, MIXED_CURRENCIES; the latter name the component. */
export async function readIndex(ctx: Context, { key, version, ...request }: IndexRequest): Promise<IndexReport> {
  const now = ctx.now();
  const layout = layOut(request, now);
  return readSnapshot(ctx.sql, async (tx, asOf) => {
    const definition = await findIndex(tx, key, version);
    const plan = planIndex(definition, layout);
    await checkNames(tx, layout.where);
    await checkComponentNames(tx, definition.components);
    const readings: Groups[] = [];
    const everyone: Cell[] = [];
    for (const { where, kinds } of plan.readings) {
      const query = countsQuery(ctx, { ...layout, where }, kinds, now);
      const groups = await readCounts(tx, query);
      readings.push(groups);
      if (layout.compareTo === 'OVERALL') everyone.push(await countEveryone(tx, query, groups));
    }
    const keys = keysOf(unionOf(readings), layout);
    // Each value comes with all its components.
    ctx.budget.spendCells(cellsOf(keys, layout) * (1 + definition.components.length));
    const label = await labelGroups(tx, layout.by, keys);
    const known = await readKnown(tx, plan, layout, { readings, everyone });
    const groups = reportGroups({ plan, layout, readings, everyone, keys, ...known, reporting: ctx.reporting });
    const moment = asOfFor(asOf, [layout, ...definition.components]);
    return { definition, asOf: moment, groups: groups.map((group, i) => ({ ...group, by: label(keys[i]!) })) };
  });
}

const ALL: Sample = sampleOf({ facts: 0, lastCustomer: 0, lastSource: 0 });

interface CountedCells {
  readonly readings: Readings;
  readonly everyone: readonly Cell[];
}

/** What each customer did, of so many customers that their variance is known. At most three statements. */
async function readKnown(
  tx: Sql,
  plan: IndexPlan,
  layout: Layout,
  counted: CountedCells,
): Promise<Pick<IndexData, 'sums' | 'sumsOfAll' | 'segments' | 'sample'>> {
  const { period, baseline, buckets, by, journey } = layout;
  const spans = [period, ...(baseline ? [baseline] : [])];
  const segments = segmentsOf([...spans, ...buckets]);
  const facts = factsOf(plan, counted);
  if (facts === 0) return { sums: NO_SUMS, sumsOfAll: null, segments, sample: ALL };
  const none = { lastCustomer: 0, lastSource: 0 };
  const isAll = sampleOf({ facts, ...none }).everyCustomer === 1;
  const population = isAll ? none : await readPopulation(tx);
  const sample = sampleOf({ facts, ...population });
  const terms = plan.terms.map(term => ({
    ...term,
    where: plan.readings[plan.parts[term.component]!.reading!]!.where,
  }));
  const query = { terms, by, journey, segments, spans, population, sample };
  const sums = await readSums(tx, query);
  const isApart = layout.compareTo === 'OVERALL' && doesOverlap(by);
  return { sums, sumsOfAll: isApart ? await readSums(tx, { ...query, by: [] }) : null, segments, sample };
}

/** How many facts the terms rest on, in the period and its baseline: in all groups, or of everyone where these are more. */
function factsOf({ terms, parts }: IndexPlan, { readings, everyone }: CountedCells): number {
  let [facts, all] = [0, 0];
  const counted = new Set<string>();
  for (const { component, kind } of terms) {
    const reading = parts[component]!.reading!;
    if (counted.has(`${reading} ${kind}`)) continue;
    counted.add(`${reading} ${kind}`);
    for (const { spans } of readings[reading]!.values())
      for (const span of [WHOLE, BASELINE]) facts += spans.get(span)?.get(kind)?.state.n ?? 0;
    all += everyone[reading]?.get(kind)?.state.n ?? 0;
  }
  return Math.max(facts, all);
}
