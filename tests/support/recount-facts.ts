// A naive recount of all facts from the stored rows, by the words of the kinds and not by our SQL.
import type { Sql } from '../../src/base/database/sql.ts';

export interface PlainFact {
  source: number;
  item: number;
  kind: string;
  subject: number;
  at: number;
  value: number;
  sign: number;
  /** A whole number, or what bin the value must lie in. */
  bin: number | 'hundredths' | 'logarithm';
  unit: string;
  channel: string | null;
  touchpoint: string | null;
  survey: number | null;
  connection: number;
  country: string | null;
  stage: string | null;
  language: string | null;
  account: number | null;
  case: number | null;
  surveyChannel: string | null;
  agent: string | null;
}

interface Customer {
  id: number;
  country: string | null;
  lifecycle_stage: string | null;
  language: string | null;
  account_id: number | null;
}
interface Row {
  id: number;
  connection_id: number;
  customer_id: number | null;
  case_id: number | null;
  channel: string | null;
  touchpoint: string | null;
  agent?: string | null;
}
interface Interaction extends Row {
  kind: string;
  occurred_at: Date;
  sentiment: number | null;
  first_response_at: Date | null;
  resolved_at: Date | null;
  direction: string | null;
  body: string | null;
  first_resolved_at: Date | null;
  reopened_at: Date | null;
  reopen_count: number | null;
  contact_count: number | null;
  duration_seconds: number | null;
  amount: number | null;
  currency: string | null;
}
interface Response extends Row {
  case_ref: string | null;
  survey_id: number;
  responded_at: Date;
}
interface Answer {
  text: string | null;
  response_id: number | null;
  question_id: number | null;
  score: number | null;
  sentiment: number | null;
}
export interface Question {
  id: number;
  measure: string;
  scale_min: number | null;
  scale_max: number | null;
  higher_is_better: boolean;
  positive_from: number | null;
}
interface Invitation {
  id: number;
  survey_id: number;
  customer_id: number | null;
  sent_at: Date;
  status: string;
  connection_id: number;
}

export async function recount(sql: Sql): Promise<PlainFact[]> {
  const customers = new Map((await sql.query<Customer>('select * from customer')).map(row => [row.id, row]));
  const questions = new Map((await sql.query<Question>('select * from survey_question')).map(row => [row.id, row]));
  const responses = new Map((await sql.query<Response>('select * from survey_response')).map(row => [row.id, row]));
  const facts: PlainFact[] = [];
  const add = (row: Row, kind: string, at: Date, own: Partial<PlainFact> = {}): void => {
    // Nobody believes such a value.
    if (Math.abs(own.value ?? 0) > 1e12) return;
    const customer = row.customer_id === null ? undefined : customers.get(row.customer_id);
    facts.push({
      source: row.id,
      item: 0,
      kind,
      subject: row.customer_id ?? -row.id,
      at: at.getTime(),
      value: 0,
      sign: 0,
      bin: 0,
      unit: '',
      channel: row.channel,
      touchpoint: row.touchpoint,
      survey: null,
      connection: row.connection_id,
      country: customer?.country ?? null,
      stage: customer?.lifecycle_stage ?? null,
      language: customer?.language ?? null,
      account: customer?.account_id ?? null,
      case: row.case_id,
      surveyChannel: null,
      agent: row.agent ?? null,
      ...own,
    });
  };
  const interactions = new Map((await sql.query<Interaction>('select * from interaction')).map(row => [row.id, row]));
  for (const row of interactions.values()) addInteraction(row, add);
  /** What an answer is about, and by which way it was asked. */
  const placeOf = ({ case_id, case_ref, channel, touchpoint }: Response): Partial<PlainFact> => {
    const about = case_id === null ? undefined : interactions.get(case_id);
    const isAboutNone = case_id === null && case_ref === null;
    return {
      channel: isAboutNone ? channel : (about?.channel ?? null),
      touchpoint: about?.touchpoint ?? touchpoint,
      agent: about?.agent ?? null,
      surveyChannel: channel,
    };
  };
  for (const answer of await sql.query<Answer>('select * from survey_answer')) {
    const response = responses.get(answer.response_id ?? 0);
    const question = questions.get(answer.question_id ?? 0);
    if (!response || !question) continue;
    const own = { ...placeOf(response), item: question.id, survey: response.survey_id };
    if (answer.score !== null && counts(question)) {
      const { scale_min: min, scale_max: max, higher_is_better: high } = question;
      const unit = `${min}..${max}${high ? '' : ' low'}`;
      const scored = { ...own, value: answer.score, bin: 'hundredths' as const, unit };
      add(response, question.measure, response.responded_at, { ...scored, sign: signOf(question, answer.score) });
    }
    if (answer.sentiment !== null && question.measure !== 'EMPLOYEE_ENGAGEMENT')
      add(response, 'SENTIMENT', response.responded_at, { ...own, value: answer.sentiment, bin: 'hundredths' });
    if (answer.sentiment === null && answer.text?.trim() && question.measure !== 'EMPLOYEE_ENGAGEMENT')
      add(response, 'UNTOLD_SENTIMENT', response.responded_at, own);
  }
  const invitations = await sql.query<Invitation>(
    'select v.*, r.connection_id from survey_invitation v join source_record r using (id)',
  );
  for (const row of responses.values()) {
    const wasAsked = invitations.some(
      one =>
        one.customer_id !== null &&
        one.customer_id === row.customer_id &&
        one.survey_id === row.survey_id &&
        one.sent_at <= row.responded_at,
    );
    if (!wasAsked) add(row, 'UNTOLD_INVITATION', row.responded_at, { ...placeOf(row), survey: row.survey_id });
  }
  for (const row of invitations)
    add({ ...row, case_id: null, channel: null, touchpoint: null }, 'INVITATION', row.sent_at, {
      sign: row.status === 'COMPLETED' ? 1 : 0,
      bin: ['SENT', 'BOUNCED', 'OPENED', 'STARTED', 'COMPLETED'].indexOf(row.status),
      survey: row.survey_id,
    });
  return facts;
}

type Add = (row: Row, kind: string, at: Date, own?: Partial<PlainFact>) => void;

function addInteraction(row: Interaction, add: Add): void {
  const { occurred_at: from, first_response_at: answered, resolved_at: resolved } = row;
  const measured = (value: number) => ({ value, bin: 'logarithm' as const });
  const about = row.kind === 'SUPPORT_CASE' ? row.id : row.case_id;
  if (row.sentiment !== null) add(row, 'SENTIMENT', from, { value: row.sentiment, bin: 'hundredths', case: about });
  else if (isTheirs(row) && row.body?.trim()) add(row, 'UNTOLD_SENTIMENT', from, { case: about });
  if (row.kind === 'REFERRAL') add(row, 'REFERRAL', from);
  if (row.kind === 'PURCHASE' && row.amount !== null)
    add(row, 'PURCHASE', from, { ...measured(row.amount), unit: row.currency ?? '' });
  if ((row.kind === 'CALL' || row.kind === 'CHAT') && row.duration_seconds !== null)
    add(row, 'HANDLE', from, measured(row.duration_seconds));
  if (row.kind === 'PURCHASE' && row.amount === null) add(row, 'UNTOLD_PURCHASE', from);
  if ((row.kind === 'CALL' || row.kind === 'CHAT') && row.duration_seconds === null) add(row, 'UNTOLD_HANDLE', from);
  if (row.kind !== 'SUPPORT_CASE') return;
  const own = { case: row.id };
  const seconds = (to: Date) => (to.getTime() - from.getTime()) / 1000;
  add(row, 'CASE', from, own);
  // A clock that runs backwards measures nothing.
  if (answered && answered >= from) add(row, 'FIRST_RESPONSE', from, { ...own, ...measured(seconds(answered)) });
  if (!resolved) return;
  if (resolved >= from) add(row, 'RESOLUTION', resolved, { ...own, ...measured(seconds(resolved)) });
  else add(row, 'UNTOLD_RESOLUTION', resolved, own);
  if (!answered || answered < from) add(row, 'UNTOLD_FIRST_RESPONSE', from, own);
  const { reopen_count: reopened, contact_count: contacts } = row;
  if (reopened === null) add(row, 'UNTOLD_REOPENING', resolved, own);
  else add(row, 'REOPENING', resolved, { ...own, sign: reopened === 0 ? 1 : -1 });
  if (reopened === null || contacts === null) add(row, 'UNTOLD_FIRST_CONTACT', resolved, own);
  else add(row, 'FIRST_CONTACT', resolved, { ...own, sign: contacts <= 1 && !wasReopenedSoon(row) ? 1 : -1 });
}

/** Within a week of its first resolution; without both moments nobody can say that it was later. */
function wasReopenedSoon({ reopen_count, reopened_at, first_resolved_at }: Interaction): boolean {
  if (!reopen_count) return false;
  if (!reopened_at || !first_resolved_at) return true;
  return reopened_at.getTime() - first_resolved_at.getTime() < 7 * 24 * 3_600_000;
}

/** Whether the words are the customer's own. */
function isTheirs({ kind, direction }: Interaction): boolean {
  if (direction === null) return ['SUPPORT_CASE', 'FORM_SUBMISSION', 'SOCIAL_POST'].includes(kind);
  return direction === 'INBOUND' && !['CALL', 'MEETING', 'NOTE', 'TASK', 'PURCHASE', 'DEAL'].includes(kind);
}

function counts(question: Question): boolean {
  const { measure, scale_min: min, scale_max: max, higher_is_better: high } = question;
  if (measure === 'OTHER' || min === null || max === null) return false;
  return measure !== 'NPS' || (min === 0 && max === 10 && high);
}

/** Boxes at the good and at the bad end where the question has no mark of its own, by the steps of its scale. */
const BOXES: Readonly<Record<number, { good: number; bad: number }>> = {
  2: { good: 1, bad: 1 },
  3: { good: 1, bad: 1 },
  4: { good: 2, bad: 2 },
  5: { good: 2, bad: 2 },
  6: { good: 3, bad: 3 },
  7: { good: 3, bad: 3 },
  10: { good: 5, bad: 4 },
  11: { good: 5, bad: 5 },
  1000001: { good: 500_000, bad: 400_001 },
};

export function signOf(question: Question, score: number): number {
  if (question.measure === 'NPS') return score >= 9 ? 1 : score <= 6 ? -1 : 0;
  const [min, max] = [question.scale_min!, question.scale_max!];
  const boxes = BOXES[max - min + 1]!;
  // Turned round, so that high is good.
  const turn = (value: number) => (question.higher_is_better ? value : min + max - value);
  const mark = question.positive_from === null ? max - boxes.good + 1 : turn(question.positive_from);
  if (turn(score) >= mark) return 1;
  return turn(score) <= min + boxes.bad - 1 ? -1 : 0;
}
