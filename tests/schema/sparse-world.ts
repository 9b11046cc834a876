// A world of rows that have all they can have, beside rows that have nothing but what a table demands.
import { INTERACTION_KINDS } from '../../connectors/vocabulary.ts';
import { refresh } from '../../src/derive/refresh/refresh.ts';
import { saveSurvey } from '../../src/ingest/recording/save-survey.ts';
import { disconnect } from '../../src/ingest/sync/disconnect.ts';
import type { TestContext } from '../support/context.ts';
import { at, createSource, person, raw } from '../support/pipeline.ts';
import { insert, insertConnection, insertInteraction, insertPerson, insertResponse } from '../support/rows.ts';

/** No row has this id. */
const NOWHERE = 999_999;
const DAY = '2026-03-20T12:00:00Z';

/** Figures are shown from some 40 customers on who are alike. */
export async function fillSparseWorld(world: TestContext, { alike = 40 } = {}): Promise<void> {
  const { sql } = world;
  const toy = await connections(world);
  await people(world, toy);
  await surveys(world, toy);
  await crowd(world, toy, alike);
  await definitions(world);
  await refresh(sql, { anew: true });
  await leftovers(world);
}

async function connections({ sql }: TestContext): Promise<number> {
  const rate = { limit: 100, remaining: 50, resetsAt: Date.UTC(2026, 0, 1) };
  const toy = await insertConnection(sql, 'toy', {
    schedule_every: 60_000,
    rate_limit: rate,
    status: 'UNAUTHORIZED',
    status_message: 'The token is refused.',
  });
  await insertConnection(sql, 'bare', { connector: 'toy', schedule_cron: '0 6 * * *', rate_limit: {}, paused: true });
  // Its connector is installed no more.
  await insertConnection(sql, 'uninstalled', {});
  const whole = { started_at: DAY, finished_at: DAY, error: 'It broke.', status: 'FAILED' };
  const run = await insert(sql, 'sync_run', { connection_id: toy, mode: 'FULL', trigger: 'MANUAL', ...whole });
  await insert(sql, 'stream_run', { run_id: run, stream: 'people', position: 0, expected: 5, read: 2, ...whole });
  await insert(sql, 'stream_run', { run_id: run, stream: 'cases', position: 1 });
  await insert(sql, 'sync_run', { connection_id: toy, mode: 'INCREMENTAL', trigger: 'SCHEDULE' });
  const known = { cursor: { at: 1 }, synced_through: DAY, source_count: 3 };
  await insert(sql, 'stream_state', { connection_id: toy, stream: 'people', ...known });
  await insert(sql, 'stream_state', { connection_id: toy, stream: 'cases' });
  await insert(sql, 'rejected_record', {
    connection_id: toy,
    object: 'person',
    external_id: '1',
    reason: 'No.',
    payload: {},
  });
  return toy;
}

async function people({ sql }: TestContext, toy: number): Promise<void> {
  const whole = { domain: 'engines.example', industry: 'Steam', country: 'GB', employees: 3 };
  const account = await insert(sql, 'account', { name: 'Engines', ...whole, annual_revenue: 5, currency: 'GBP' });
  await insert(sql, 'account', { name: '' });
  const poor = await insert(sql, 'account', { annual_revenue: 5 });
  const gone = await insert(sql, 'account', { name: 'Gone', deleted_at: DAY });
  const merged = await insert(sql, 'account', { name: 'Merged', merged_into: account });
  const first = await createSource(sql, 'first');
  const second = await createSource(sql, 'second', { priority: 1 });
  const names = { givenName: 'Ada', familyName: 'Byron', jobTitle: 'Countess', country: 'GB', language: 'en' };
  const emails = ['ada@engines.example'];
  const stages = [{ stage: 'CUSTOMER' as const, at: at(0) }];
  await first.commit({
    records: [
      person('1', 1, {
        emails,
        phone: '+442071234567',
        fields: { ...names, phone: '+442071234567', lifecycleStage: 'CUSTOMER' },
        traits: { plan: 'gold' },
        stages,
      }),
      // Nothing at all.
      person('2', 1),
      person('3', 1, { fields: { familyName: 'Deleted' } }),
    ],
  });
  await second.commit({
    records: [person('1', 2, { emails, fields: { country: 'FR' }, traits: { plan: 'gold', size: 3 } })],
  });
  await first.commit({ deleted: [{ object: 'contact', id: '3', deletedAt: at(5) }] });
  const [ada] = (await sql.query<{ id: number }>(`select id from customer where email = $1`, emails)) as [
    { id: number },
  ];
  await sql.query('update customer set account_id = $1 where id = $2', [account, ada.id]);
  await sql.query('insert into customer (id) values (500), (501)');
  for (const account_id of [poor, gone, merged, NOWHERE]) await insert(sql, 'customer', { account_id });
  await insert(sql, 'customer', { merged_into: ada.id });
  // A trait without a value, and a record that says nothing.
  const bare = await insert(sql, 'customer', { traits: { none: { value: null, source: 'toy', at: DAY } } });
  await insertPerson(sql, toy, bare, {});
  const all = {
    touchpoint: 'shop',
    direction: 'INBOUND',
    ended_at: DAY,
    subject: 'Hello',
    body: 'Bad.',
    sentiment: -0.5,
  };
  for (const kind of INTERACTION_KINDS) {
    await insertInteraction(sql, toy, { kind, occurred_at: DAY });
    await insertInteraction(sql, toy, { kind, occurred_at: DAY, customer_id: ada.id, account_id: account, ...all });
    await insertInteraction(sql, toy, {
      kind,
      occurred_at: DAY,
      customer_id: NOWHERE,
      account_id: gone,
      case_id: NOWHERE,
    });
  }
  const help = { priority: 'HIGH', first_response_at: DAY, resolved_at: DAY, status: 'Closed' };
  const supportCase = await insertInteraction(sql, toy, {
    kind: 'SUPPORT_CASE',
    occurred_at: DAY,
    customer_id: ada.id,
    ...help,
  });
  await insertInteraction(sql, toy, {
    kind: 'NOTE',
    occurred_at: DAY,
    occurred_on: DAY,
    case_id: supportCase,
    duration_seconds: 5,
  });
  await insertInteraction(sql, toy, {
    kind: 'PURCHASE',
    occurred_at: DAY,
    amount: 5,
    currency: 'EUR',
    customer_id: ada.id,
  });
  await insertInteraction(sql, toy, { kind: 'PURCHASE', occurred_at: DAY, amount: 5, customer_id: 500 });
  await sql.query('update source_record set deleted_at = now() where id % 7 = 0');
}

async function surveys({ sql, fork }: TestContext, toy: number): Promise<void> {
  await saveSurvey(fork(), {
    key: 'whole',
    name: 'Whole',
    kind: 'RELATIONSHIP',
    questions: [
      { key: 'nps', text: 'Would you recommend us?', measure: 'NPS' },
      { key: 'csat', text: 'Satisfied?', measure: 'CSAT' },
      { key: 'ces', text: 'Easy?', measure: 'CES' },
    ],
  });
  const bare = await insert(sql, 'survey', { key: 'bare', name: '', kind: 'TOUCHPOINT', connection_id: toy });
  await insertResponse(sql, toy, { survey_id: bare, responded_at: DAY }, [{ question_key: 'unknown' }]);
  const text = await insert(sql, 'survey', { key: 'text', name: '', kind: 'TOUCHPOINT', connection_id: toy });
  const why = await insert(sql, 'survey_question', { survey_id: text, key: 'why', text: '', measure: 'OTHER' });
  const bound = { question_key: 'why', question_id: why };
  await insertResponse(sql, toy, { survey_id: text, responded_at: DAY, customer_id: NOWHERE, case_id: NOWHERE }, [
    bound,
  ]);
  const [supportCase] = await sql.query<{ id: number }>(
    `select id from interaction where kind = 'SUPPORT_CASE' limit 1`,
  );
  const answered = { customer_id: 1, case_id: supportCase!.id, touchpoint: 'shop' };
  await insertResponse(sql, toy, { survey_id: text, responded_at: DAY, ...answered }, [
    { ...bound, text: 'Why not?', sentiment: 0.1 },
  ]);
  // Answers to a survey of a connection that then goes, with its data and without.
  for (const key of ['dropped', 'kept']) {
    const source = await createSource(sql, key);
    const questions = [{ key: 'q', text: 'How?', measure: 'CSAT' as const, higherIsBetter: true }];
    await source.commit({
      records: [raw('survey', 's', 1, { type: 'survey', key: 's', name: 'S', kind: 'RELATIONSHIP', questions })],
    });
    const [{ survey, question }] = (await sql.query(
      `select s.id as survey, q.id as question from survey s join survey_question q on q.survey_id = s.id where s.key = $1`,
      [`${key}-s`],
    )) as [{ survey: number; question: number }];
    const answer = { question_key: 'q', question_id: question, score: 4 };
    await insertResponse(sql, toy, { survey_id: survey, responded_at: DAY, customer_id: 1 }, [answer]);
    await insertInteraction(sql, source.target.connectionId, { kind: 'NOTE', occurred_at: DAY, customer_id: 1 });
    await disconnect(fork(), source.target.connectionId, key === 'dropped');
  }
}

/** Enough customers, with enough of everything, for figures that may be shown. */
async function crowd({ sql }: TestContext, toy: number, size: number): Promise<void> {
  const [{ survey }] = (await sql.query(`select id as survey from survey where key = 'whole'`)) as [{ survey: number }];
  const questions = await sql.query<{ id: number; key: string }>(
    'select id, key from survey_question where survey_id = $1',
    [survey],
  );
  for (let i = 0; i < size; i++) {
    const customer_id = await insert(sql, 'customer', { display_name: `c${i}`, created_at: '2026-06-01T00:00:00Z' });
    for (const month of ['01', '02']) {
      const day = `2026-${month}-1${i % 10}T12:00:00Z`;
      const dated = { occurred_at: day, occurred_on: i % 2 ? day : null };
      const touched = { customer_id, touchpoint: 'shop', channel: i % 2 ? 'EMAIL' : 'CHAT', ...dated };
      await insertInteraction(sql, toy, { ...touched, kind: 'VISIT', sentiment: (i % 5) / 5 - 0.4 });
      await insertInteraction(sql, toy, {
        ...touched,
        kind: 'PURCHASE',
        amount: 10 + i,
        currency: 'EUR',
        ...(i % 2 ? { occurred_on: day } : {}),
      });
      const isOpen = month === '02' && i % 4 === 0;
      const ended = isOpen ? { status: 'New' } : { status: 'Closed', resolved_at: day };
      const solved = { ...ended, first_response_at: day, contact_count: 1 };
      const told = i % 2 && !isOpen ? { first_resolved_at: day, reopened_at: day, reopen_count: 1 } : {};
      await insertInteraction(sql, toy, { ...touched, kind: 'SUPPORT_CASE', ...solved, ...told });
      const scores: Record<string, number> = { nps: i % 11, csat: 1 + (i % 5), ces: 1 + (i % 7) };
      const answers = questions.map(({ id, key }) => ({ question_key: key, question_id: id, score: scores[key] }));
      await insertResponse(
        sql,
        toy,
        { survey_id: survey, customer_id, responded_at: day, touchpoint: 'shop' },
        answers,
      );
    }
  }
}

async function definitions({ sql }: TestContext): Promise<void> {
  const rule = { field: { field: 'EMAIL', is: { present: false } } };
  await insert(sql, 'segment', { key: 'all', name: 'All', rule, description: 'Most.' });
  await insert(sql, 'segment', { key: 'nobody', name: 'Nobody', rule: { not: { any: [rule, { not: rule }] } } });
  await insert(sql, 'segment', { key: 'deleted', name: 'Deleted', rule });
  const stage = (key: string, kind: string) => ({ key, name: key, phase: 'PURCHASE', rule: { interaction: { kind } } });
  const answer = { key: 'answer', name: 'answer', phase: 'AFTER_PURCHASE', rule: { answer: { measure: 'NPS' } } };
  const stages = JSON.stringify([stage('visit', 'VISIT'), stage('buy', 'PURCHASE'), answer]);
  await insert(sql, 'journey', { key: 'way', name: 'Way', mode: 'ANY_ORDER', stages, window: 2_592_000_000 });
  for (const key of ['deleted', 'changed']) await insert(sql, 'journey', { key, name: key, mode: 'ORDERED', stages });
  const parameters = { purchases: { r: 1, alpha: 2, a: 1, b: 2 }, spend: { p: 1, q: 2, gamma: 3 } };
  const model = { version: 1, converged: true, sample: 1, population: 2 };
  await insert(sql, 'lifetime_model', { ...model, currency: 'EUR', params: parameters });
  await insert(sql, 'lifetime_model', { ...model, currency: '', params: { ...parameters, spend: null } });
  await insert(sql, 'business_calendar', {
    ...{ key: 'shop', time_zone: 'Europe/Berlin', week_start: 'SUNDAY', fiscal_year_start: 4 },
    hours: JSON.stringify([{ days: ['MONDAY'], from: '09:00', to: '18:00' }]),
    holidays: JSON.stringify(['2026-12-25']),
  });
  const index = { key: 'own', name: 'Own', aggregation: 'ARITHMETIC' };
  const component = { metric: 'NPS', weight: 1, worst: -100, best: 100 };
  await insert(sql, 'cx_index_definition', { ...index, version: 1, components: JSON.stringify([component]) });
  await insert(sql, 'cx_index_definition', {
    ...index,
    version: 1,
    key: 'bare',
    components: JSON.stringify([component]),
  });
  const filtered = { ...component, where: { country: ['DE'] } };
  await insert(sql, 'cx_index_definition', {
    ...index,
    version: 2,
    components: JSON.stringify([filtered]),
    description: 'Ours.',
  });
}

/** What goes on when something was taken away and not yet worked off, or saved and not yet worked on. */
async function leftovers({ sql }: TestContext): Promise<void> {
  await sql.query(`delete from segment where key = 'deleted'`);
  await sql.query(`delete from journey where key = 'deleted'`);
  await sql.query(`update journey set revision = revision + 1, stages = stages - 0 where key = 'changed'`);
  const rule = { field: { field: 'COUNTRY', is: { eq: 'DE' } } };
  await insert(sql, 'segment', { key: 'new', name: 'New', rule });
  // Saved, and found to be such that nobody can be evaluated by it.
  for (const kind of ['segment', 'journey'])
    await sql.query(
      `insert into ${kind}_state (${kind}_id, revision, ${kind === 'segment' ? 'evaluated_at' : 'walked_at'}, failed_revision, failure, failed_at)
       select id, 0, now(), revision, 'No.', now() from ${kind} where key in ('new', 'changed')
       on conflict (${kind}_id) do update set revision = 0, failed_revision = excluded.failed_revision, failure = excluded.failure`,
    );
  // What brought somebody into a stage is gone.
  await sql.query(`update journey_visit set source_id = $1 where customer_id % 5 = 0`, [NOWHERE]);
  await sql.query(
    `update customer_score set latest_nps = 9, churn_risk = 0.5, lifetime_value = 5, currency = 'EUR', model_version = 1 where customer_id = 1`,
  );
  await sql.query(`update customer_score set lifetime_value = 5, currency = '' where customer_id = 500`);
  const condition = { below: 70 };
  const watches = { every: 'MONTH', condition };
  const nps = await insert(sql, 'alert_rule', {
    key: 'nps',
    name: 'NPS',
    metric: 'NPS',
    ...watches,
    filter: {},
    by: ['CHANNEL'],
    level: 0.05,
    problem: 'No.',
    evaluated_at: DAY,
  });
  await insert(sql, 'alert_rule', { key: 'silent', name: 'Silent', metric: 'NPS', condition: { silence: 'P1D' } });
  const index = await insert(sql, 'alert_rule', { key: 'own', name: 'Own', index_key: 'own', ...watches });
  const raised = {
    revision: 1,
    start: '2026-01-01',
    end: '2026-01-31',
    finding: 'BELOW',
    opened_at: DAY,
    message: 'Low.',
  };
  const value = { metric: 'NPS', n: 0, suppressed: false, reliable: false };
  const by = [{ dimension: 'CHANNEL', key: '', label: '(none)' }];
  await insert(sql, 'alert', {
    ...raised,
    rule_id: nps,
    value,
    by: JSON.stringify(by),
    group_key: '[""]',
    closed_at: DAY,
  });
  await insert(sql, 'alert', { ...raised, rule_id: nps, value, finding: 'ABOVE' });
  const component = { metric: 'NPS', raw: value, weight: 0 };
  const indexValue = { n: 0, coverage: 0, suppressed: false, reliable: false, components: [component] };
  await insert(sql, 'alert', { ...raised, rule_id: index, value: indexValue });
  const january = { from: '2026-01-01', to: '2026-01-31', timeZone: 'UTC' };
  const target = { compared: 'VALUE', value: 10, higher_is_better: true };
  const goals = [
    { key: 'nps', metric: 'NPS', during: january, filter: {} },
    { key: 'own', index_key: 'own', during: january },
    { key: 'last', metric: 'NPS', during: { last: 'P1D', weekStart: 'MONDAY' } },
    { key: 'previous', metric: 'NPS', during: { previous: 'YEAR' }, filter: { segment: 'gone' } },
  ];
  for (const goal of goals) await insert(sql, 'target', { ...target, ...goal });
  // Nobody has looked at them yet.
  await sql.query('insert into customer (id) values (502)');
}
