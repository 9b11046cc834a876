// A world of customers whose NPS comes from what they lived through by weights that are known, in the tables.
import type { Sql } from '../../../../../src/base/database/sql.ts';
import { refresh } from '../../../../../src/derive/refresh/refresh.ts';

export interface Answer {
  readonly customer: number | null;
  readonly measure: string;
  readonly score: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Answers with the same are of one response; one of its own when left out. */
  readonly form?: string;
  /** Of a text beside the score. */
  readonly sentiment?: number;
}
export interface Mail {
  readonly customer: number;
  readonly at: number;
  readonly sentiment: number;
}
export interface Case {
  readonly customer: number;
  readonly at: number;
  /** Seconds; null when nobody answered. */
  readonly response: number | null;
  readonly reopened: boolean;
}
export interface SurveyWorld {
  /** By id, their country. */
  readonly customers: ReadonlyMap<number, string>;
  readonly answers: readonly Answer[];
  readonly cases: readonly Case[];
  readonly mails?: readonly Mail[];
}

/** Scale ends, and whether high is good. */
export const SCALES: Readonly<Record<string, readonly [number, number, boolean]>> = {
  NPS: [0, 10, true],
  CSAT: [1, 5, true],
  // How much effort it took: low is good.
  CES: [1, 7, false],
  EASE: [1, 7, true],
};
export const START = Date.UTC(2026, 3, 1);
const DAY = 86_400_000;

/** NPS rises by 1.5 for each deviation of CSAT, by 1 for one of CES, by 0.7 for one of the logarithm of the wait. */
export function simulate(customers: number, seed: number): SurveyWorld {
  let state = seed;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const answers: Answer[] = [];
  const cases: Case[] = [];
  const known = new Map<number, string>();
  const when = () => START + Math.floor(random() * 30 * DAY);
  for (let customer = 1; customer <= customers; customer++) {
    known.set(customer, random() < 0.3 ? 'AT' : 'DE');
    const csat = 1 + Math.floor(random() * 5);
    const ces = 1 + Math.floor(random() * 7);
    const wait = normal();
    const nps = 5 + (1.5 * (csat - 3)) / Math.SQRT2 - (ces - 4) / 2 - 0.7 * wait + 0.8 * normal();
    const score = Math.min(10, Math.max(0, Math.round(nps)));
    answers.push({ customer, measure: 'NPS', score, at: when() });
    if (random() < 0.95) answers.push({ customer, measure: 'CSAT', score: csat, at: when() });
    if (random() < 0.2) answers.push({ customer, measure: 'CSAT', score: csat, at: when() });
    if (random() < 0.9) answers.push({ customer, measure: 'CES', score: ces, at: when() });
    if (random() < 0.015) answers.push({ customer, measure: 'EASE', score: ces, at: when() });
    // Before the period, and of nobody.
    answers.push({ customer, measure: 'CSAT', score: 6 - csat, at: START - DAY });
    answers.push({ customer: null, measure: 'NPS', score: 0, at: when() });
    if (random() < 0.85)
      cases.push({
        customer,
        at: when(),
        response: random() < 0.95 ? Math.round(Math.exp(8 + wait)) : null,
        reopened: random() < 0.2,
      });
  }
  return { customers: known, answers, cases };
}

/** Writes the world and has it counted. */
export async function store(sql: Sql, { customers, answers, cases, mails = [] }: SurveyWorld): Promise<void> {
  const insert = async (table: string, rows: readonly object[]) => {
    if (rows.length === 0) return;
    const names = Object.keys(rows[0]!).join(', ');
    await sql.query(
      `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  };
  const connection = (await sql.one<{ id: number }>(`select id from connection where key = 'api'`))!.id;
  const iso = (moment: number) => new Date(moment).toISOString();
  await insert(
    'customer',
    [...customers].map(([id, country]) => ({
      id,
      country,
      display_name: `c${id}`,
      emails: [],
      traits: {},
      provenance: {},
      search_text: '',
      created_at: iso(0),
      updated_at: iso(0),
    })),
  );
  await insert('survey', [{ id: 1, key: 'world', name: 'World', kind: 'RELATIONSHIP', connection_id: connection }]);
  const measures = Object.keys(SCALES);
  await insert(
    'survey_question',
    measures.map((measure, i) => {
      const [scale_min, scale_max, higher_is_better] = SCALES[measure]!;
      return {
        id: i + 1,
        survey_id: 1,
        key: measure,
        text: measure,
        measure,
        position: i,
        scale_min,
        scale_max,
        higher_is_better,
      };
    }),
  );
  const forms = new Map<string, number>();
  const responses = answers.map((answer, i) => {
    const form = answer.form ?? `own ${i}`;
    if (!forms.has(form)) forms.set(form, i);
    const first = forms.get(form)!;
    return { ...answer, isFirst: first === i, id: first + 1, ref: `r${first}` };
  });
  await insert(
    'survey_response',
    responses
      .filter(one => one.isFirst)
      .map(({ id, ref, customer, at }) => ({
        id,
        ref,
        survey_id: 1,
        connection_id: connection,
        customer_id: customer,
        responded_at: iso(at),
        channel: 'EMAIL',
      })),
  );
  await insert(
    'survey_answer',
    responses.map(({ id, ref, measure, score, sentiment = null }) => ({
      response_ref: ref,
      question_key: measure,
      response_id: id,
      question_id: measures.indexOf(measure) + 1,
      source_record_id: id,
      score,
      sentiment,
    })),
  );
  await insert(
    'interaction',
    cases.map(({ customer, at, response, reopened }, i) => ({
      id: 1_000_000 + i,
      connection_id: connection,
      ref: `i${i}`,
      kind: 'SUPPORT_CASE',
      channel: 'EMAIL',
      occurred_at: iso(at),
      customer_id: customer,
      first_response_at: response === null ? null : iso(at + 1000 * response),
      resolved_at: response === null ? null : iso(at + 2000 * response),
      reopen_count: reopened ? 1 : 0,
      contact_count: 1,
    })),
  );
  await insert(
    'interaction',
    mails.map(({ customer, at, sentiment }, i) => ({
      id: 2_000_000 + i,
      connection_id: connection,
      ref: `m${i}`,
      kind: 'EMAIL',
      channel: 'EMAIL',
      occurred_at: iso(at),
      customer_id: customer,
      sentiment,
    })),
  );
  await sql.query(
    `insert into change_mark (subject) select id from customer union all select -id from survey_response where customer_id is null`,
  );
  await refresh(sql);
  // As PostgreSQL does by itself after a minute: until then it takes the table for a small one.
  await sql.query('analyze metric_fact');
}
