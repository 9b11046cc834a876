// Everything that happened with a customer, of all kinds in one table: one timeline, one set of indexes.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { idOf, number, sharedId, text, time, whole } from './columns.ts';

export const interactionSchema = defineEntity({
  name: 'Interaction',
  tableName: 'interaction',
  properties: {
    /** The source record's. */
    id: sharedId(),
    connectionId: idOf(),
    /** "connection:object/id" */
    ref: text().unique('interaction_ref'),
    kind: text(),
    channel: text(),
    touchpoint: text().nullable(),
    direction: text().nullable(),
    occurredAt: time(),
    /** Where the source tells a day and no time: `occurredAt` stands for it. */
    occurredOn: p.date().nullable(),
    endedAt: time().nullable(),
    subject: text().nullable(),
    body: text().nullable(),
    sentiment: number().nullable(),
    customerId: idOf().nullable(),
    accountId: idOf().nullable(),
    caseId: idOf().nullable(),
    /** What the source names, kept so that a record that comes later is found. */
    customerRef: text().nullable(),
    accountRef: text().nullable(),
    caseRef: text().nullable(),
    status: text().nullable(),
    priority: text().nullable(),
    /** Who of us handles it: an e-mail address, a name where the source tells none. */
    agent: text().nullable(),
    /** As the source states it; `firstResponseAt` falls back to the case's first outgoing conversation. */
    statedFirstResponseAt: time().nullable(),
    firstResponseAt: time().nullable(),
    resolvedAt: time().nullable(),
    /** Null where the source does not tell: 0 says that it never was. */
    reopenCount: whole().nullable(),
    /** The first time. */
    reopenedAt: time().nullable(),
    firstResolvedAt: time().nullable(),
    /** As the source states it; `contactCount` falls back to the incoming conversations of a case. */
    statedContactCount: whole().nullable(),
    /** Null where nobody can tell, because the conversation that opened the case is not known. */
    contactCount: whole().nullable(),
    durationSeconds: number().nullable(),
    amount: number().nullable(),
    currency: text().nullable(),
  },
  indexes: [
    // interactions
    {
      name: 'interaction_occurred',
      expression: 'create index "interaction_occurred" on "interaction" ("occurred_at", "id")',
    },
    // Customer.interactions
    {
      name: 'interaction_customer',
      expression: 'create index "interaction_customer" on "interaction" ("customer_id", "occurred_at", "id")',
    },
    // Account.interactions
    {
      name: 'interaction_account',
      expression:
        'create index "interaction_account" on "interaction" ("account_id", "occurred_at", "id") where account_id is not null',
    },
    // late binding: a person, account or case arrives after what refers to it
    ...(['customer_ref', 'account_ref', 'case_ref'] as const).map(column => ({
      name: `interaction_${column}`,
      expression: `create index "interaction_${column}" on "interaction" ("${column}") where ${column} is not null`,
    })),
    // backlog: cases that end after a moment
    {
      name: 'interaction_case_end',
      expression: `create index "interaction_case_end" on "interaction" ((case when resolved_at is null then 'infinity'::timestamptz else greatest(resolved_at, occurred_at) end)) where kind = 'SUPPORT_CASE'`,
    },
    // a case's conversations
    {
      name: 'interaction_case',
      expression: 'create index "interaction_case" on "interaction" ("case_id") where case_id is not null',
    },
    // metrics by priority: all cases that have one
    {
      name: 'interaction_priority',
      expression: 'create index "interaction_priority" on "interaction" ("priority", "id") where priority is not null',
    },
  ],
});
export class Interaction extends interactionSchema.class {}
interactionSchema.setClass(Interaction);
