// A world of the sandbox written straight into the tables: whoever asks about figures need not wait for a sync.
import type { World } from '../../connectors/kit/story/world.ts';
import type { Sql } from '../../src/base/database/sql.ts';
import { refresh } from '../../src/derive/refresh/refresh.ts';
import { insertConnection } from './rows.ts';

const MEASURES = ['NPS', 'CSAT', 'CES'] as const;
const SCALES = { NPS: [0, 10], CSAT: [1, 5], CES: [1, 7] } as const;
const CHANNELS = { chat: 'CHAT', email: 'EMAIL', phone: 'PHONE', web: 'WEB' } as const;
/** Ids of each table begin here. */
const FIRST = { customer: 1, case: 100_000, response: 200_000, invitation: 300_000, purchase: 400_000 };

const moment = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** In place of whatever was there. Then everything is counted. */
export async function storePlainWorld(sql: Sql, world: World): Promise<void> {
  await sql.query(
    `truncate customer, connection, source_record, survey, survey_question, survey_answer, survey_response, survey_invitation,
       interaction, metric_fact, metric_rollup, change_mark`,
  );
  const connection = await insertConnection(sql, 'plain');
  const insert = async (table: string, rows: readonly object[]): Promise<void> => {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0]!)
      .map(name => `"${name}"`)
      .join(', ');
    await sql.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  };
  const source = (id: number) => ({
    id,
    connection_id: connection,
    object: 'thing',
    external_id: String(id),
    version: moment(0),
    hash: '\\x00',
    payload: {},
  });
  const idOf = new Map(world.cast.map((person, i) => [person.key, FIRST.customer + i]));
  await insert(
    'customer',
    world.cast.map(person => ({
      id: idOf.get(person.key),
      country: person.country.iso,
      language: person.language,
      created_at: moment(person.createdAt),
      updated_at: moment(person.createdAt),
    })),
  );
  await insert(
    'survey',
    MEASURES.map((measure, i) => ({
      id: i + 1,
      key: measure.toLowerCase(),
      name: measure,
      kind: measure === 'NPS' ? 'RELATIONSHIP' : 'TOUCHPOINT',
      connection_id: connection,
    })),
  );
  await insert(
    'survey_question',
    MEASURES.map((measure, i) => ({
      id: i + 1,
      survey_id: i + 1,
      key: 'q',
      text: '?',
      measure,
      scale_min: SCALES[measure][0],
      scale_max: SCALES[measure][1],
      higher_is_better: true,
    })),
  );
  const won = world.deals.filter(deal => deal.outcome === 'won');
  const answered = world.invitations.filter(({ answer }) => answer !== null);
  await insert('source_record', [
    ...world.cases.map(({ n }) => source(FIRST.case + n)),
    ...answered.map(({ n }) => source(FIRST.response + n)),
    ...won.map(({ n }) => source(FIRST.purchase + n)),
  ]);
  const interaction = (id: number, values: object) => ({
    id,
    connection_id: connection,
    ref: `r${id}`,
    kind: 'SUPPORT_CASE',
    channel: 'OTHER',
    touchpoint: null,
    priority: null,
    first_response_at: null,
    resolved_at: null,
    amount: null,
    currency: null,
    ...values,
  });
  await insert('interaction', [
    ...world.cases.map(one =>
      interaction(FIRST.case + one.n, {
        customer_id: idOf.get(one.person.key),
        occurred_at: moment(one.openedAt),
        channel: CHANNELS[one.channel],
        touchpoint: one.topic,
        priority: one.priority,
        first_response_at: moment(one.firstResponseAt),
        resolved_at: moment(one.resolvedAt),
      }),
    ),
    ...won.map(deal =>
      interaction(FIRST.purchase + deal.n, {
        kind: 'PURCHASE',
        customer_id: idOf.get(deal.person.key),
        occurred_at: moment(deal.closeAt),
        amount: deal.amount,
        currency: deal.currency,
      }),
    ),
  ]);
  await insert(
    'survey_response',
    answered.map(({ n, measure, person, answer, case: about }) => ({
      id: FIRST.response + n,
      ref: `r${FIRST.response + n}`,
      connection_id: connection,
      survey_id: MEASURES.indexOf(measure) + 1,
      customer_id: idOf.get(person.key),
      case_id: about && FIRST.case + about.n,
      responded_at: moment(answer!.at),
      channel: about ? CHANNELS[about.channel] : 'EMAIL',
      touchpoint: about?.topic ?? null,
    })),
  );
  await insert(
    'survey_answer',
    answered.map(({ n, measure, answer }) => ({
      response_ref: `r${FIRST.response + n}`,
      question_key: 'q',
      source_record_id: FIRST.response + n,
      response_id: FIRST.response + n,
      question_id: MEASURES.indexOf(measure) + 1,
      score: answer!.score,
    })),
  );
  await refresh(sql, { anew: true });
}
