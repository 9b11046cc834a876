// What rules found: one row for each bucket in which a rule's condition came true.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, idOf, text, time } from './columns.ts';

export const alertSchema = defineEntity({
  name: 'Alert',
  tableName: 'alert',
  properties: {
    id: id(),
    ruleId: idOf(),
    /** The rule's, when it opened. */
    revision: p.integer(),
    /** The group it is about, as reports name it, and the keys of that as text; empty for the whole. */
    by: p.json<object[]>().defaultRaw(`'[]'::jsonb`),
    groupKey: text().default(''),
    /** First and last day of the bucket, or of the silence, in UTC. */
    start: p.date(),
    end: p.date(),
    finding: text(),
    openedAt: time(),
    closedAt: time().nullable(),
    /** As it was when it opened. */
    value: p.json<object>(),
    message: text(),
  },
  indexes: [
    // a group of a rule has one open alert at most
    {
      name: 'alert_open',
      expression: 'create unique index "alert_open" on "alert" ("rule_id", "group_key") where closed_at is null',
    },
    // what a rule found in a bucket before
    { name: 'alert_bucket', properties: ['ruleId', 'start'] },
  ],
});
export class Alert extends alertSchema.class {}
alertSchema.setClass(Alert);
