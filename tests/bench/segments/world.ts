// Customers with ten interactions and up to four answers each over two years, made by the database itself.
import { FACT_COLUMNS } from '../../../src/derive/metrics/facts/fact-columns.ts';
import { ALL, factsSql } from '../../../src/derive/metrics/facts/fact-sql.ts';
import { inSession, list, pick, withoutIndexes } from '../sql-world.ts';

/** The moment that the world is looked at. */
export const NOW = new Date('2026-01-01T00:00:00Z');
export const INTERACTIONS_EACH = 10;

const DAYS = 730;
const COUNTRIES = list(['DE', 'US', 'GB', 'FR', 'NL', 'AT', 'CH', 'ES', 'IT', 'PL']);
const STAGES = list(['CUSTOMER', 'LEAD', 'OPPORTUNITY', 'SUBSCRIBER', 'ADVOCATE', 'FORMER_CUSTOMER']);
const PLANS = list(['Starter', 'Growth', 'Enterprise']);
const INDUSTRIES = list(['Software', 'Retail', 'Finance', 'Logistics']);
const KINDS = list(['EMAIL', 'CALL', 'SUPPORT_CASE', 'PURCHASE', 'CHAT', 'VISIT', 'MEETING', 'CAMPAIGN_RESPONSE']);
const CHANNELS = list(['EMAIL', 'PHONE', 'WEB', 'CHAT', 'IN_PERSON']);
const TOUCHPOINTS = list(['support', 'checkout', 'onboarding', 'renewal', 'newsletter', 'webinar']);
const MEASURES = [
  ['NPS', 0, 10],
  ['CSAT', 1, 5],
] as const;

const now = `timestamptz '${NOW.toISOString()}'`;
/** Sometime before now. */
const past = (days: string) => `${now} - make_interval(secs => 1 + floor(86400 * ${days})::int)`;

/** Fills a database that has our tables and no rows. Facts are those of the answers. */
export async function makeWorld(url: string, customers: number): Promise<void> {
  const accounts = Math.ceil(customers / 20);
  const interactions = customers * INTERACTIONS_EACH;
  const responses = customers * 2;
  await inSession(url, async query => {
    await query(`set maintenance_work_mem = '512MB'`);
    // The same rows at every run.
    await query('select setseed(0.5)');
    await query(`insert into connection (key, connector, name, config) values ('bench', 'bench', 'bench', '{}')`);
    await query(`insert into account (name, industry, employees, created_at)
      select 'Account ' || n, ${pick(INDUSTRIES)}, exp(random_normal(5, 1.5))::int, ${past(`${DAYS}`)} from generate_series(1, ${accounts}) n`);
    for (const [measure, low, high] of MEASURES) {
      await query(
        `insert into survey (key, name, kind, connection_id) select '${measure}', '${measure}', 'TOUCHPOINT', id from connection where key = 'bench'`,
      );
      await query(`insert into survey_question (survey_id, key, text, measure, scale_min, scale_max)
        select id, 'q', 'How was it?', '${measure}', ${low}, ${high} from survey where key = '${measure}'`);
    }
    await withoutIndexes(
      query,
      [
        'customer',
        'customer_activity',
        'customer_score',
        'interaction',
        'survey_response',
        'survey_answer',
        'metric_fact',
      ],
      async () => {
        await query(`insert into customer (display_name, email, emails, country, language, lifecycle_stage, account_id, traits, created_at)
        select 'Customer ' || n, e, array[e], ${pick(COUNTRIES)}, 'en', ${pick(STAGES)}, 1 + n % ${accounts},
          jsonb_build_object('plan', jsonb_build_object('value', ${pick(PLANS)}), 'seats', jsonb_build_object('value', floor(exp(random_normal(3, 1))))),
          ${past(`${DAYS} * random()`)}
        from (select n, 'c' || n || '@example.com' as e from generate_series(1, ${customers}) n) x`);
        await query(`insert into interaction (id, connection_id, ref, kind, channel, touchpoint, direction, customer_id, occurred_at, first_response_at, resolved_at, amount, currency)
        select n, k.id, 'bench:i/' || lpad(n::text, 9, '0'), kind, ${pick(CHANNELS)}, ${pick(TOUCHPOINTS)}, 'INBOUND', customer, at,
          case when kind = 'SUPPORT_CASE' then at + interval '2 hours' end,
          case when kind = 'SUPPORT_CASE' and random() < 0.9 then at + interval '2 days' end,
          case when kind = 'PURCHASE' then round(exp(random_normal(5, 1))::numeric, 2)::float8 end, case when kind = 'PURCHASE' then 'EUR' end
        from (select n, ${pick(KINDS)} as kind, 1 + floor(random() * ${customers})::bigint as customer,
          ${now} - make_interval(secs => (86400 * ${DAYS} * (1 - n / ${interactions}::float8 * (1 - random() / 50)))::int) as at
          from generate_series(1, ${interactions}) n) x, (select id from connection where key = 'bench') k`);
        await query(`insert into survey_response (id, connection_id, ref, survey_id, customer_id, responded_at, channel, touchpoint)
        select ${interactions} + n, k.id, 'bench:r/' || lpad(n::text, 9, '0'), s.first + n % ${MEASURES.length}, 1 + floor(random() * ${customers})::bigint,
          ${now} - make_interval(secs => (86400 * ${DAYS} * (1 - n / ${responses}::float8))::int + 1), ${pick(CHANNELS)}, ${pick(TOUCHPOINTS)}
        from generate_series(1, ${responses}) n, (select min(id) as first from survey) s, (select id from connection where key = 'bench') k`);
        await query(`insert into survey_answer (response_ref, question_key, source_record_id, response_id, question_id, score)
        select r.ref, q.key, r.id, r.id, q.id, q.scale_min + floor((q.scale_max - q.scale_min + 1) * power(random(), 0.5))
        from survey_response r join survey_question q on q.survey_id = r.survey_id`);
        const columns = FACT_COLUMNS.join(', ');
        await query(
          `insert into metric_fact (${columns}) select ${columns} from (${factsSql(ALL)}) f where kind in ('${MEASURES.map(([measure]) => measure).join("', '")}')`,
        );
        await query(`insert into customer_activity (customer_id, last_interaction_at)
        select c.id, coalesce(max(i.occurred_at), '-infinity') from customer c left join interaction i on i.customer_id = c.id group by c.id`);
        await query(`insert into customer_score (customer_id, health, churn_risk, lifetime_value)
        select id, case when random() < 0.9 then 100 * random() else '-infinity' end, case when random() < 0.7 then random() end,
          case when random() < 0.7 then exp(random_normal(6, 1)) else '-infinity' end from customer`);
      },
    );
    await query('vacuum analyze');
  });
}
