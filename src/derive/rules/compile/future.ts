// Pure: what is known to happen later, as planned meetings are. It counts from then on.
import type { Build } from './build.ts';

/** Its moment becomes due. `table` has a column of customers and one of moments. */
export function noteFuture(
  b: Build,
  table: 'interaction' | 'metric_fact',
  columns: { readonly customer: string; readonly at: string },
  kinds: readonly (string | undefined)[],
): void {
  if (!b.options.withDue || kinds.length === 0) return;
  const cte = b.statement.alias();
  const alias = b.join(cte, row => `${row}.id = c.id`);
  const known = [...new Set(kinds)];
  const where = [
    `${columns.at} > ${b.now}`,
    ...(known.includes(undefined) ? [] : [`kind = any(${b.bind(known, 'text[]')})`]),
    ...b.inScope(columns.customer),
  ];
  b.later(
    () =>
      `${cte} as (select ${columns.customer} as id, min(${columns.at}) as at from ${table} where ${where.join(' and ')} group by 1)`,
  );
  b.due(`${alias}.at`);
}
