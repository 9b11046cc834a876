// When each customer was last heard of. Apart from the profile, because it changes with every interaction.
import { defineEntity } from '@mikro-orm/postgresql';
import { sharedId, time } from './columns.ts';

export const customerActivitySchema = defineEntity({
  name: 'CustomerActivity',
  tableName: 'customer_activity',
  properties: {
    customerId: sharedId(),
    /** -infinity for who never was in touch: every customer has its place in the order. */
    lastInteractionAt: time().defaultRaw(`'-infinity'::timestamptz`),
  },
  indexes: [
    // customers ordered by LAST_INTERACTION_AT
    {
      name: 'customer_activity_last',
      expression: 'create index "customer_activity_last" on "customer_activity" ("last_interaction_at", "customer_id")',
    },
  ],
});
export class CustomerActivity extends customerActivitySchema.class {}
customerActivitySchema.setClass(CustomerActivity);
