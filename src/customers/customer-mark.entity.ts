// Customers whose data changed since segments, journeys and metrics last looked at them.
import { defineEntity } from '@mikro-orm/postgresql';
import { createdNow, sharedId } from '../database/columns.ts';

export const customerMarkSchema = defineEntity({
  name: 'CustomerMark',
  tableName: 'customer_mark',
  properties: { customerId: sharedId(), markedAt: createdNow() },
});
export class CustomerMark extends customerMarkSchema.class {}
customerMarkSchema.setClass(CustomerMark);
