// Watches a CX index, in its newest version.
import type { Context } from '../../base/context/context.ts';
import { definitionOf } from '../metrics/definitions.ts';
import { findIndex } from '../metrics/index/definitions.ts';
import { readIndex } from '../metrics/index/read.ts';
import type { Subject, Watched } from './watched.ts';
import { growsWithTime } from './watched-metric.ts';
import { filterText } from './words.ts';

/** @throws UserError NOT_FOUND */
export async function watchIndex(ctx: Context, key: string, { where, by }: Subject): Promise<Watched> {
  const { name, components } = await findIndex(ctx.sql, key);
  const needsWhole = components.some(({ metric }) => growsWithTime(metric));
  return {
    label: name + filterText(where),
    range: { min: 0, max: 100, higherIsBetter: true },
    kinds: components.flatMap(({ metric }) => definitionOf(metric).kinds),
    needsWhole,
    async read({ start, end }) {
      const during = { from: start, to: end };
      const { groups } = await readIndex(ctx, { key, during, where, by, compareTo: 'PREVIOUS_PERIOD', untilNow: true });
      return groups.map(group => ({
        by: group.by,
        figure: group.total,
        before: group.comparison?.baseline ?? null,
        pValue: by.length > 0 && !needsWhole ? null : (group.comparison?.pValue ?? null),
        unit: { kind: 'POINTS', of: null },
        value: group.total,
      }));
    },
  };
}
