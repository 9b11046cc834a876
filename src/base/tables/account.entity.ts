// A company or other organisation that customers belong to.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, idOf, number, text, time } from './columns.ts';

export const accountSchema = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: id(),
    name: text().default(''),
    domain: text().nullable(),
    industry: text().nullable(),
    country: text().nullable(),
    employees: p.integer().nullable(),
    annualRevenue: number().nullable(),
    currency: text().nullable(),
    createdAt: createdNow(),
    updatedAt: createdNow(),
    deletedAt: time().nullable(),
    mergedInto: idOf().nullable(),
  },
  indexes: [
    // accounts, by name
    {
      name: 'account_name',
      expression:
        'create index "account_name" on "account" ("name", "id") where deleted_at is null and merged_into is null',
    },
  ],
});
export class Account extends accountSchema.class {}
accountSchema.setClass(Account);
