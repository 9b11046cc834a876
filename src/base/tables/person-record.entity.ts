// One source's view of a person, and the customer it belongs to.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { idOf, sharedId, text, time } from './columns.ts';

export const personRecordSchema = defineEntity({
  name: 'PersonRecord',
  tableName: 'person_record',
  properties: {
    /** The source record's. */
    id: sharedId(),
    connectionId: idOf(),
    /** "connection:object/id" */
    ref: text().unique('person_record_ref'),
    customerId: idOf(),
    /** The customer that was made for this record; it gets that one back when a merge is undone. */
    originCustomerId: idOf(),
    /** By the API's field names; only what the source says. */
    fields: p.json<Record<string, string>>(),
    /** When each field's value was last changed, as far as we saw. */
    observed: p.json<Record<string, string>>(),
    traits: p.json<Record<string, unknown>>(),
    /** When they came into each lifecycle stage, as the source says or as we first saw it. */
    stages: p.json<Record<string, string>>().default('{}'),
    accountRef: text().nullable(),
    version: time(),
    createdAt: time().nullable(),
    /** False once the source deleted or merged it away; its history stays with the customer. */
    live: p.boolean().default(true),
  },
  indexes: [
    // survivorship, provenance, sourceRecords: all records of a customer
    {
      name: 'person_record_customer',
      expression: 'create index "person_record_customer" on "person_record" ("customer_id")',
    },
    // an account came or changed: whose employer is it
    {
      name: 'person_record_account',
      expression:
        'create index "person_record_account" on "person_record" ("account_ref") where account_ref is not null',
    },
  ],
});
export class PersonRecord extends personRecordSchema.class {}
personRecordSchema.setClass(PersonRecord);
