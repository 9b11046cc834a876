// What can fall silent, and by which groups and filters.
import type { Sql } from '../../base/database/sql.ts';
import { badInput } from '../../base/errors.ts';
import { definitionOf } from '../metrics/definitions.ts';
import type { MetricFilter } from '../metrics/filter.ts';
import { FACT_KINDS, type FactKind, type Kind } from '../metrics/kinds.ts';
import type { MetricName } from '../metrics/metric.ts';
import { checkNames } from '../metrics/names.ts';
import { checkDimensions, layOut } from '../metrics/request.ts';
import type { Subject } from './watched.ts';

export interface HeardOf {
  readonly kinds: readonly FactKind[];
  readonly where: MetricFilter;
}

/** Within one snapshot. @throws UserError BAD_USER_INPUT */
export async function checkSilence(tx: Sql, { metric, where, by }: Subject, now: Date): Promise<HeardOf> {
  if (metric === null) throw refusal('An index is made of several metrics');
  const kinds = kindsHeard(metric);
  // As a report would be, over any period.
  const layout = layOut({ during: { last: 'P1D' }, where, by }, now);
  checkDimensions(metric, by, layout.where);
  await checkNames(tx, layout.where);
  return { kinds, where: layout.where };
}

function kindsHeard(metric: MetricName): FactKind[] {
  const { kinds } = definitionOf(metric);
  if (kinds.every(kind => (FACT_KINDS as readonly Kind[]).includes(kind))) return kinds as FactKind[];
  throw refusal(`${metric} counts customers or recorded figures`);
}

const refusal = (what: string) =>
  badInput('when.silence', `${what}: watch the silence of a metric of answers, cases, conversations or purchases.`);
