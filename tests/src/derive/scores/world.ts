// Random lives of customers, written into the tables, and what their scores must be by the words of the definition.
import fc from 'fast-check';
import type { Sql } from '../../../../src/base/database/sql.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import type { HealthPart } from '../../../../src/derive/scores/health.ts';
import { emptyTables } from '../../../support/empty-tables.ts';

export const NOW = Date.UTC(2026, 5, 15, 10);
const DAY = 86_400_000;
const HOUR = 3_600_000;
export const CUSTOMERS = [1, 2, 3];

/** Question by position: measure, ends of the scale, whether high is good. */
const QUESTIONS = [
  ['NPS', 0, 10, true],
  ['CSAT', 1, 5, true],
  ['CSAT', 1, 7, true],
  ['CES', 1, 7, true],
  ['CES', 1, 5, false],
  ['EASE', 1, 7, true],
] as const;

// Few different moments, so that some fall together; some lie before the year, some ahead.
const at = fc
  .tuple(fc.constantFrom(-800, -366, -364, -300, -40, -31, -29, -2, -1, 0, 3), fc.constantFrom(0, 1, 5))
  .map(([day, hour]) => NOW + day * DAY + hour * HOUR);
const customer = fc.constantFrom(...CUSTOMERS);
const sentiment = fc.option(fc.constantFrom(-1, -0.4, 0, 0.5, 1));
const answer = fc
  .record({ customer, at, question: fc.nat(QUESTIONS.length - 1), step: fc.nat(10) })
  .map(({ question, step, ...rest }) => {
    const [, min, max] = QUESTIONS[question]!;
    return { ...rest, question, score: Math.min(max, min + step) };
  });
const supportCase = fc.record({
  customer,
  at,
  hours: fc.option(fc.constantFrom(1, 30, 30 * 24)),
  // Null where the source does not tell.
  reopened: fc.option(fc.boolean()),
  sentiment,
});
const purchase = fc.record({
  customer,
  at,
  amount: fc.constantFrom(-20, 0, 5, 10.5, 99),
  currency: fc.constantFrom('EUR', 'USD', null),
});
const chat = fc.record({ customer, at, sentiment });
export const life = fc.record({
  answers: fc.array(answer, { maxLength: 12 }),
  cases: fc.array(supportCase, { maxLength: 6 }),
  purchases: fc.array(purchase, { maxLength: 14 }),
  chats: fc.array(chat, { maxLength: 6 }),
});
export type Life = typeof life extends fc.Arbitrary<infer L> ? L : never;

export async function store(sql: Sql, { answers, cases, purchases, chats }: Life): Promise<void> {
  await emptyTables(
    sql,
    `customer, customer_activity, customer_score, lifetime_model, interaction, survey, survey_question,
    survey_answer, survey_response, change_mark, metric_fact, metric_chunk, metric_rollup`,
  );
  const connection = (await sql.one<{ id: number }>(`select id from connection where key = 'api'`))!.id;
  const insert = async (table: string, rows: readonly object[]) => {
    if (rows.length === 0) return;
    const names = Object.keys(rows[0]!).join(', ');
    await sql.query(
      `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  };
  const iso = (moment: number) => new Date(moment).toISOString();
  await sql.query(`insert into customer (id) select unnest($1::bigint[])`, [CUSTOMERS]);
  await insert('survey', [{ id: 1, key: 's', name: 's', kind: 'RELATIONSHIP', connection_id: connection }]);
  await insert(
    'survey_question',
    QUESTIONS.map(([measure, scale_min, scale_max, higher_is_better], i) => ({
      ...{
        id: i + 1,
        survey_id: 1,
        key: `q${i}`,
        text: 'q',
        measure,
        position: i,
        scale_min,
        scale_max,
        higher_is_better,
      },
    })),
  );
  await insert(
    'survey_response',
    answers.map((one, i) => ({
      ...{ id: i + 1, ref: `r${i}`, survey_id: 1, connection_id: connection, channel: 'EMAIL' },
      ...{ customer_id: one.customer, responded_at: iso(one.at) },
    })),
  );
  await insert(
    'survey_answer',
    answers.map((one, i) => ({
      ...{ response_ref: `r${i}`, question_key: `q${one.question}`, response_id: i + 1, source_record_id: i + 1 },
      ...{ question_id: one.question + 1, score: one.score },
    })),
  );
  const row = (kind: string, one: { customer: number; at: number }, i: number) => ({
    ...{ id: 1000 + i, ref: `${kind}${i}`, connection_id: connection, kind, channel: 'OTHER' },
    ...{ customer_id: one.customer, occurred_at: iso(one.at), reopen_count: 0, contact_count: 1 },
  });
  await insert('interaction', [
    ...cases.map((one, i) => ({
      ...row('SUPPORT_CASE', one, i),
      resolved_at: one.hours === null ? null : iso(one.at + one.hours * HOUR),
      reopen_count: one.reopened === null ? null : Number(one.reopened),
      ...{ sentiment: one.sentiment, amount: null, currency: null },
    })),
    ...purchases.map((one, i) => ({
      ...row('PURCHASE', one, 100 + i),
      ...{ resolved_at: null, sentiment: null, amount: one.amount, currency: one.currency },
    })),
    ...chats.map((one, i) => ({
      ...row('CHAT', one, 200 + i),
      ...{ resolved_at: null, sentiment: one.sentiment, amount: null, currency: null },
    })),
  ]);
  await sql.query(
    `insert into customer_activity (customer_id, last_interaction_at)
     select c.id, coalesce((select max(i.occurred_at) from interaction i where i.customer_id = c.id), '-infinity') from customer c`,
  );
  await sql.query('insert into change_mark (subject) select id from customer');
  await refresh(sql);
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Plainly read off the life. */
export function expected(customer: number, { answers, cases, purchases, chats }: Life, now = NOW) {
  const year = (moment: number) => moment >= now - 365 * DAY && moment <= now;
  const own = <T extends { customer: number; at: number }>(list: readonly T[]) =>
    list.filter(one => one.customer === customer);
  const newest = (measure: string) =>
    own(answers.map((one, i) => ({ ...one, i })))
      .filter(one => QUESTIONS[one.question]![0] === measure && one.at <= now)
      .sort((a, b) => b.at - a.at || b.i - a.i)[0];
  const place = (measure: string) => {
    const found = newest(measure);
    if (!found || !year(found.at)) return null;
    const [, min, max, high] = QUESTIONS[found.question]!;
    return (100 * (high ? found.score - min : max - found.score)) / (max - min);
  };
  const scale = (measure: string) => {
    const found = newest(measure);
    if (!found) return null;
    const [, min, max, high] = QUESTIONS[found.question]!;
    return `${min}..${max}${high ? '' : ' low'}`;
  };
  const contacts = own([...cases, ...purchases, ...chats]).map(one => one.at);
  const moods = own([...cases, ...chats]).filter(one => year(one.at) && one.sentiment !== null);
  const done = (one: Life['cases'][number]) => (one.hours === null ? Infinity : one.at + one.hours * HOUR);
  const opened = own(cases).filter(one => year(one.at));
  const solved = own(cases).filter(one => year(done(one)) && one.reopened !== null);
  const bought = own(purchases).filter(one => one.amount > 0 && one.at <= now);
  const dayOf = (moment: number) => Math.floor(moment / DAY);
  const days = [...new Set(bought.map(one => dayOf(one.at)))].sort((a, b) => a - b);
  const wallet = [...new Set(bought.map(one => one.currency ?? ''))].sort((a, b) => {
    const [ofA, ofB] = [a, b].map(unit => bought.filter(one => (one.currency ?? '') === unit)) as [
      Life['purchases'],
      Life['purchases'],
    ];
    const latest = (list: Life['purchases']) => Math.max(...list.map(one => one.at));
    return ofB.length - ofA.length || latest(ofB) - latest(ofA) || (a < b ? -1 : 1);
  });
  const amounts = days.slice(1).flatMap(day => {
    const list = bought.filter(one => dayOf(one.at) === day && (one.currency ?? '') === wallet[0]);
    return list.length ? [list.reduce((sum, one) => sum + one.amount, 0)] : [];
  });
  const parts: Record<HealthPart, number | null> = {
    RECENCY: contacts.length ? (now - Math.max(...contacts)) / DAY : null,
    SENTIMENT: mean(moods.map(one => one.sentiment!)),
    OPEN_CASES: opened.length ? opened.filter(one => done(one) > now).length : null,
    REOPENED_CASES: solved.length ? (100 * solved.filter(one => one.reopened).length) / solved.length : null,
    LATEST_NPS: place('NPS') === null ? null : place('NPS')! / 10,
    LATEST_CSAT: place('CSAT'),
    LATEST_CES: place('CES'),
    PURCHASES: bought.length ? days.filter(day => day > dayOf(now) - 365).length : null,
  };
  return {
    latest: [
      newest('NPS')?.score ?? null,
      newest('CSAT')?.score ?? null,
      scale('CSAT'),
      newest('CES')?.score ?? null,
      scale('CES'),
    ],
    parts,
    history: {
      purchases: days.length,
      first: days[0] ?? null,
      last: days.at(-1) ?? null,
      mean: mean(amounts),
      currency: wallet[0] ?? null,
    },
  };
}
