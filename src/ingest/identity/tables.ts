// What is resolved: the tables of customers and of accounts.

/** The tables of one kind of entity. Names are constants of this file, never input. */
export interface EntityTables {
  readonly entity: 'customer' | 'account';
  readonly table: 'customer' | 'account';
  readonly records: 'person_record' | 'account_record';
  readonly column: 'customer_id' | 'account_id';
  readonly origin: 'origin_customer_id' | 'origin_account_id';
  readonly ownKind: 'EXTERNAL_ID' | 'ACCOUNT_ID';
}

export const CUSTOMERS: EntityTables = {
  entity: 'customer',
  table: 'customer',
  records: 'person_record',
  column: 'customer_id',
  origin: 'origin_customer_id',
  ownKind: 'EXTERNAL_ID',
};
export const ACCOUNTS: EntityTables = {
  entity: 'account',
  table: 'account',
  records: 'account_record',
  column: 'account_id',
  origin: 'origin_account_id',
  ownKind: 'ACCOUNT_ID',
};
