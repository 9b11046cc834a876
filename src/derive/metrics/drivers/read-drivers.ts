// What drives a metric: importance of others for it over the customers of a period, each beside its own value.
import type { Context } from '../../../base/context/context.ts';
import { badInput, UserError } from '../../../base/errors.ts';
import { daysOf } from '../../../base/time/calendar.ts';
import { withCalendar } from '../calendars/during.ts';
import { type EffectOf, readEffects } from '../clusters/read-effects.ts';
import { WHOLE } from '../counts.ts';
import { definitionOf } from '../definitions.ts';
import type { MetricFilter } from '../filter.ts';
import type { MetricName } from '../metric.ts';
import { checkNames } from '../names.ts';
import { type DefinedBy, readOutcomes } from '../outcomes.ts';
import type { PeriodInput } from '../period.ts';
import { readCounts } from '../read-counts.ts';
import { countsQuery } from '../report.ts';
import { checkDimensions, type Layout, layOut } from '../request.ts';
import { asOfFor, readSnapshot } from '../snapshot.ts';
import { type Cell, type Interval, type MetricValue, metricValue } from '../value.ts';
import { MEASURES, type Measure, measureOf } from './measures.ts';
import { type OwnTable, readTable } from './read-table.ts';
import { type DriverResult, driverReportInTurns, rowsNeeded } from './report.ts';
import { chooseDrivers, completeRows, pairs } from './table.ts';
import { methodOf, nothingVaries, tooFew } from './words.ts';

export interface DriversRequest {
  readonly of: MetricName;
  /** All that have enough customers in common, when left out. */
  readonly among?: readonly MetricName[] | null;
  readonly during: PeriodInput;
  readonly where?: MetricFilter | null;
}

export interface Driver extends Pick<DriverResult, 'correlation' | 'coefficient' | 'importance' | 'share' | 'shapley'> {
  readonly metric: MetricName;
  readonly label: string;
  readonly interval: Interval | null;
  readonly performance: MetricValue;
  /** Customers with the outcome and this driver. */
  readonly n: number;
  /** Of those customers, the share who gave answers to both in one response, 0 to 1. */
  readonly sharesResponses: number;
}
export interface DriversReport {
  readonly outcome: MetricName;
  readonly asOf: Date;
  /** Whether the outcome's own answers decide who is weighed, by the rule of a segment or stage: then it is no finding. */
  readonly definedByOutcome: boolean;
  /** Customers with the outcome and every driver. */
  readonly n: number;
  readonly rSquared: number;
  /** Most important first. */
  readonly drivers: readonly Driver[];
  readonly method: string;
}

const CONFIDENCE = 0.95;

/** @throws UserError BAD_USER_INPUT, MIXED_SCALES, TOO_LITTLE_DATA */
export async function readDrivers(ctx: Context, request: DriversRequest): Promise<DriversReport> {
  const outcome = checked(request.of, 'of');
  const asked = request.among == null ? null : checkedAmong(request.among, outcome);
  // What is made of the very same facts would explain it by itself.
  const candidates = asked ?? MEASURES.filter(({ kind }) => kind !== outcome.kind);
  const now = ctx.now();
  const during = await withCalendar(ctx.sql, request.during);
  const layout = layOut({ during, where: request.where, confidence: CONFIDENCE }, now);
  for (const { metric } of [outcome, ...candidates]) checkDimensions(metric, [], layout.where);
  const { asOf, ...found } = await readSnapshot(ctx.sql, async (tx, moment) => {
    await checkNames(tx, layout.where);
    const kinds = [...new Set(candidates.flatMap(({ metric }) => definitionOf(metric).kinds))];
    const groups = await readCounts(tx, countsQuery(ctx, layout, kinds, now));
    const definitions = candidates.map(({ metric }) => definitionOf(metric));
    const effectOf = await readEffects(tx, definitions, layout, groups);
    const read = await readTable(tx, { outcome, drivers: candidates, span: layout.period, where: layout.where });
    const definedBy = await readOutcomes(tx, [], [layout.where]);
    const cell = groups.get('')?.spans.get(WHOLE);
    return { asOf: asOfFor(moment, [layout]), table: read, cell, effectOf, definedBy };
  });
  const definedByOutcome = found.definedBy([], [outcome.kind]);
  return {
    asOf,
    outcome: outcome.metric,
    definedByOutcome,
    ...(await weigh(ctx, outcome, candidates, !asked, { layout, ...found })),
  };
}

interface Found {
  readonly layout: Layout;
  readonly table: OwnTable;
  readonly cell: Cell | undefined;
  /** Of a candidate, by its place. */
  readonly effectOf: EffectOf;
  readonly definedBy: DefinedBy;
}

async function weigh(
  ctx: Context,
  outcome: Measure,
  candidates: readonly Measure[],
  choosing: boolean,
  { layout, table, cell, effectOf, definedBy }: Found,
): Promise<Pick<DriversReport, 'n' | 'rSquared' | 'drivers' | 'method'>> {
  const least = ctx.reporting.minReport;
  const performance = (at: number): MetricValue =>
    metricValue(definitionOf(candidates[at]!.metric), cell, {
      days: daysOf(layout.period),
      confidence: CONFIDENCE,
      reporting: ctx.reporting,
      designEffect: effectOf(at, ''),
      definedByOutcome: definedBy([], definitionOf(candidates[at]!.metric).kinds),
    });
  const mixed = new Set(choosing ? [...candidates.keys()].filter(i => isMixed(() => performance(i))) : []);
  const choice = choosing ? chooseDrivers(table, least, mixed) : { taken: [...candidates.keys()], left: [], mixed: [] };
  const rows = completeRows(table, choice.taken);
  const needed = Math.max(least, rowsNeeded(choice.taken.length));
  const words = { outcome, candidates, table, choice };
  if (choice.taken.length === 0 || rows.outcome.length < needed) throw tooFew(words, rows.outcome.length, needed);
  const report = await driverReportInTurns(rows, ctx.signal, { confidence: CONFIDENCE });
  if (report.kind !== 'report') throw nothingVaries(words, rows.outcome.length);
  const drivers = report.drivers.map((result, i): Driver => {
    const at = choice.taken[i]!;
    const definition = definitionOf(candidates[at]!.metric);
    const { correlation, coefficient, importance, share, shapley, interval } = result;
    return {
      metric: definition.metric,
      label: definition.name,
      ...{ correlation, coefficient, importance, share, shapley },
      interval: interval && { ...interval, confidence: CONFIDENCE },
      performance: performance(at),
      n: pairs(table, at),
      sharesResponses: table.shared[at]! / pairs(table, at),
    };
  });
  return {
    n: report.n,
    rSquared: report.rSquared,
    drivers: drivers.sort((a, b) => b.importance - a.importance),
    method: methodOf(words, report.n),
  };
}

/** Its own value would have to be on one scale. */
function isMixed(read: () => MetricValue): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof UserError && error.code === 'MIXED_SCALES') return true;
    throw error;
  }
}

function checked(metric: MetricName, field: string): Measure {
  const measure = measureOf(metric);
  if (measure) return measure;
  throw badInput(
    field,
    `${metric} has no value for each customer.${insteadOf(metric)} There are: ${MEASURES.map(one => one.metric).join(', ')}.`,
  );
}

/** What stands for the same facts. */
function insteadOf(metric: MetricName): string {
  const { kinds } = definitionOf(metric);
  const names = MEASURES.filter(({ kind }) => kinds.includes(kind)).map(one => one.metric);
  if (names.length > 1) return ` Name its parts: ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`;
  return names.length === 1 ? ` Name ${names[0]}: it enters with its scores.` : '';
}

function checkedAmong(among: readonly MetricName[], outcome: Measure): Measure[] {
  const [first] = among;
  if (!first) throw badInput('among', 'Name at least one driver, or leave "among" out for all of them.');
  const twice = among.find((metric, i) => among.indexOf(metric) !== i);
  if (twice) throw badInput('among', `The driver ${twice} is named twice.`);
  if (among.includes(outcome.metric))
    throw badInput('among', `${outcome.metric} is the outcome: it cannot drive itself.`);
  return among.map(metric => checked(metric, 'among'));
}
