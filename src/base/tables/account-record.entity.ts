// One source's view of an account, and the account it belongs to.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { idOf, sharedId, text, time } from './columns.ts';

export const accountRecordSchema = defineEntity({
  name: 'AccountRecord',
  tableName: 'account_record',
  properties: {
    /** The source record's. */
    id: sharedId(),
    connectionId: idOf(),
    /** "connection:object/id" */
    ref: text().unique('account_record_ref'),
    accountId: idOf(),
    originAccountId: idOf(),
    fields: p.json<Record<string, unknown>>(),
    version: time(),
    live: p.boolean().default(true),
  },
  indexes: [
    {
      name: 'account_record_account',
      expression: 'create index "account_record_account" on "account_record" ("account_id")',
    },
  ],
});
export class AccountRecord extends accountRecordSchema.class {}
accountRecordSchema.setClass(AccountRecord);
