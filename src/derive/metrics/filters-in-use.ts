// What alert rules, targets and CX indices are filtered by, so that nothing goes that they ask for.
import type { Sql } from '../../base/database/sql.ts';
import type { MetricFilter } from './filter.ts';

export interface FilterInUse {
  /** Whose it is, in words, such as `alert rule "nps-falls"`. */
  readonly name: string;
  readonly filter: MetricFilter;
}

/** Of all alert rules and targets, and of the newest version of each index; by name. */
export function filtersInUse(tx: Sql): Promise<FilterInUse[]> {
  return tx.query<FilterInUse>(
    `select name, filter from (
       select 'alert rule "' || key || '"' as name, filter from alert_rule
       union all
       select 'target "' || key || '"', filter from target
       union all
       select 'index "' || i.key || '"', c -> 'where' from (
         select distinct on (key) key, components from cx_index_definition order by key, version desc
       ) i cross join lateral jsonb_array_elements(i.components) c
     ) f where filter is not null and jsonb_typeof(filter) = 'object' order by name`,
  );
}
