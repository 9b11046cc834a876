// Pure: the cells of a report, one for each group and span: what was counted there, what it says, and how sure that is.
import type { Reporting } from '../../base/context/context.ts';
import { type ClusteredCell, designEffects } from './clusters/design-effect.ts';
import { NO_ROWS, type PlacedTerm, type Rows } from './clusters/influence.ts';
import { once } from './clusters/once.ts';
import type { Clusters } from './clusters/read-clusters.ts';
import { withoutRows } from './clusters/rest-rows.ts';
import { BASELINE, type Groups, WHOLE } from './counts.ts';
import type { UntoldSource } from './coverage.ts';
import { doesOverlap } from './dimensions.ts';
import type { MetricDefinition } from './metric.ts';
import type { DefinedBy } from './outcomes.ts';
import { daysPassed, type Stretch } from './period.ts';
import type { Layout } from './request.ts';
import { lessCell } from './rest.ts';
import { EMPTY } from './state.ts';
import { type Cell, type MetricValue, metricValue, statesOfCell } from './value.ts';
import { settled, type WeightedCell, type WeightedGroups, weightedTogether } from './weighting/weighted-cells.ts';

export interface ReportData {
  readonly definition: MetricDefinition;
  readonly layout: Layout;
  readonly groups: Groups;
  /** Who OVERALL compares with. */
  readonly everyone: Cell | null;
  /** Null for metrics that cannot be taken apart by customer. */
  readonly clusters: Clusters | null;
  /** Null unless answers are to be weighted. */
  readonly weighted: WeightedGroups | null;
  readonly definedBy: DefinedBy;
  /** Which sources do not tell. */
  readonly sources: readonly UntoldSource[];
  readonly reporting: Reporting;
}

export interface ReportCell extends ClusteredCell {
  readonly counts: Cell | undefined;
  readonly weighted: WeightedCell | null;
  readonly span: Stretch;
  readonly definedByOutcome: boolean;
  /** Design effect of the cells it is among. */
  readonly pooled: () => number;
}

export interface ReportCells {
  /** Of a group, by its name; `index` is a bucket's, WHOLE or BASELINE. */
  at(name: string, index: number): ReportCell;
  everyone(): ReportCell;
  /** Everyone who is not in the group. */
  restOf(name: string): ReportCell;
  value(cell: ReportCell): MetricValue;
  /** Two-sided p-value of the difference. */
  pValue(a: ReportCell, b: ReportCell): number | null;
}

/** The terms of both sides of a comparison, where these are counted by different filters; of one, else. */
export function termsOf({ terms = [] }: MetricDefinition, { baselineWhere }: Layout): PlacedTerm[] {
  return (baselineWhere ? [0, 1] : [0]).flatMap(component => terms.map(term => ({ ...term, component })));
}

/** With more groups, everyone stands in for the rest of each when its customers are looked at: they differ little. */
export const FEW_GROUPS = 100;

export function reportCells({
  definition,
  layout,
  groups,
  everyone,
  clusters,
  weighted,
  definedBy,
  sources,
  reporting,
}: ReportData): ReportCells {
  const { period, baseline, buckets, by, confidence, now } = layout;
  const names = [...groups.keys()];
  const effects = clusters && designEffects(clusters.known, termsOf(definition, layout));
  const spanOf = (index: number): Stretch =>
    index === WHOLE ? period : index === BASELINE ? (baseline ?? period) : buckets[index]!;

  const cellOf = (
    counts: Cell | undefined,
    span: Stretch,
    rows: Rows,
    pooled: () => number,
    weights: () => WeightedCell,
    { component = 0, group = [] }: { component?: number; group?: readonly string[] } = {},
  ): ReportCell => ({
    ...rows,
    definedByOutcome: definedBy(group, definition.kinds),
    counts,
    weighted: weighted && weights(),
    span,
    pooled,
    component,
    stateOf: kind => counts?.get(kind)?.state ?? EMPTY,
  });
  const at: ReportCells['at'] = (name, index) => {
    const span = spanOf(index);
    const rows = clusters?.rowsOf([name], span) ?? NO_ROWS;
    const side = index === BASELINE && layout.baselineWhere ? 1 : 0;
    const pooled = index < 0 ? pools[index]! : pools.points;
    return cellOf(groups.get(name)?.spans.get(index), span, rows, pooled, () => weightsOf(name, index), {
      component: side,
      group: groups.get(name)?.key ?? [],
    });
  };
  const weightsOf = (name: string, index: number) => weighted?.get(name)?.get(index) ?? new Map();
  const weightsOfAll = (isIn: (name: string) => boolean) =>
    weightedTogether(names.filter(isIn).map(name => weightsOf(name, WHOLE)));
  const pool = (indices: readonly number[]) =>
    once(() => effects?.pooled(indices.flatMap(index => names.map(name => at(name, index)))) ?? 1);
  // Cells of one pool are about as long, because a customer answers more often in a longer time.
  const pools: Record<number, () => number> & { points: () => number } = {
    [WHOLE]: pool([WHOLE]),
    [BASELINE]: pool([BASELINE]),
    points: pool([...buckets.keys()]),
  };
  const rowsOfAll = once(() => clusters?.rowsOfAll(names, period) ?? NO_ROWS);
  const allLess = once(() => withoutRows(rowsOfAll()));
  const restRows = (name: string): Rows => {
    if (!clusters) return NO_ROWS;
    if (names.length > FEW_GROUPS) return rowsOfAll();
    if (doesOverlap(by)) return allLess()(clusters.rowsOf([name], period));
    return clusters.rowsOf(
      names.filter(other => other !== name),
      period,
    );
  };
  const days = (cell: ReportCell) => daysPassed(cell.span, now);
  return {
    at,
    everyone: () => cellOf(everyone ?? undefined, period, rowsOfAll(), pools[WHOLE]!, () => weightsOfAll(() => true)),
    restOf: name =>
      cellOf(
        lessCell(everyone ?? undefined, groups.get(name)?.spans.get(WHOLE)),
        period,
        restRows(name),
        pools[WHOLE]!,
        () => weightsOfAll(other => other !== name),
      ),
    value(cell) {
      const own = cell.weighted && settled(cell.weighted);
      return metricValue(definition, cell.counts, {
        days: days(cell),
        confidence,
        reporting,
        designEffect: effects && effects.of(cell, cell.pooled) * (own?.effect ?? 1),
        weighted: own?.cell,
        definedByOutcome: cell.definedByOutcome,
        sources,
      });
    },
    pValue(a, b) {
      const effect = effects ? effects.ofDifference(a, b, a.pooled) : 1;
      const states = (of: ReportCell) => {
        const own = of.weighted && settled(of.weighted);
        return statesOfCell(own?.cell ?? of.counts, days(of), effect * (own?.effect ?? 1));
      };
      return definition.compare(states(a), states(b));
    },
  };
}
