// Pure: a figure as it is shown, or withheld. A value never stands alone.
import type { Reporting } from '../../base/context/context.ts';
import { UserError } from '../../base/errors.ts';
import { atLeast, type Counts, NOTHING } from './counts.ts';
import { NO_CURRENCY } from './filter.ts';
import type { FactKind, Kind } from './kinds.ts';
import { FACT_KINDS } from './kinds.ts';
import { type MetricDefinition, type MetricName, type States, statesOf } from './metric.ts';
import { detectableDifference } from './statistics/detectable.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

export interface MetricValue {
  readonly metric: MetricName;
  readonly value: number | null;
  readonly n: number;
  /** The scale or currency of the value. */
  readonly unit: string | null;
  readonly interval: Interval | null;
  readonly suppressed: boolean;
  readonly reliable: boolean;
  /** The smallest change that a test against an equally large sample would find, four times out of five. */
  readonly detectableChange: number | null;
  readonly median: number | null;
  readonly p90: number | null;
  readonly distribution: readonly { readonly score: number; readonly count: number }[] | null;
}

/** What a cell of a report has of each kind. */
export type Cell = ReadonlyMap<Kind, Counts>;

export function statesOfCell(cell: Cell | undefined, days: number): States {
  const states = [...(cell ?? [])].map(([kind, counts]) => [kind, counts.state] as const);
  return statesOf(new Map(states), days);
}

/** @throws UserError MIXED_SCALES or MIXED_CURRENCIES when it would average what cannot be averaged. */
export function metricValue(
  definition: MetricDefinition,
  cell: Cell | undefined,
  { days, confidence, reporting }: { days: number; confidence: number; reporting: Reporting },
): MetricValue {
  const unit = unitOf(definition, cell);
  const found = definition.evaluate(statesOfCell(cell, days), confidence);
  const suppressed = found.n > 0 && peopleOf(definition, cell, found.n) < reporting.minReport;
  const shown = suppressed ? null : found;
  return {
    metric: definition.metric,
    value: shown?.value ?? null,
    n: found.n,
    unit,
    interval: shown?.interval ? { ...shown.interval, confidence } : null,
    suppressed,
    reliable: shown?.value != null && found.n >= reporting.minReliable,
    detectableChange: detectableDifference(shown?.variance ?? null, confidence),
    median: shown?.median ?? null,
    p90: shown?.p90 ?? null,
    distribution: shown?.distribution ?? null,
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

function mixed({ metric, oneUnit }: MetricDefinition, units: readonly string[]): UserError {
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
