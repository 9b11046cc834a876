// Rules as the table holds them.
import type { Sql } from '../../base/database/sql.ts';
import type { Granularity } from '../../base/time/calendar.ts';
import type { Condition } from './condition.ts';
import type { Subject } from './watched.ts';

export interface StoredRule extends Subject {
  readonly id: number;
  readonly key: string;
  readonly condition: Condition;
  readonly every: Granularity;
  readonly revision: number;
}

export function readRules(sql: Sql): Promise<StoredRule[]> {
  return sql.query<StoredRule>(
    `select id, key, metric, index_key as index, filter as "where", condition, every, revision
     from alert_rule order by id`,
  );
}
