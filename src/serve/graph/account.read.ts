// How accounts are read: their fields and the list of all.
import type { Context } from '../../base/context/context.ts';
import { containsWords, survivorOf } from '../../base/database/conditions.ts';
import { decodeId } from '../../base/ids.ts';
import { customerList } from './customer.read.ts';
import { interactionList } from './interaction.read.ts';
import type { GraphType, List } from './model.ts';
import { columns, id, page, part } from './model.ts';
import { moneyType } from './money.ts';
import type { RawPage } from './page.ts';
import { readOne, readPage } from './read.ts';
import type { Selected } from './selection.ts';
import { sourceRecordsOf } from './source-record.read.ts';

const revenueType = moneyType('annual_revenue');

export const accountType: GraphType = {
  name: 'Account',
  table: 'account',
  visible: row => `${row}.deleted_at is null and ${row}.merged_into is null`,
  fields: {
    id: id('account'),
    ...columns('name', 'domain', 'industry', 'country', 'employees'),
    annualRevenue: part(
      () => revenueType,
      row => `${row}.annual_revenue is not null`,
    ),
    customers: page(
      () => customerList,
      (row, customer) => `${customer}.account_id = ${row}.id`,
    ),
    interactions: page(
      () => interactionList,
      (row, interaction) => `${interaction}.account_id = ${row}.id`,
    ),
    sourceRecords: sourceRecordsOf(row => `select id from account_record where account_id = ${row}.id`),
  },
};

const accountList: List = {
  type: () => accountType,
  orders: { NAME: { key: row => `${row}.name`, type: 'text' } },
  defaultOrder: { field: 'NAME', descending: false },
  filter: (row, s, args) =>
    containsWords(s, `lower(${row}.name || ' ' || coalesce(${row}.domain, ''))`, args.search as string | null),
};

export function listAccounts(ctx: Context, selected: Selected): Promise<RawPage> {
  return readPage(ctx, () => accountList, selected);
}

/** Null for an unknown id. The id of a merged account finds the one it became. */
export async function findAccount(ctx: Context, text: string, selected: Selected): Promise<object | null> {
  const account = decodeId('account', text);
  if (account === null) return null;
  return readOne(
    ctx,
    () => accountType,
    selected,
    (row, s) => `${row}.id = ${survivorOf(s, 'account', account)}`,
  );
}
