// Pure: rows of sums as the database gives them, put together into the state of each group and span.
import type { FactKind, Kind } from './kinds.ts';
import { EMPTY, merge, type State } from './state.ts';

/** The sums of one group, span, kind, unit and bin. */
export interface SumRow {
  readonly group: readonly string[];
  /** Index of the span. */
  readonly span: number;
  readonly kind: Kind;
  readonly unit: string;
  readonly bin: number;
  readonly n: number;
  readonly positive: number;
  readonly negative: number;
  readonly sum: number;
  readonly squares: number;
  /** A bit for each last digit (base 8) of the subjects in it. */
  readonly slots: number;
}

/** A state, and at least how many different subjects are in it. */
export interface Counts {
  readonly state: State;
  readonly slots: number;
  /** Exactly how many, where it was counted. */
  readonly people: number | null;
}

export const NOTHING: Counts = { state: EMPTY, slots: 0, people: null };

export function mergeCounts(a: Counts, b: Counts): Counts {
  return { state: merge(a.state, b.state), slots: a.slots | b.slots, people: null };
}

/** How many different subjects there are, as far as it is known: never more than there are. */
export function atLeast(counts: Counts): number {
  return counts.people ?? bits(counts.slots);
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** Places of the whole period and of the baseline among the spans; buckets count from 0. */
export const WHOLE = -1;
export const BASELINE = -2;

export interface Group {
  readonly key: readonly string[];
  /** By span, then by kind. */
  readonly spans: Map<number, Map<Kind, Counts>>;
}

/** By the group's keys, joined. */
export type Groups = Map<string, Group>;

export const KEY_BREAK = '\u0000';
export const groupName = (key: readonly string[]): string => key.join(KEY_BREAK);

export function collect(groups: Groups, rows: readonly SumRow[]): void {
  for (const row of rows) {
    const kinds = kindsOf(groups, row.group, row.span);
    kinds.set(row.kind, added(kinds.get(row.kind), row));
  }
}

export function kindsOf(groups: Groups, key: readonly string[], span: number): Map<Kind, Counts> {
  const name = groupName(key);
  const group = groups.get(name) ?? { key, spans: new Map() };
  groups.set(name, group);
  const kinds = group.spans.get(span) ?? new Map<Kind, Counts>();
  group.spans.set(span, kinds);
  return kinds;
}

/** Bins and units are the state's own, so they are filled in place: a report has tens of thousands of rows. */
function added(before: Counts | undefined, row: SumRow): Counts {
  const old = before?.state ?? EMPTY;
  const bins = (before ? old.bins : new Map()) as Map<number, number>;
  const units = (before ? old.units : new Map()) as Map<string, number>;
  bins.set(row.bin, (bins.get(row.bin) ?? 0) + row.n);
  units.set(row.unit, (units.get(row.unit) ?? 0) + row.n);
  return {
    state: {
      n: old.n + row.n,
      positive: old.positive + row.positive,
      negative: old.negative + row.negative,
      sum: old.sum + row.sum,
      squares: old.squares + row.squares,
      bins,
      units,
    },
    slots: (before?.slots ?? 0) | row.slots,
    people: null,
  };
}

/** All spans of a group as one; only for kinds that add up. */
export function mergeSpans(group: Group | undefined, spans: readonly number[], kind: FactKind): Counts {
  return spans.reduce((sum, span) => mergeCounts(sum, group?.spans.get(span)?.get(kind) ?? NOTHING), NOTHING);
}
