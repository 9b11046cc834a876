// When time alone may change which segments a customer is in. Only the refresh writes here, and who holds its lock.
import { defineEntity } from '@mikro-orm/postgresql';
import { sharedId, time } from './columns.ts';

export const customerDueSchema = defineEntity({
  name: 'CustomerDue',
  tableName: 'customer_due',
  properties: { customerId: sharedId(), dueAt: time() },
  indexes: [
    // whose moment has come
    {
      name: 'customer_due_at',
      expression: 'create index "customer_due_at" on "customer_due" ("due_at", "customer_id")',
    },
  ],
});
export class CustomerDue extends customerDueSchema.class {}
customerDueSchema.setClass(CustomerDue);
