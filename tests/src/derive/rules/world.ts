// A small company as plain data, as far as rules look at it; and how it is written into the tables.
import type { Sql } from '../../../../src/base/database/sql.ts';
import type { AnswerCondition } from '../../../../src/derive/rules/conditions/answer.ts';
import type { InteractionCondition } from '../../../../src/derive/rules/conditions/interaction.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { emptyTables } from '../../../support/empty-tables.ts';

/** Milliseconds since 1970. */
export type Moment = number;

export interface Account {
  readonly id: number;
  readonly name: string;
  readonly industry: string | null;
  readonly employees: number | null;
  readonly isGone: boolean;
}

export interface Person {
  readonly id: number;
  readonly emails: readonly string[];
  readonly country: string | null;
  readonly language: string | null;
  readonly jobTitle: string | null;
  readonly lifecycleStage: string | null;
  readonly createdAt: Moment;
  readonly account: number | null;
  readonly traits: Readonly<Record<string, unknown>>;
  /** Null where the row is missing; a figure that is null is -infinity, or null, in the row. */
  readonly score: {
    readonly health: number | null;
    readonly churnRisk: number | null;
    readonly lifetimeValue: number | null;
  } | null;
  /** Undefined where the row is missing, null for -infinity. */
  readonly lastInteractionAt: Moment | null | undefined;
  readonly gone: 'DELETED' | 'MERGED' | null;
}

export interface Happening {
  readonly id: number;
  readonly customer: number | null;
  readonly kind: NonNullable<InteractionCondition['kind']>;
  readonly channel: NonNullable<InteractionCondition['channel']>;
  readonly touchpoint: string | null;
  readonly at: Moment;
  readonly resolvedAt: Moment | null;
  readonly amount: number | null;
}

export interface Answer {
  readonly source: number;
  readonly item: number;
  readonly measure: AnswerCondition['measure'];
  /** Negative where it is nobody's. */
  readonly subject: number;
  readonly at: Moment;
  readonly value: number;
}

/** Where somebody stands now. */
export interface Visit {
  readonly customer: number;
  readonly journey: string;
  readonly stage: string;
  readonly at: Moment;
}

export interface World {
  readonly accounts: readonly Account[];
  readonly people: readonly Person[];
  readonly happenings: readonly Happening[];
  readonly answers: readonly Answer[];
  readonly visits: readonly Visit[];
  /** Visits that are over. */
  readonly history: readonly Visit[];
  readonly segments: Readonly<Record<string, SegmentRule>>;
}

/** Keys of the stages of each journey. */
export const JOURNEYS: Readonly<Record<string, readonly string[]>> = {
  onboarding: ['signed-up', 'first-use', 'habit'],
  support: ['asked', 'helped'],
};

const moment = (at: Moment | null) => (at === null ? null : new Date(at).toISOString());

/** Whatever was in the tables is gone. */
export async function storeWorld(sql: Sql, world: World): Promise<void> {
  await emptyTables(
    sql,
    'customer, account, customer_score, customer_activity, interaction, metric_fact, metric_chunk, journey, journey_visit',
  );
  const insert = async (table: string, rows: readonly object[]) => {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0]!).map(name => `"${name}"`);
    await sql.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  };
  await insert('account', world.accounts.map(accountRow));
  await insert('customer', world.people.map(personRow));
  await insert('customer_score', world.people.flatMap(scoreRow));
  await insert('customer_activity', world.people.flatMap(activityRow));
  await insert('interaction', world.happenings.map(happeningRow));
  await insert('metric_fact', world.answers.map(answerRow));
  await insert('journey', Object.keys(JOURNEYS).map(journeyRow));
  const places = new Map<string, number>();
  const row = (isCurrent: boolean) => (visit: Visit) => visitRow(visit, isCurrent, places);
  await insert('journey_visit', [...world.history.map(row(false)), ...world.visits.map(row(true))]);
}

const accountRow = ({ id, name, industry, employees, isGone }: Account) => ({
  id,
  name,
  industry,
  employees,
  created_at: moment(0),
  updated_at: moment(0),
  deleted_at: isGone ? moment(0) : null,
});

const personRow = (person: Person) => ({
  id: person.id,
  display_name: `Customer ${person.id}`,
  emails: person.emails,
  country: person.country,
  language: person.language,
  job_title: person.jobTitle,
  lifecycle_stage: person.lifecycleStage,
  account_id: person.account,
  traits: Object.fromEntries(
    Object.entries(person.traits).map(([key, value]) => [key, { value, source: 'crm', at: moment(0) }]),
  ),
  provenance: {},
  search_text: '',
  created_at: moment(person.createdAt),
  updated_at: moment(person.createdAt),
  deleted_at: person.gone === 'DELETED' ? moment(0) : null,
  merged_into: person.gone === 'MERGED' ? 1 : null,
});

const scoreRow = ({ id, score }: Person) =>
  score
    ? [
        {
          customer_id: id,
          health: score.health ?? '-Infinity',
          churn_risk: score.churnRisk,
          lifetime_value: score.lifetimeValue ?? '-Infinity',
          purchases: 0,
          computed_at: moment(0),
        },
      ]
    : [];

const activityRow = ({ id, lastInteractionAt }: Person) =>
  lastInteractionAt === undefined
    ? []
    : [{ customer_id: id, last_interaction_at: moment(lastInteractionAt) ?? '-infinity' }];

const happeningRow = (one: Happening) => ({
  id: one.id,
  connection_id: 1,
  ref: `crm:thing/${one.id}`,
  kind: one.kind,
  channel: one.channel,
  touchpoint: one.touchpoint,
  occurred_at: moment(one.at),
  customer_id: one.customer,
  resolved_at: moment(one.resolvedAt),
  reopen_count: 0,
  contact_count: 0,
  amount: one.amount,
});

const answerRow = (one: Answer) => ({
  source_id: one.source,
  item: one.item,
  kind: one.measure,
  subject: one.subject,
  at: moment(one.at),
  value: one.value,
  sign: 0,
  bin: 0,
  unit: '',
  connection_id: 1,
});

const idOf = (journey: string) => Object.keys(JOURNEYS).indexOf(journey) + 1;

const journeyRow = (key: string) => ({
  id: idOf(key),
  key,
  name: key,
  mode: 'ORDERED',
  stages: JOURNEYS[key]!.map(stage => ({ key: stage, name: stage, phase: 'PURCHASE', rule: {} })),
  revision: 1,
  created_at: moment(0),
  updated_at: moment(0),
});

function visitRow({ customer, journey, stage, at }: Visit, isCurrent: boolean, places: Map<string, number>) {
  const run = (places.get(`${journey} ${customer}`) ?? 0) + 1;
  places.set(`${journey} ${customer}`, run);
  return {
    journey_id: idOf(journey),
    customer_id: customer,
    run,
    stage: JOURNEYS[journey]!.indexOf(stage),
    at: moment(at),
    until: isCurrent ? 'infinity' : moment(at + 1),
    started_at: moment(at),
    with_previous: true,
    with_first: true,
  };
}
