// Pure: the SQL that makes facts of interactions, answers and invitations. What counts, when, and as good or bad.
import { type InteractionKind, kindsWhere } from '../../../../connectors/interaction-kinds.ts';
import { isOneOf } from '../../../base/database/conditions.ts';
import { INVITATION_BINS, LOG_BIN_BASE, REOPENING_DAYS, SCORE_BIN, ZERO_BIN } from '../kinds.ts';
import { boundedSql, isBelievable, isCountable } from './bounds-sql.ts';
import { businessSql } from './business-sql.ts';
import { FACT_COLUMNS } from './fact-columns.ts';

type Column = (typeof FACT_COLUMNS)[number];

const LAST_BIN = 2 ** 31 - 1;
const LN_BASE = Math.log(LOG_BIN_BASE);

/** A bin whose middle is within 1 % of the value. */
export const logBin = (value: string): string =>
  `case when ${value} > 0 and ${isCountable(value)} then ceil(ln(${value}) / ${LN_BASE})::int else ${ZERO_BIN} end`;
/** Scores too large for a bin share the outermost: one strange scale must not stop the refresh. */
export const scoreBin = (value: string): string =>
  `case when ${isCountable(value)} then round(least(greatest(${value} * ${SCORE_BIN}, -${LAST_BIN}), ${LAST_BIN}))::int else 0 end`;

const subject = (row: string) => `coalesce(${row}.customer_id, -${row}.id)`;

/** Steps on the scale: 5 for 1..5. */
const steps = `(q.scale_max - q.scale_min + 1)`;
/** So many of the best answers are positive where the question does not say: 2 of 5, 3 of 7. */
const positiveFrom = `coalesce(q.positive_from, case when q.higher_is_better
  then q.scale_max - floor(${steps} / 2) + 1 else q.scale_min + floor(${steps} / 2) - 1 end)`;
/** So many of the worst answers are negative: 2 of 5, 3 of 7. */
const negativeTo = `case when q.higher_is_better
  then q.scale_min + floor((${steps} - 1) * 0.4) else q.scale_max - floor((${steps} - 1) * 0.4) end`;
const atLeastAsGood = (score: string, mark: string) =>
  `(${score} = ${mark} or (${score} > ${mark}) = q.higher_is_better)`;
const atMostAsGood = (score: string, mark: string) =>
  `(${score} = ${mark} or (${score} < ${mark}) = q.higher_is_better)`;

/** Promoters 9–10, detractors 0–6; others by the question's own mark. */
const answerSign = `case
  when q.measure = 'NPS' then case when a.score >= 9 then 1 when a.score <= 6 then -1 else 0 end
  when ${atLeastAsGood('a.score', positiveFrom)} then 1
  when ${atMostAsGood('a.score', negativeTo)} then -1
  else 0 end`;

const scale = `q.scale_min::text || '..' || q.scale_max::text || case when q.higher_is_better then '' else ' low' end`;

const isCountedAs = (fact: InteractionKind['counts']) =>
  isOneOf(
    'i.kind',
    kindsWhere(kind => kind.counts === fact),
  );

type Parts = { readonly [C in Column]?: string } & { readonly kind: string; readonly from: string };

function facts(parts: Parts): string {
  const row = parts.from.split(' ')[1]!;
  const usual: Partial<Record<Column, string>> = {
    source_id: `${row}.id`,
    item: '0',
    subject: subject(row),
    value: '0',
    sign: '0',
    bin: '0',
    unit: `''`,
    channel: `${row}.channel`,
    touchpoint: `${row}.touchpoint`,
    survey_id: 'null::bigint',
    connection_id: `${row}.connection_id`,
    country: 'c.country',
    lifecycle_stage: 'c.lifecycle_stage',
    language: 'c.language',
    account_id: 'c.account_id',
    case_id: `${row}.case_id`,
    survey_channel: 'null::text',
    agent: `${row}.agent`,
  };
  const columns = FACT_COLUMNS.map(column => `${parts[column] ?? usual[column]} as ${column}`);
  // The customer is looked up, not joined: so the plan starts from the few rows asked for.
  return `select ${columns.join(', ')} from ${parts.from.replace(' where ', ` left join customer c on c.id = ${row}.customer_id where `)}`;
}

type Wanted = (id: string) => string;
/** Those whose ids are in a CTE `ids (id)`. */
const LISTED: Wanted = id => `${id} in (select id from ids)`;
/** All: without a condition each table is read once, in its own order. */
export const ALL: Wanted = id => `${id} is not null`;

const ofCase = (wanted: Wanted, parts: Omit<Parts, 'from'> & { when?: string }): string =>
  facts({
    ...parts,
    kind: parts.kind,
    case_id: 'i.id',
    from: `interaction i where ${wanted('i.id')} and ${isCountedAs('CASE')}${parts.when ? ` and ${parts.when}` : ''}`,
  });

/** Facts of cases alone, as a refresh would write them now, of the rows of a CTE `ids (id)`; only rows that are `COUNTS` count. */
export const casesSql = (): string => boundedSql(ofCase(LISTED, { kind: `'CASE'`, at: 'i.occurred_at' }));

/** A clock that runs backwards, or stands at the end of time, measures nothing. */
const isSpan = (to: string) => `${to} >= i.occurred_at and ${isBelievable('i.occurred_at')} and ${isBelievable(to)}`;
const seconds = (to: string) => `extract(epoch from ${to} - i.occurred_at)::float8`;
const status = Object.entries(INVITATION_BINS).map(([name, bin]) => `when '${name}' then ${bin}`);

/** Without moments nobody knows that it was late. */
const reopenedSoon = `(i.reopen_count > 0 and coalesce(i.reopened_at < i.first_resolved_at + interval '${REOPENING_DAYS} days', true))`;
const isByCustomer = `((i.direction is null and ${isOneOf(
  'i.kind',
  kindsWhere(kind => kind.author === 'CUSTOMER'),
)}) or (i.direction = 'INBOUND' and not ${isOneOf(
  'i.kind',
  kindsWhere(kind => kind.author === 'US'),
)}))`;
const hasWords = (text: string) => String.raw`${text} ~ '\S'`;

/** The case that it is about, if any: what the case is, the answer is too. */
const RESPONSE = 'survey_response r left join interaction k on k.id = r.case_id';
const ANSWER = `${RESPONSE} join survey_answer a on a.response_id = r.id join survey_question q on q.id = a.question_id`;
const asked = {
  // Nobody knows it of a case that is named and has not come.
  channel: 'case when r.case_id is null and r.case_ref is null then r.channel else k.channel end',
  touchpoint: 'coalesce(k.touchpoint, r.touchpoint)',
  survey_channel: 'r.channel',
  agent: 'k.agent',
  item: 'q.id',
  at: 'r.responded_at',
  survey_id: 'r.survey_id',
  subject: subject('r'),
  source_id: 'r.id',
};

/**
 * Facts of the interactions, responses and invitations that are asked for, with a column `odd` beside: only rows that are
 * `COUNTS` are to be counted.
 */
export function factsSql(wanted = LISTED): string {
  const own = branches(wanted);
  return boundedSql([...own, businessSql(own, logBin)].join('\nunion all\n'));
}

function branches(wanted: Wanted): string[] {
  return [
    facts({
      ...asked,
      kind: 'q.measure',
      value: 'a.score',
      sign: answerSign,
      bin: scoreBin('a.score'),
      unit: scale,
      // NPS is defined on 0–10 alone; without scale ends nothing tells good from bad.
      from: `${ANSWER} where ${wanted('r.id')} and a.score is not null and q.measure <> 'OTHER'
        and q.scale_min is not null and q.scale_max is not null
        and (q.measure <> 'NPS' or (q.scale_min, q.scale_max, q.higher_is_better) = (0, 10, true))`,
    }),
    facts({
      ...asked,
      kind: `'SENTIMENT'`,
      value: 'a.sentiment',
      bin: scoreBin('a.sentiment'),
      from: `${ANSWER} where ${wanted('r.id')} and a.sentiment is not null and q.measure <> 'EMPLOYEE_ENGAGEMENT'`,
    }),
    facts({
      kind: `'SENTIMENT'`,
      at: 'i.occurred_at',
      value: 'i.sentiment',
      bin: scoreBin('i.sentiment'),
      // What a case itself says is about that case.
      case_id: `case when ${isCountedAs('CASE')} then i.id else i.case_id end`,
      from: `interaction i where ${wanted('i.id')} and i.sentiment is not null`,
    }),
    facts({
      kind: `'INVITATION'`,
      at: 'v.sent_at',
      sign: `(v.status = 'COMPLETED')::int`,
      bin: `case v.status ${status.join(' ')} end`,
      survey_id: 'v.survey_id',
      channel: 'null::text',
      touchpoint: 'null::text',
      agent: 'null::text',
      case_id: 'null::bigint',
      // Who sent it. The survey may be another's, and be gone with it.
      connection_id: '(select s.connection_id from source_record s where s.id = v.id)',
      from: `survey_invitation v where ${wanted('v.id')}`,
    }),
    ofCase(wanted, { kind: `'CASE'`, at: 'i.occurred_at' }),
    ofCase(wanted, {
      kind: `'FIRST_RESPONSE'`,
      at: 'i.occurred_at',
      value: seconds('i.first_response_at'),
      bin: logBin(seconds('i.first_response_at')),
      when: isSpan('i.first_response_at'),
    }),
    ofCase(wanted, {
      kind: `'RESOLUTION'`,
      at: 'i.resolved_at',
      value: seconds('i.resolved_at'),
      bin: logBin(seconds('i.resolved_at')),
      when: isSpan('i.resolved_at'),
    }),
    ofCase(wanted, {
      kind: `'REOPENING'`,
      at: 'i.resolved_at',
      sign: 'case when i.reopen_count > 0 then -1 else 1 end',
      when: 'i.resolved_at is not null and i.reopen_count is not null',
    }),
    ofCase(wanted, {
      kind: `'FIRST_CONTACT'`,
      at: 'i.resolved_at',
      sign: `case when i.contact_count <= 1 and not ${reopenedSoon} then 1 else -1 end`,
      when: 'i.resolved_at is not null and i.reopen_count is not null and i.contact_count is not null',
    }),
    facts({
      kind: `'HANDLE'`,
      at: 'i.occurred_at',
      value: 'i.duration_seconds',
      bin: logBin('i.duration_seconds'),
      from: `interaction i where ${wanted('i.id')} and ${isCountedAs('HANDLE')} and i.duration_seconds is not null`,
    }),
    facts({
      kind: `'PURCHASE'`,
      at: 'i.occurred_at',
      value: 'i.amount',
      bin: logBin('i.amount'),
      unit: `coalesce(i.currency, '')`,
      from: `interaction i where ${wanted('i.id')} and ${isCountedAs('PURCHASE')} and i.amount is not null`,
    }),
    facts({
      kind: `'REFERRAL'`,
      at: 'i.occurred_at',
      from: `interaction i where ${wanted('i.id')} and ${isCountedAs('REFERRAL')}`,
    }),
    ...untold(wanted),
  ];
}

/** What is left out above because its source does not tell, one by one: so that a figure says what share it is of. */
function untold(wanted: Wanted): string[] {
  return [
    facts({
      ...asked,
      kind: `'UNTOLD_SENTIMENT'`,
      from: `${ANSWER} where ${wanted('r.id')} and a.sentiment is null and ${hasWords('a.text')} and q.measure <> 'EMPLOYEE_ENGAGEMENT'`,
    }),
    facts({
      kind: `'UNTOLD_SENTIMENT'`,
      at: 'i.occurred_at',
      case_id: `case when ${isCountedAs('CASE')} then i.id else i.case_id end`,
      from: `interaction i where ${wanted('i.id')} and i.sentiment is null and ${isByCustomer} and ${hasWords('i.body')}`,
    }),
    // Whoever answered was asked somehow.
    facts({
      kind: `'UNTOLD_INVITATION'`,
      ...asked,
      item: '0',
      from: `${RESPONSE} where ${wanted('r.id')} and not exists (
        select from survey_invitation v where v.customer_id = r.customer_id and v.survey_id = r.survey_id and v.sent_at <= r.responded_at
      )`,
    }),
    // A case that is open yet may still be answered.
    ofCase(wanted, {
      kind: `'UNTOLD_FIRST_RESPONSE'`,
      at: 'i.occurred_at',
      when: `i.resolved_at is not null and not coalesce(${isSpan('i.first_response_at')}, false)`,
    }),
    ofCase(wanted, {
      kind: `'UNTOLD_RESOLUTION'`,
      at: 'i.resolved_at',
      when: `i.resolved_at is not null and not (${isSpan('i.resolved_at')})`,
    }),
    ofCase(wanted, {
      kind: `'UNTOLD_REOPENING'`,
      at: 'i.resolved_at',
      when: 'i.resolved_at is not null and i.reopen_count is null',
    }),
    ofCase(wanted, {
      kind: `'UNTOLD_FIRST_CONTACT'`,
      at: 'i.resolved_at',
      when: 'i.resolved_at is not null and (i.reopen_count is null or i.contact_count is null)',
    }),
    facts({
      kind: `'UNTOLD_HANDLE'`,
      at: 'i.occurred_at',
      from: `interaction i where ${wanted('i.id')} and ${isCountedAs('HANDLE')} and i.duration_seconds is null`,
    }),
    facts({
      kind: `'UNTOLD_PURCHASE'`,
      at: 'i.occurred_at',
      from: `interaction i where ${wanted('i.id')} and ${isCountedAs('PURCHASE')} and i.amount is null`,
    }),
  ];
}
