// A CX index over a period: totals, points and comparisons of each group, exact as of a stated moment.
import type { Context } from '../../context.ts';
import type { Sql } from '../../database/sql.ts';
import { BASELINE, type Groups, WHOLE } from '../cell-state.ts';
import { labelGroups } from '../labels.ts';
import { checkNames } from '../names.ts';
import { countEveryone, readCounts } from '../read-counts.ts';
import { countsQuery, keysOf } from '../report.ts';
import { type Layout, layOut, type ReportRequest } from '../request.ts';
import { readSnapshot } from '../snapshot.ts';
import type { Cell } from '../value.ts';
import { type Readings, unionOf } from './cells.ts';
import { findIndex } from './definitions.ts';
import { type IndexPlan, planIndex } from './plan.ts';
import { NO_SUMS, readPopulation, readSums, type SumTable } from './read-sums.ts';
import { type IndexReport, reportGroups } from './report.ts';
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
    const readings: Groups[] = [];
    const everyone: Cell[] = [];
    for (const { where, kinds } of plan.readings) {
      const query = countsQuery(ctx, { ...layout, where }, kinds, now);
      const groups = await readCounts(tx, query);
      readings.push(groups);
      if (layout.compareTo === 'OVERALL') everyone.push(await countEveryone(tx, query, groups));
    }
    const keys = keysOf(unionOf(readings), layout);
    const label = await labelGroups(tx, layout.by, keys);
    const { sums, sample } = await readSample(tx, plan, layout, readings);
    const groups = reportGroups({ plan, layout, readings, everyone, keys, sums, sample, reporting: ctx.reporting });
    return { definition, asOf, groups: groups.map((group, i) => ({ ...group, by: label(keys[i]!) })) };
  });
}

const ALL: Sample = sampleOf({ facts: 0, lastCustomer: 0, lastSource: 0 });

/** What each customer did, of so many customers that their variance is known. At most two statements. */
async function readSample(
  tx: Sql,
  plan: IndexPlan,
  layout: Layout,
  readings: Readings,
): Promise<{ sums: SumTable; sample: Sample }> {
  const facts = factsOf(plan, readings);
  if (facts === 0) return { sums: NO_SUMS, sample: ALL };
  const { period, baseline, buckets, by } = layout;
  const none = { lastCustomer: 0, lastSource: 0 };
  const isAll = sampleOf({ facts, ...none }).everyCustomer === 1;
  const population = isAll ? none : await readPopulation(tx);
  const sample = sampleOf({ facts, ...population });
  const spans = [period, ...(baseline ? [baseline] : [])];
  const terms = plan.terms.map(term => ({
    ...term,
    where: plan.readings[plan.parts[term.component]!.reading!]!.where,
  }));
  const segments = segmentsOf([...spans, ...buckets]);
  return { sums: await readSums(tx, { terms, by, segments, spans, population, sample }), sample };
}

/** How many facts the terms rest on, in the period and its baseline. */
function factsOf({ terms, parts }: IndexPlan, readings: Readings): number {
  let facts = 0;
  const counted = new Set<string>();
  for (const { component, kind } of terms) {
    const reading = parts[component]!.reading!;
    if (counted.has(`${reading} ${kind}`)) continue;
    counted.add(`${reading} ${kind}`);
    for (const { spans } of readings[reading]!.values())
      for (const span of [WHOLE, BASELINE]) facts += spans.get(span)?.get(kind)?.state.n ?? 0;
  }
  return facts;
}
