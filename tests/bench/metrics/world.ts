// Two years of surveys and cases, made by the database itself: nothing crosses a socket.
import { inSession, list, pick, withoutIndexes } from '../sql-world.ts';

/** The years that all questions ask for. */
export const FROM = '2024-01-01';
export const TO = '2025-12-31';
const START = `timestamptz '${FROM} 00:00Z'`;
const LENGTH = `interval '731 days'`;

/** Rows of each sort for so many answers. */
export function sizesOf(answers: number) {
  return {
    customers: Math.ceil(answers / 10),
    responses: Math.ceil(answers / QUESTIONS_EACH),
    cases: Math.ceil(answers / 20),
  };
}

const QUESTIONS_EACH = 2;
const SURVEYS: readonly (readonly [string, string])[] = [
  ['NPS', 'CSAT'],
  ['CSAT', 'CES'],
  ['NPS', 'CES'],
  ['NPS', 'CSAT'],
  ['CSAT', 'CES'],
  ['NPS', 'CES'],
];
const SCALES: Readonly<Record<string, string>> = { NPS: '0, 10', CSAT: '1, 5', CES: '1, 7' };

const CHANNELS = list(['EMAIL', 'WEB', 'IN_APP', 'SMS', 'PHONE', 'CHAT']);
const TOUCHPOINTS = list(['checkout', 'delivery', 'onboarding', 'renewal', 'returns', 'support']);
const COUNTRIES = list(['AT', 'CH', 'DE', 'ES', 'FR', 'GB', 'IT', 'NL', 'PL', 'US']);
const LANGUAGES = list(['de', 'de', 'de', 'es', 'fr', 'en', 'it', 'nl', 'pl', 'en']);
const INDUSTRIES = list(['BANKING', 'RETAIL', 'SOFTWARE', 'TELECOMMUNICATIONS', 'TRAVEL']);
/** With enough customers each, in the smallest world too. */
const ACCOUNTS = 20;
const STAGES = list(['LEAD', 'OPPORTUNITY', 'CUSTOMER', 'EVANGELIST']);
/** In the order of their ids, as what comes from a source nearly is; an answer takes up to a week. */
const moment = (n: string, of: number) => `${START} + ${LENGTH} * (${n} / ${of}::float8) * (1 - random() / 105)`;
const someone = (customers: number) => `1 + floor(random() * ${customers})::bigint`;

/** Who is of the country that most are of. No refresh may follow: it would ask the rule. */
export const SEGMENT = 'germans';
export async function makeSegment(url: string): Promise<void> {
  await inSession(url, async query => {
    await query(`insert into segment (key, name, rule) values ('${SEGMENT}', 'Germans', '{}')`);
    await query(
      `insert into segment_state (segment_id, revision, evaluated_at) select id, revision, now() from segment where key = '${SEGMENT}'`,
    );
    await query(`insert into segment_member (segment_id, customer_id, entered_at)
      select s.id, c.id, now() from segment s, customer c where s.key = '${SEGMENT}' and c.country = 'DE'`);
    await query('vacuum analyze segment_member');
  });
}

/** Fills a database that has our tables and no rows. */
export async function makeWorld(url: string, answers: number): Promise<void> {
  const { customers, responses, cases } = sizesOf(answers);
  await inSession(url, async query => {
    await query(`set maintenance_work_mem = '512MB'`);
    // The same rows at every run.
    await query('select setseed(0.5)');
    await query(`insert into connection (key, connector, name, config)
      select 'bench-' || n, 'bench', 'bench', '{}' from generate_series(1, 2) n`);
    await query(`insert into survey (key, name, kind, connection_id)
      select 'survey-' || n, 'Survey ' || n, 'TRANSACTIONAL', (select min(id) from connection where key like 'bench-%')
      from generate_series(1, ${SURVEYS.length}) n`);
    for (const [i, measures] of SURVEYS.entries())
      for (const measure of measures)
        await query(`insert into survey_question (survey_id, key, text, measure, scale_min, scale_max)
          select id, '${measure}', 'How was it?', '${measure}', ${SCALES[measure]} from survey where key = 'survey-${i + 1}'`);
    await withoutIndexes(query, ['customer', 'survey_response', 'survey_answer', 'interaction'], async () => {
      await query(`insert into account (id, name, industry)
        select n, 'Company ' || n, (${INDUSTRIES})[1 + n % 5] from generate_series(1, ${ACCOUNTS}) n`);
      await query(`insert into customer (display_name, country, language, lifecycle_stage, account_id, created_at)
        select 'Customer ' || n, (${COUNTRIES})[1 + c], (${LANGUAGES})[1 + c], ${pick(STAGES)}, 1 + n % ${ACCOUNTS}, ${START}
        from (select n, floor(10 * power(random(), 1.5))::int as c from generate_series(1, ${customers}) n) x`);
      await query(`insert into survey_response (id, connection_id, ref, survey_id, customer_id, responded_at, channel, touchpoint)
        select n, k.first + n % 2, 'bench:response/' || lpad(n::text, 9, '0'), s.first + floor(random() * ${SURVEYS.length})::int,
          ${someone(customers)}, ${moment('n', responses)}, ${pick(CHANNELS)}, ${pick(TOUCHPOINTS)}
        from generate_series(1, ${responses}) n, (select min(id) as first from survey) s,
          (select min(id) as first from connection where key like 'bench-%') k`);
      // Phone calls go less well than all else, and the second autumn less well than other times.
      await query(`insert into survey_answer (response_ref, question_key, source_record_id, response_id, question_id, score)
        select r.ref, q.key, r.id, r.id, q.id, q.scale_min + floor((q.scale_max - q.scale_min + 1) * power(random(),
          0.4 + 0.3 * (r.channel = 'PHONE')::int + 0.2 * (r.responded_at >= '2025-09-01' and r.responded_at < '2025-12-01')::int))
        from survey_response r join survey_question q on q.survey_id = r.survey_id`);
      await query(`insert into interaction (id, connection_id, ref, kind, channel, customer_id, occurred_at, first_response_at,
          resolved_at, contact_count, reopen_count)
        select ${responses} + n, k.first + n % 2, 'bench:case/' || lpad(n::text, 9, '0'), 'SUPPORT_CASE', ${pick(CHANNELS)},
          ${someone(customers)}, at, at + wait, at + wait + make_interval(secs => exp(random_normal(11.5, 0.8))),
          1 + floor(3 * random())::int, (random() < 0.1)::int
        from (select n, ${moment('n', cases)} as at, make_interval(secs => exp(random_normal(9, 1))) as wait
          from generate_series(1, ${cases}) n) x, (select min(id) as first from connection where key like 'bench-%') k`);
    });
    await query('vacuum analyze');
  });
}
