// Pure: each group's total beside its baseline, with a p-value that allows for how many were compared.
import type { Reporting } from '../../base/context/context.ts';
import { BASELINE, type Counts, type Groups, mergeCounts, NOTHING, WHOLE } from './counts.ts';
import { doesOverlap } from './dimensions.ts';
import type { Kind } from './kinds.ts';
import type { MetricDefinition } from './metric.ts';
import { daysPassed } from './period.ts';
import type { Layout } from './request.ts';
import { lessCell } from './rest.ts';
import { holm } from './statistics/holm.ts';
import { type Cell, type MetricValue, metricValue, statesOfCell } from './value.ts';

export interface ValueComparison {
  readonly baseline: MetricValue;
  /** Of the total to the baseline, in the metric's unit. */
  readonly difference: number | null;
  /** Two-sided; corrected when more than one group is compared. */
  readonly pValue: number | null;
  readonly significant: boolean;
  /** How it was tested, and what was corrected. */
  readonly method: string;
}

/** By the group's keys, joined. */
export type Comparisons = ReadonlyMap<string, ValueComparison>;

/** `everyone` is who OVERALL compares with. */
export function compareGroups(
  definition: MetricDefinition,
  layout: Layout,
  groups: Groups,
  reporting: Reporting,
  everyone?: Cell,
): Comparisons {
  if (!layout.compareTo) return new Map();
  const { confidence, period, now } = layout;
  const ownDays = daysPassed(period, now);
  const days = daysPassed(layout.baseline ?? period, now);
  const names = layout.by.length === 0 ? [''] : [...groups.keys()];
  const compared = names.map(name => {
    const spans = groups.get(name)?.spans;
    const own = spans?.get(WHOLE);
    const baseline = everyone ?? spans?.get(BASELINE);
    // Part and whole share their answers: the test is against those who are not in the group.
    const against = everyone ? restOf(name, own, everyone) : baseline;
    const total = metricValue(definition, own, { days: ownDays, confidence, reporting });
    const before = metricValue(definition, baseline, { days, confidence, reporting });
    const shown = total.value !== null && before.value !== null;
    const pValue = shown ? definition.compare(statesOfCell(own, ownDays), statesOfCell(against, days)) : null;
    return { name, before, difference: shown ? total.value - before.value : null, pValue };
  });
  function restOf(name: string, own: Cell | undefined, all: Cell): Cell | undefined {
    if (doesOverlap(layout.by)) return lessCell(all, own);
    return together([...groups].filter(([other]) => other !== name).map(([, group]) => group.spans.get(WHOLE)));
  }
  const corrected = holm(compared.map(each => each.pValue));
  const tests = corrected.filter(p => p !== null).length;
  const method = methodOf(definition, layout, tests);
  return new Map(
    compared.map(({ name, before, difference }, i) => {
      const pValue = corrected[i] ?? null;
      const significant = pValue !== null && pValue < 1 - confidence;
      return [name, { baseline: before, difference, pValue, significant, method }];
    }),
  );
}

export function methodOf(definition: { interval: string }, layout: Layout, tests: number): string {
  const against = layout.compareTo === 'OVERALL' ? ' Tested against everyone who is not in the group.' : '';
  const holmed = tests > 1 ? ` p-values are corrected for ${tests} comparisons (Holm).` : '';
  return `${definition.interval}${against}${holmed}`;
}

/** The union of cells that have nothing in common. */
export function together(cells: readonly (Cell | undefined)[]): Map<Kind, Counts> {
  const union = new Map<Kind, Counts>();
  for (const cell of cells) {
    for (const [kind, counts] of cell ?? []) union.set(kind, mergeCounts(union.get(kind) ?? NOTHING, counts));
  }
  return union;
}
