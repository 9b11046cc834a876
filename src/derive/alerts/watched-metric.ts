// Watches a metric.
import type { Context } from '../../base/context/context.ts';
import { definitionOf } from '../metrics/definitions.ts';
import { rangeOf } from '../metrics/index/ends.ts';
import { CUSTOMER_KINDS, FIGURE_KINDS, type Kind } from '../metrics/kinds.ts';
import type { MetricName } from '../metrics/metric.ts';
import { readMetric } from '../metrics/report.ts';
import type { Subject, Watched } from './watched.ts';
import { filterText, metricText } from './words.ts';

export function watchMetric(ctx: Context, metric: MetricName, { where, by }: Subject): Watched {
  const definition = definitionOf(metric);
  const needsWhole = growsWithTime(metric);
  return {
    label: metricText(metric) + filterText(where),
    range: rangeOf(definition, where),
    kinds: definition.kinds,
    needsWhole,
    async read({ start, end }) {
      const during = { from: start, to: end };
      const { groups } = await readMetric(ctx, metric, {
        during,
        where,
        by,
        compareTo: 'PREVIOUS_PERIOD',
        untilNow: true,
      });
      // A rule is told of the value, so the value is tested: a report may compare medians.
      const isTestedHere = definition.compares === 'MEDIAN' || (by.length > 0 && !needsWhole);
      return groups.map(group => ({
        by: group.by,
        figure: group.total,
        before: group.comparison?.baseline ?? null,
        pValue: isTestedHere ? null : (group.comparison?.pValue ?? null),
        unit: { kind: definition.unit, of: group.total.unit },
        value: group.total,
      }));
    },
  };
}

/** Of whole customers or whole periods: half a month has about half of it, or what is known at its end only. */
const WHOLE_KINDS: readonly Kind[] = [...CUSTOMER_KINDS, ...FIGURE_KINDS];

export function growsWithTime(metric: MetricName): boolean {
  const { growsWithTime: grows, kinds } = definitionOf(metric);
  return grows === true || kinds.some(kind => WHOLE_KINDS.includes(kind));
}
