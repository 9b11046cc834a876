// How interactions of all kinds are read, and which GraphQL type each row is.
import { type InteractionKind, kindsWhere } from '../../../connectors/interaction-kinds.ts';
import type { Context } from '../../base/context/context.ts';
import type { DateRange } from '../../base/database/conditions.ts';
import { between, idArgument, isOneOf, oneOf, survivorOf } from '../../base/database/conditions.ts';
import { accountType } from './account.read.ts';
import { customerType } from './customer.read.ts';
import type { GraphType, List } from './model.ts';
import { columns, id, one, part, times } from './model.ts';
import { moneyType } from './money.ts';
import type { RawPage } from './page.ts';
import { readPage } from './read.ts';
import type { Selected } from './selection.ts';
import { sourceRecordsOf } from './source-record.read.ts';

const amountType = moneyType('amount');

const isOfType = (row: string, type: InteractionKind['type']) =>
  isOneOf(
    `${row}.kind`,
    kindsWhere(kind => kind.type === type),
  );

export const interactionType: GraphType = {
  name: 'Interaction',
  table: 'interaction',
  variants: {
    names: ['SupportCase', 'Purchase', 'Conversation', 'Activity'],
    typename:
      row => `case when ${isOfType(row, 'SupportCase')} then 'SupportCase' when ${isOfType(row, 'Purchase')} then 'Purchase'
      when ${isOfType(row, 'Conversation')} or ${row}.case_id is not null then 'Conversation' else 'Activity' end`,
  },
  fields: {
    id: id('interaction'),
    ...columns('kind', 'channel', 'touchpoint', 'direction', 'subject', 'body', 'sentiment', 'priority'),
    ...columns('occurredOn', 'status', 'reopenCount', 'contactCount', 'durationSeconds'),
    ...times('occurredAt', 'endedAt', 'firstResponseAt', 'resolvedAt', 'firstResolvedAt', 'reopenedAt'),
    customer: one(
      () => customerType,
      (row, customer) => `${customer}.id = ${row}.customer_id`,
    ),
    account: one(
      () => accountType,
      (row, account) => `${account}.id = ${row}.account_id`,
    ),
    case: one(
      () => interactionType,
      (row, supportCase) => `${supportCase}.id = ${row}.case_id and ${supportCase}.kind = 'SUPPORT_CASE'`,
    ),
    amount: part(
      () => amountType,
      row => `${row}.amount is not null`,
    ),
    sourceRecords: sourceRecordsOf(row => `select ${row}.id`),
  },
};

interface InteractionFilter {
  kind?: string[] | null;
  channel?: string[] | null;
  touchpoint?: string[] | null;
  occurredAt?: DateRange | null;
  customer?: string | null;
  account?: string | null;
  source?: string[] | null;
}

export const interactionList: List = {
  type: () => interactionType,
  orders: { OCCURRED_AT: { key: row => `${row}.occurred_at`, type: 'timestamptz' } },
  defaultOrder: { field: 'OCCURRED_AT', descending: true },
  filter(row, s, args) {
    const where = (args.where ?? {}) as InteractionFilter;
    const conditions = [
      ...oneOf(s, `${row}.kind`, where.kind),
      ...oneOf(s, `${row}.channel`, where.channel),
      ...oneOf(s, `${row}.touchpoint`, where.touchpoint),
      ...between(s, `${row}.occurred_at`, where.occurredAt),
    ];
    if (where.customer != null) {
      const customer = idArgument('where.customer', 'customer', where.customer);
      conditions.push(`${row}.customer_id = ${survivorOf(s, 'customer', customer)}`);
    }
    if (where.account != null) {
      const account = idArgument('where.account', 'account', where.account);
      conditions.push(`${row}.account_id = ${survivorOf(s, 'account', account)}`);
    }
    if (where.source != null) {
      conditions.push(
        `${row}.connection_id in (select id from connection where key = any(${s.bind(where.source, 'text[]')}))`,
      );
    }
    return conditions;
  },
};

export function listInteractions(ctx: Context, selected: Selected): Promise<RawPage> {
  return readPage(ctx, () => interactionList, selected);
}
