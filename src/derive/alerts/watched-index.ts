// Watches a CX index, in its newest version.
import type { Context } from '../../base/context/context.ts';
import type { MetricFilter } from '../metrics/filter.ts';
import { findIndex } from '../metrics/index/definitions.ts';
import { readIndex } from '../metrics/index/read.ts';
import type { Watched } from './watched.ts';
import { growsWithTime } from './watched-metric.ts';
import { filterText } from './words.ts';

/** @throws UserError NOT_FOUND */
export async function watchIndex(ctx: Context, key: string, where: MetricFilter | null): Promise<Watched> {
  const { name, components } = await findIndex(ctx.sql, key);
  return {
    label: name + filterText(where),
    range: { min: 0, max: 100, higherIsBetter: true },
    needsWhole: components.some(({ metric }) => growsWithTime(metric)),
    async read({ start, end }) {
      const during = { from: start, to: end };
      const { groups } = await readIndex(ctx, { key, during, where, compareTo: 'PREVIOUS_PERIOD', untilNow: true });
      const { total, comparison } = groups[0]!;
      return {
        figure: total,
        before: comparison?.baseline ?? null,
        pValue: comparison?.pValue ?? null,
        unit: { kind: 'POINTS', of: null },
        value: total,
      };
    },
  };
}
