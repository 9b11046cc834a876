// One profile per person: what survived of all records that are theirs.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, idOf, text, texts, time } from './columns.ts';

/** Which record won a field, and when its source changed that value. */
export interface Winner {
  /** person_record id. */
  record: number;
  at: string;
}
export interface TraitValue {
  value: unknown;
  /** Connection key. */
  source: string;
  at: string;
}

export const customerSchema = defineEntity({
  name: 'Customer',
  tableName: 'customer',
  properties: {
    id: id(),
    displayName: text().default(''),
    givenName: text().nullable(),
    familyName: text().nullable(),
    email: text().nullable(),
    emails: texts().default([]),
    phone: text().nullable(),
    jobTitle: text().nullable(),
    country: text().nullable(),
    language: text().nullable(),
    lifecycleStage: text().nullable(),
    accountId: idOf().nullable(),
    traits: p.json<Record<string, TraitValue>>().default('{}'),
    /** By field, in the API's names. */
    provenance: p.json<Record<string, Winner>>().default('{}'),
    /** Names, e-mails and phone in lower case, for search. */
    searchText: text().default(''),
    createdAt: createdNow(),
    updatedAt: createdNow(),
    /** No source has a live record of this person any more. */
    deletedAt: time().nullable(),
    /** The customer that this one turned out to be. */
    mergedInto: idOf().nullable(),
  },
  indexes: [
    // customers(orderBy) in each order, customers alone
    ...(['created_at', 'updated_at', 'display_name'] as const).map(column => ({
      name: `customer_${column}`,
      expression: `create index "customer_${column}" on "customer" ("${column}", "id") where deleted_at is null and merged_into is null`,
    })),
    // Account.customers
    {
      name: 'customer_account',
      expression: 'create index "customer_account" on "customer" ("account_id", "created_at", "id")',
    },
    // customers(search)
    {
      name: 'customer_search',
      expression: 'create index "customer_search" on "customer" using gin ("search_text" gin_trgm_ops)',
    },
    // node(id) of a merged customer's followers
    {
      name: 'customer_merged_into',
      expression: 'create index "customer_merged_into" on "customer" ("merged_into") where merged_into is not null',
    },
  ],
});
export class Customer extends customerSchema.class {}
customerSchema.setClass(Customer);
