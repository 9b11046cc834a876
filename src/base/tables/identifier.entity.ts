// Values that tell who somebody is, each with the records that carry it: the edges of the identity graph.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { idOf, text } from './columns.ts';

export const identifierSchema = defineEntity({
  name: 'Identifier',
  tableName: 'identifier',
  properties: {
    /** EMAIL, PHONE, EXTERNAL_ID for people; DOMAIN, ACCOUNT_ID for accounts. */
    kind: text().primary(),
    /** Normalised. */
    value: text().primary(),
    recordId: idOf().primary(),
    /** False where equal values say nothing: phones, role addresses, placeholders. */
    linking: p.boolean(),
    firstSeenAt: p.datetime().columnType('timestamptz').defaultRaw('now()'),
  },
  indexes: [
    // resolving: what a record carries
    {
      name: 'identifier_record',
      expression: 'create index "identifier_record" on "identifier" ("record_id", "kind", "value")',
    },
  ],
});
export class Identifier extends identifierSchema.class {}
identifierSchema.setClass(Identifier);
