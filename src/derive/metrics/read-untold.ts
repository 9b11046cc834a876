// Reads which sources do not tell, only where some do not. At most two statements, however many groups there are.
import type { Sql } from '../../base/database/sql.ts';
import type { Groups } from './counts.ts';
import { type UntoldSource, untoldIn } from './coverage.ts';
import { untoldOf } from './kinds.ts';
import { type DimensionValue, labelGroups } from './labels.ts';
import type { MetricDefinition } from './metric.ts';
import type { CountsQuery } from './read-counts.ts';
import { readFacts } from './read-facts.ts';

/** Most first. */
export async function readUntoldSources(
  sql: Sql,
  definition: Pick<MetricDefinition, 'told'>,
  { whole, where }: Pick<CountsQuery, 'whole' | 'where'>,
  groups: Groups,
): Promise<UntoldSource[]> {
  const kind = definition.told && !definition.told.isOurs ? untoldOf(definition.told.kind) : null;
  const isAsked = [...groups.values()].some(({ spans }) =>
    [...spans.values()].some(cell => untoldIn(definition, cell) > 0),
  );
  if (!kind || !isAsked) return [];
  const rows = await readFacts(sql, { kinds: [kind], spans: [whole], by: ['SOURCE'], where });
  const counts = new Map<string, number>();
  for (const { group, n } of rows) counts.set(group[0]!, (counts.get(group[0]!) ?? 0) + n);
  const label = await labelGroups(
    sql,
    ['SOURCE'],
    [...counts.keys()].map(key => [key]),
  );
  return [...counts]
    .map(([id, n]) => {
      const [{ key, label: name }] = label([id]) as [DimensionValue];
      return { key, name, n };
    })
    .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
}
