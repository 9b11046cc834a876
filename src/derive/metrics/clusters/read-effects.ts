// Reads by how much people who come more than once widen the variance of several metrics, each over one period.
import type { Sql } from '../../../base/database/sql.ts';
import { type Groups, WHOLE } from '../counts.ts';
import type { MetricDefinition } from '../metric.ts';
import type { Layout } from '../request.ts';
import { EMPTY } from '../state.ts';
import { type ClusteredCell, designEffects } from './design-effect.ts';
import { once } from './once.ts';
import { readClusters } from './read-clusters.ts';

/** Of a metric, by its place, in a group, by its name; null for metrics that cannot be taken apart by customer. */
export type EffectOf = (metric: number, group: string) => number | null;

/** At most two statements. `groups` is what was counted. */
export async function readEffects(
  tx: Sql,
  definitions: readonly MetricDefinition[],
  { period, by, journey, where }: Pick<Layout, 'period' | 'by' | 'journey' | 'where'>,
  groups: Groups,
): Promise<EffectOf> {
  const terms = definitions.flatMap(({ terms: own = [] }, component) =>
    own.map(term => ({ ...term, component, where })),
  );
  const kinds = [...new Set(terms.map(({ kind }) => kind))];
  const wholes = [...groups.values()].flatMap(({ spans }) => spans.get(WHOLE) ?? []);
  const facts = wholes.reduce((sum, cell) => sum + kinds.reduce((n, kind) => n + (cell.get(kind)?.state.n ?? 0), 0), 0);
  const clusters = await readClusters(tx, { terms, by, journey, facts, wholes: [period], parts: [], withAll: false });
  const effects = designEffects(clusters.known, terms);
  const cellOf = (component: number, name: string): ClusteredCell => ({
    component,
    stateOf: kind => groups.get(name)?.spans.get(WHOLE)?.get(kind)?.state ?? EMPTY,
    ...clusters.rowsOf([name], period),
  });
  const pooled = definitions.map((_, i) => once(() => effects.pooled([...groups.keys()].map(name => cellOf(i, name)))));
  return (metric, name) => (definitions[metric]!.terms ? effects.of(cellOf(metric, name), pooled[metric]!) : null);
}
