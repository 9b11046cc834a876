// Writes a plain world into the tables and has it counted.
import type { Sql } from '../../../src/base/database/sql.ts';
import { refresh } from '../../../src/derive/refresh/refresh.ts';
import { accountOf, agentOf, directionOf, employeesOf, hasWords, isDated, ownerOf, planOf } from './items.ts';
import { journeyKey, membersOf, segmentKey, staysOf } from './memberships.ts';
import { JOURNEYS, scoreOf, type World } from './world.ts';

/** Ids are places in the world, with an offset that tells the tables apart. */
export const ID = {
  customer: 100,
  account: 10,
  survey: 50,
  question: 500,
  case: 1000,
  reply: 2000,
  happening: 4000,
  invitation: 6000,
  segment: 20,
  journey: 30,
};
export const SOURCES = ['alpha', 'beta', 'gamma'] as const;
const CONNECTION = 70;
const never = { created_at: '1970-01-01', updated_at: '1970-01-01' };

const moment = (t: number | null) => (t === null ? null : new Date(t).toISOString());
const customer = (world: World, person: number | null) => {
  const owner = ownerOf(world, person);
  return owner === null ? null : ID.customer + owner;
};

export async function store(sql: Sql, world: World): Promise<void> {
  await sql.query(
    `truncate customer, person_record, account, connection, source_record, survey, survey_question, survey_answer, survey_response, survey_invitation,
       interaction, metric_fact, metric_rollup, metric_chunk, metric_figure, business_calendar, change_mark,
       segment, segment_state, segment_member, journey, journey_state, journey_visit, customer_due`,
  );
  const insert = (table: string, rows: readonly object[]) =>
    rows.length === 0
      ? Promise.resolve([])
      : sql.query(
          `insert into ${table} (${Object.keys(rows[0]!).map(name => `"${name}"`)})
           select ${Object.keys(rows[0]!).map(name => `"${name}"`)} from json_populate_recordset(null::${table}, $1::json)`,
          [JSON.stringify(rows)],
        );
  const source = (id: number, connection: number) => ({
    id,
    connection_id: CONNECTION + connection,
    object: 'thing',
    external_id: String(id),
    version: moment(0),
    hash: '\\x00',
    payload: {},
  });
  await insert(
    'connection',
    SOURCES.map((key, i) => ({ id: CONNECTION + i, key, connector: 'test', name: key, config: {} })),
  );
  const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
  await insert('business_calendar', [
    {
      ...{ key: 'default', time_zone: 'America/New_York', week_start: 'MONDAY', fiscal_year_start: 4 },
      hours: [
        { days: weekdays, from: '08:30', to: '12:00' },
        { days: weekdays, from: '13:00', to: '20:15' },
        { days: ['SATURDAY'], from: '00:00', to: '24:00' },
      ],
      holidays: ['2025-12-25', '2026-01-01'],
      updated_at: moment(0),
    },
  ]);
  await insert(
    'account',
    world.accounts.map((industry, i) => ({
      id: ID.account + i,
      name: `Company ${i}`,
      industry,
      employees: employeesOf(i),
      merged_into: i === 3 ? ID.account : null,
    })),
  );
  await insert(
    'customer',
    world.people.map((person, i) => ({
      id: ID.customer + i,
      country: person.country,
      language: person.language,
      lifecycle_stage: person.stage,
      account_id: person.account === null ? null : ID.account + accountOf(person.account),
      traits: planOf(i) === null ? {} : { plan: planOf(i) === '7' ? 7 : planOf(i) },
      created_at: moment(person.createdAt),
      deleted_at: person.deleted ? moment(0) : null,
      merged_into: person.merged ? ID.customer : null,
    })),
  );
  // Two sources know each; the later one tells nothing new.
  await insert(
    'person_record',
    world.people.flatMap((person, i) =>
      person.merged
        ? []
        : [0, 40].map(days => ({
            id: 10_000 + 2 * i + Number(days > 0),
            connection_id: CONNECTION + Number(days > 0),
            ref: `p${i}-${days}`,
            customer_id: ID.customer + i,
            origin_customer_id: ID.customer + i,
            fields: {},
            observed: {},
            traits: {},
            version: moment(0),
            created_at: isDated(i) ? moment(person.createdAt + days * 86_400_000) : null,
          })),
    ),
  );
  await insert(
    'survey',
    world.surveys.map(({ kind }, i) => ({
      id: ID.survey + i,
      key: `survey-${i}`,
      name: `Survey ${i}`,
      kind,
      connection_id: CONNECTION,
    })),
  );
  await insert(
    'survey_question',
    world.surveys.flatMap(({ questions }, i) =>
      questions.map((question, position) => ({
        id: ID.question + 10 * i + position,
        survey_id: ID.survey + i,
        key: `q${position}`,
        text: '?',
        measure: question.measure,
        scale_min: question.min,
        scale_max: question.max,
        higher_is_better: !question.low,
        positive_from: question.mark,
      })),
    ),
  );
  await insert('source_record', [
    ...world.cases.map((one, i) => source(ID.case + i, one.source)),
    ...world.replies.map((one, i) => source(ID.reply + i, one.source)),
    ...world.happenings.map((one, i) => source(ID.happening + i, one.source)),
    ...world.invitations.map((one, i) => source(ID.invitation + i, one.source)),
  ]);
  await insert('interaction', [
    ...world.cases.map((one, i) => ({
      ...common(ID.case + i, one),
      kind: 'SUPPORT_CASE',
      direction: null,
      body: wordsOf(i),
      case_id: null,
      priority: one.priority,
      agent: agentOf(i),
      first_response_at: moment(one.answeredAt),
      resolved_at: moment(one.resolvedAt),
      reopen_count: one.reopened,
      contact_count: one.contacts,
      ...reopeningOf(one),
      duration_seconds: null,
      amount: null,
      currency: null,
    })),
    ...world.happenings.map((one, i) => ({
      ...common(ID.happening + i, one),
      kind: one.kind,
      direction: directionOf(i),
      body: wordsOf(i),
      case_id: one.about === null ? null : ID.case + one.about,
      priority: null,
      agent: agentOf(i),
      first_response_at: null,
      resolved_at: null,
      reopen_count: 0,
      contact_count: 0,
      first_resolved_at: null,
      reopened_at: null,
      duration_seconds: one.seconds,
      amount: one.amount,
      currency: one.currency,
    })),
  ]);
  await insert(
    'survey_response',
    world.replies.map((one, i) => ({
      id: ID.reply + i,
      ref: `r${i}`,
      connection_id: CONNECTION + one.source,
      survey_id: ID.survey + one.survey,
      customer_id: customer(world, one.person),
      case_id: one.about === null ? null : ID.case + one.about,
      responded_at: moment(one.at),
      channel: one.channel,
      touchpoint: one.touchpoint,
    })),
  );
  await insert(
    'survey_answer',
    world.replies.flatMap((one, i) =>
      world.surveys[one.survey]!.questions.flatMap((question, position) => {
        const answer = one.answers[position];
        if (!answer) return [];
        return {
          response_ref: `r${i}`,
          question_key: `q${position}`,
          source_record_id: ID.reply + i,
          response_id: ID.reply + i,
          question_id: ID.question + 10 * one.survey + position,
          score: answer.score === null ? null : scoreOf(question, answer.score),
          sentiment: answer.sentiment,
          text: wordsOf(i),
        };
      }),
    ),
  );
  await insert(
    'survey_invitation',
    world.invitations.map((one, i) => ({
      id: ID.invitation + i,
      survey_id: ID.survey + one.survey,
      customer_id: customer(world, one.person),
      sent_at: moment(one.at),
      status: one.status,
    })),
  );
  await insert(
    'metric_figure',
    world.figures.map((figure, i) => ({ id: `figure-${i}`, ...figure, recorded_at: moment(i * 1000) })),
  );
  await refresh(sql, { anew: true });
  // Whoever a refresh would put there: here it is as the world says.
  await storeMemberships();

  async function storeMemberships() {
    const keyed = (base: number) => (i: number) => ({ id: base + i, revision: 1 });
    const [segment, journey] = [keyed(ID.segment), keyed(ID.journey)];
    const members = world.segments.map((_, i) => membersOf(world, i));
    await insert(
      'segment',
      members.map((_, i) => ({ ...segment(i), key: segmentKey(i), name: `Segment ${i}`, rule: {}, ...never })),
    );
    await insert(
      'segment_state',
      members.map((list, i) => ({
        segment_id: segment(i).id,
        revision: 1,
        evaluated_at: moment(0),
        size: list.length,
      })),
    );
    await insert(
      'segment_member',
      members.flatMap((list, i) =>
        list.map(person => ({ segment_id: segment(i).id, customer_id: ID.customer + person, entered_at: moment(0) })),
      ),
    );
    await insert(
      'journey',
      JOURNEYS.map((stages, i) => ({
        ...journey(i),
        key: journeyKey(i),
        name: `Journey ${i}`,
        mode: 'ANY_ORDER',
        stages: stages.map(key => ({ key, name: key.toUpperCase(), phase: 'PURCHASE', rule: {} })),
        ...never,
      })),
    );
    await insert(
      'journey_state',
      JOURNEYS.map((_, i) => ({ journey_id: journey(i).id, revision: 1, walked_at: moment(0) })),
    );
    const stays = staysOf(world);
    await insert(
      'journey_visit',
      stays.map((stay, i) => {
        const next = stays.slice(i + 1).find(one => one.person === stay.person && one.journey === stay.journey);
        return {
          journey_id: journey(stay.journey).id,
          customer_id: ID.customer + stay.person,
          run: i + 1,
          stage: stay.stage,
          at: moment(stay.at),
          until: next ? moment(next.at) : 'infinity',
          started_at: moment(stay.at),
          with_previous: true,
          with_first: true,
        };
      }),
    );
  }

  function common(id: number, one: World['cases'][number] | World['happenings'][number]) {
    return {
      id,
      ref: `i${id}`,
      connection_id: CONNECTION + one.source,
      customer_id: customer(world, one.person),
      occurred_at: moment(one.at),
      channel: one.channel,
      touchpoint: one.touchpoint,
      sentiment: one.sentiment,
    };
  }
}

const wordsOf = (i: number): string | null => (hasWords(i) ? 'So they said.' : null);

/** Some days after the first resolution, where the world says how many. */
function reopeningOf({ reopened, reopenedAfter, resolvedAt }: World['cases'][number]) {
  const isDated = Boolean(reopened) && reopenedAfter !== null && resolvedAt !== null;
  return {
    first_resolved_at: isDated ? moment(resolvedAt) : null,
    reopened_at: isDated ? moment(resolvedAt + reopenedAfter * 86_400_000) : null,
  };
}
