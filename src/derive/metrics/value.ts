// Pure: a figure as it is shown, or withheld. A value never stands alone.
import type { Reporting } from '../../base/context/context.ts';
import { UserError } from '../../base/errors.ts';
import { atLeast, type Counts, NOTHING } from './counts.ts';
import { type Coverage, coverageOf, LEAST_COVERAGE, NO_COVERAGE, type UntoldSource } from './coverage.ts';
import { NO_CURRENCY } from './filter.ts';
import type { FactKind, Kind } from './kinds.ts';
import { FACT_KINDS } from './kinds.ts';
import { type Bounds, type MetricDefinition, type MetricName, type States, statesOf } from './metric.ts';
import { fewer } from './state.ts';
import { detectableDifference } from './statistics/detectable.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

export interface MetricValue extends Coverage {
  readonly metric: MetricName;
  readonly value: number | null;
  readonly n: number;
  /** The scale or currency of the value. */
  readonly unit: string | null;
  readonly interval: Interval | null;
  /**
   * By how much the variance is wider because the same people answer more than once; 1 where nobody does. Null for metrics
   * that are not of single people's facts.
   */
  readonly designEffect: number | null;
  readonly suppressed: boolean;
  readonly reliable: boolean;
  /** Whether these very answers decide who is counted here, by the rule of a segment or stage: then it is no finding. */
  readonly definedByOutcome: boolean;
  /** The smallest change that a test against an equally large sample would find, four times out of five. */
  readonly detectableChange: number | null;
  readonly median: number | null;
  readonly medianInterval: Interval | null;
  readonly p90: number | null;
  readonly distribution: readonly { readonly score: number; readonly count: number }[] | null;
}

/** What values that were stored by earlier versions do not say, though every value says it now. */
export const UNSAID = { definedByOutcome: false, missing: [] } as const satisfies Partial<MetricValue>;

/** What a cell of a report has of each kind. */
export type Cell = ReadonlyMap<Kind, Counts>;

/** With a design effect, as of so many fewer facts as would be as sure. */
export function statesOfCell(cell: Cell | undefined, days: number, effect = 1): States {
  const states = [...(cell ?? [])].map(
    ([kind, { state }]) => [kind, effect === 1 ? state : fewer(state, effect)] as const,
  );
  return statesOf(new Map(states), days);
}

export interface ValueOptions {
  readonly days: number;
  readonly confidence: number;
  readonly reporting: Reporting;
  /** Null where it is not known or makes no sense: each fact counts as a customer's own. */
  readonly designEffect?: number | null;
  /** The same facts, each with its weight; the design effect knows of it. */
  readonly weighted?: Cell | null;
  readonly definedByOutcome?: boolean;
  /** Which sources do not tell, where that was asked. */
  readonly sources?: readonly UntoldSource[];
}

/** @throws UserError MIXED_SCALES or MIXED_CURRENCIES when it would average what cannot be averaged. */
export function metricValue(
  definition: MetricDefinition,
  cell: Cell | undefined,
  {
    days,
    confidence,
    reporting,
    designEffect = null,
    weighted = null,
    definedByOutcome = false,
    sources,
  }: ValueOptions,
): MetricValue {
  const unit = unitOf(definition, cell);
  const found = definition.evaluate(statesOfCell(cell, days), confidence);
  const suppressed = found.n > 0 && peopleOf(definition, cell, found.n) < reporting.minReport;
  const told = weighted ?? cell;
  const shown = suppressed ? null : weighted ? definition.evaluate(statesOfCell(told, days), confidence) : found;
  const effect = designEffect ?? 1;
  const sure = shown && effect > 1 ? definition.evaluate(statesOfCell(told, days, effect), confidence) : shown;
  const within = (bounds: Bounds | null | undefined) => (bounds ? { ...bounds, confidence } : null);
  const variance = definition.compares === 'MEDIAN' ? sure?.medianVariance : sure?.variance;
  const coverage = shown ? coverageOf(definition, cell, shown.n, sources) : NO_COVERAGE;
  return {
    metric: definition.metric,
    value: shown?.value ?? null,
    n: found.n,
    unit,
    interval: within(sure?.interval),
    designEffect: shown?.value == null ? null : designEffect,
    suppressed,
    reliable:
      shown?.value != null && found.n / effect >= reporting.minReliable && (coverage.coverage ?? 1) >= LEAST_COVERAGE,
    definedByOutcome,
    detectableChange: detectableDifference(variance ?? null, confidence),
    median: shown?.median ?? null,
    medianInterval: within(sure?.medianInterval),
    p90: shown?.p90 ?? null,
    distribution: suppressed ? null : (found.distribution ?? null),
    ...coverage,
  };
}

/** How many customers the value tells about, at least. */
function peopleOf(definition: MetricDefinition, cell: Cell | undefined, n: number): number {
  const kinds = definition.kinds.filter((kind): kind is FactKind => (FACT_KINDS as readonly Kind[]).includes(kind));
  if (kinds.length === 0) return n;
  return Math.min(n, ...kinds.map(kind => atLeast(cell?.get(kind) ?? NOTHING)));
}

function unitOf(definition: MetricDefinition, cell: Cell | undefined): string | null {
  if (!definition.oneUnit || !cell) return null;
  const units = new Set(definition.kinds.flatMap(kind => unitsOf(kind, cell)));
  if (units.size > 1) throw mixed(definition, [...units].sort());
  const [unit = null] = units;
  return unit;
}

/** What has no unit is no obstacle, but purchases without a currency may be in any: they do not add up with others. */
function unitsOf(kind: Kind, cell: Cell): string[] {
  const units = [...(cell.get(kind)?.state.units.keys() ?? [])];
  return kind === 'PURCHASE' ? units.map(unit => unit || NO_CURRENCY) : units.filter(Boolean);
}

/** Values of these units cannot be set beside each other. */
export function mixed({ metric, oneUnit }: MetricDefinition, units: readonly string[]): UserError {
  return oneUnit === 'currency'
    ? new UserError(
        'MIXED_CURRENCIES',
        `${metric} is in one currency, but these purchases are in ${units.join(', ')}. Filter by one, such as where: {currency: "${units[0]}"}, or group by CURRENCY.`,
        { field: 'where.currency', units },
      )
    : new UserError(
        'MIXED_SCALES',
        `${metric} is on one scale, but these answers are on ${units.join(', ')}. Filter by one, such as where: {scale: "${units[0]}"}, or by a survey.`,
        { field: 'where.scale', units },
      );
}
