// Rules that watch a metric or an index, and how far each was evaluated.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, json, number, text, texts, time } from './columns.ts';

export const alertRuleSchema = defineEntity({
  name: 'AlertRule',
  tableName: 'alert_rule',
  properties: {
    id: id(),
    key: text().unique('alert_rule_key'),
    name: text(),
    /** One of `metric` and `indexKey`. */
    metric: text().nullable(),
    indexKey: text().nullable(),
    filter: json().nullable(),
    condition: json(),
    /** Null of what has no buckets: silence. */
    every: text().nullable(),
    /** Dimensions; empty where only the whole is watched. */
    by: texts().default([]),
    /** Share of buckets without change that may raise an alarm; null where the value alone decides. */
    level: number().nullable(),
    createdAt: createdNow(),
    updatedAt: createdNow(),
    /** Grows when it becomes another rule: alerts of an earlier one are not its own any more. */
    revision: p.integer().default(1),
    evaluatedAt: time().nullable(),
    /** Why it could not be evaluated the last time. */
    problem: text().nullable(),
  },
});
export class AlertRule extends alertRuleSchema.class {}
alertRuleSchema.setClass(AlertRule);
