// How customers are read: their fields, lists, filters and orders.
import type { Context } from '../../base/context/context.ts';
import type { DateRange } from '../../base/database/conditions.ts';
import { between, containsWords, idArgument, oneOf, survivorOf } from '../../base/database/conditions.ts';
import type { Statement } from '../../base/database/statement.ts';
import { utc } from '../../base/database/statement.ts';
import { badInput } from '../../base/errors.ts';
import { normalEmail } from '../../ingest/identity/normalize.ts';
import type { CustomerBy } from '../../ingest/recording/find-customer.ts';
import { accountType } from './account.read.ts';
import { customerCondition } from './customer-by.read.ts';
import { type SegmentFilter, segmentConditions, understandFilter } from './customer-filter.ts';
import { customerJourneys } from './customer-journeys.read.ts';
import { interactionList } from './interaction.read.ts';
import type { GraphType, List } from './model.ts';
import { columns, id, leaf, one, page, times } from './model.ts';
import type { RawPage } from './page.ts';
import { identities, provenance, traits } from './profile-parts.read.ts';
import { readOne, readPage } from './read.ts';
import { surveyResponseList } from './response.read.ts';
import { scoreOrders, scores } from './score.read.ts';
import { segmentsOfCustomer } from './segment.read.ts';
import type { Selected } from './selection.ts';
import { sourceRecordsOf } from './source-record.read.ts';

const shown = (row: string) => `${row}.deleted_at is null and ${row}.merged_into is null`;

/** -infinity for who never was in touch. */
const lastInteraction = (row: string) =>
  `(select a.last_interaction_at from customer_activity a where a.customer_id = ${row}.id)`;

export const customerType: GraphType = {
  name: 'Customer',
  table: 'customer',
  visible: shown,
  fields: {
    id: id('customer'),
    ...columns('displayName', 'givenName', 'familyName', 'email', 'emails', 'phone', 'jobTitle', 'country', 'language'),
    ...columns('lifecycleStage'),
    ...times('createdAt', 'updatedAt'),
    lastInteractionAt: leaf(row => utc(`nullif(${lastInteraction(row)}, '-infinity')`)),
    account: one(
      () => accountType,
      (row, account) => `${account}.id = ${row}.account_id`,
    ),
    traits,
    identities,
    provenance,
    sourceRecords: sourceRecordsOf(row => `select id from person_record where customer_id = ${row}.id`),
    interactions: page(
      () => interactionList,
      (row, interaction) => `${interaction}.customer_id = ${row}.id`,
    ),
    surveyResponses: page(
      () => surveyResponseList,
      (row, response) => `${response}.customer_id = ${row}.id`,
    ),
    scores,
    segments: segmentsOfCustomer(),
    journeys: customerJourneys,
  },
};

interface CustomerFilter extends SegmentFilter {
  email?: string | null;
  country?: string[] | null;
  lifecycleStage?: string[] | null;
  account?: string | null;
  createdAt?: DateRange | null;
  lastInteractionAt?: DateRange | null;
}

export const customerList: List = {
  type: () => customerType,
  orders: {
    CREATED_AT: { key: row => `${row}.created_at`, type: 'timestamptz' },
    UPDATED_AT: { key: row => `${row}.updated_at`, type: 'timestamptz' },
    // Who never was in touch counts as longest ago.
    LAST_INTERACTION_AT: {
      join: row => `join customer_activity activity on activity.customer_id = ${row}.id`,
      key: () => 'activity.last_interaction_at',
      id: () => 'activity.customer_id',
      type: 'timestamptz',
    },
    ...scoreOrders,
    DISPLAY_NAME: { key: row => `${row}.display_name`, type: 'text' },
  },
  defaultOrder: { field: 'CREATED_AT', descending: false },
  filter(row, s, args) {
    const where = (args.where ?? {}) as CustomerFilter;
    const conditions = [
      ...oneOf(s, `${row}.country`, where.country),
      ...oneOf(s, `${row}.lifecycle_stage`, where.lifecycleStage),
      ...between(s, `${row}.created_at`, where.createdAt),
      ...between(s, lastInteraction(row), where.lastInteractionAt),
      ...containsWords(s, `${row}.search_text`, args.search as string | null),
    ];
    conditions.push(...segmentConditions(s, row, where));
    if (where.email != null) {
      conditions.push(...hasEmail(s, row, normalEmail(where.email) ?? ''));
    }
    if (where.account != null) {
      const account = idArgument('where.account', 'account', where.account);
      conditions.push(`${row}.account_id = ${survivorOf(s, 'account', account)}`);
    }
    return conditions;
  },
};

/** Found by the identifier's index; the customer's own list then leaves out what only deleted records have. */
function hasEmail(s: Statement, row: string, email: string): string[] {
  const value = s.bind(email, 'text');
  const carriers = 'identifier i join person_record r on r.id = i.record_id';
  return [
    `${row}.id in (select r.customer_id from ${carriers} where i.kind = 'EMAIL' and i.value = ${value})`,
    `${value} = any(${row}.emails)`,
  ];
}

export async function listCustomers(ctx: Context, selected: Selected): Promise<RawPage> {
  return readPage(ctx, () => customerList, await understandFilter(ctx, selected));
}

/** Null when nobody, or for a phone number more than one person, is found. */
export async function findCustomer(ctx: Context, by: CustomerBy, selected: Selected): Promise<object | null> {
  if (Object.values(by).filter(value => value != null).length !== 1) {
    throw badInput('by', 'Give exactly one of "id", "email", "phone" and "external".');
  }
  return readOne(
    ctx,
    () => customerType,
    selected,
    (row, s) => `${row}.id = ${customerCondition(s, by)}`,
  );
}
