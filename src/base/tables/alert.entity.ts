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
    /** First and last day of the bucket, in UTC. */
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
    // a rule has one open alert at most
    {
      name: 'alert_open',
      expression: 'create unique index "alert_open" on "alert" ("rule_id") where closed_at is null',
    },
    // what a rule found in a bucket before
    { name: 'alert_bucket', properties: ['ruleId', 'start'] },
  ],
});
export class Alert extends alertSchema.class {}
alertSchema.setClass(Alert);
