// A random company with customers, surveys and what happened: plain objects, as a person would tell them.
import fc from 'fast-check';

export interface Person {
  readonly country: string | null;
  readonly language: string | null;
  readonly stage: string | null;
  readonly account: number | null;
  readonly createdAt: number;
  readonly deleted: boolean;
  readonly merged: boolean;
}
export interface Question {
  readonly measure: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly low: boolean;
  readonly mark: number | null;
}
export interface Survey {
  readonly kind: string;
  readonly questions: readonly Question[];
}
export interface Reply {
  readonly person: number | null;
  readonly survey: number;
  readonly source: number;
  readonly at: number;
  readonly channel: string;
  readonly touchpoint: string | null;
  /** Place among the cases. */
  readonly about: number | null;
  /** By question; null is no answer. */
  readonly answers: readonly ({ readonly score: number | null; readonly sentiment: number | null } | null)[];
}
export interface Happening {
  readonly kind: string;
  readonly person: number | null;
  readonly source: number;
  readonly at: number;
  readonly channel: string;
  readonly touchpoint: string | null;
  readonly sentiment: number | null;
  readonly about: number | null;
  readonly seconds: number | null;
  readonly amount: number | null;
  readonly currency: string | null;
}
export interface Case extends Omit<Happening, 'kind' | 'about' | 'seconds' | 'amount' | 'currency'> {
  readonly priority: string | null;
  readonly answeredAt: number | null;
  readonly resolvedAt: number | null;
  /** Null where the source does not tell. */
  readonly reopened: number | null;
  readonly contacts: number | null;
  /** From the first resolution to the first reopening, in days; null where neither is dated. */
  readonly reopenedAfter: number | null;
}
export interface Invitation {
  readonly person: number | null;
  readonly survey: number;
  readonly source: number;
  readonly at: number;
  readonly status: string;
}
export interface Figure {
  readonly figure: string;
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  readonly currency: string | null;
}
/** Brought a person into a stage. */
export interface Visit {
  readonly journey: number;
  readonly person: number;
  readonly stage: number;
  readonly at: number;
  /** Place among the replies: at its very moment, and its person's, where there is one. */
  readonly reply: number | null;
}
export interface World {
  readonly people: readonly Person[];
  /** Industry of each. */
  readonly accounts: readonly (string | null)[];
  readonly surveys: readonly Survey[];
  readonly replies: readonly Reply[];
  readonly happenings: readonly Happening[];
  readonly cases: readonly Case[];
  readonly invitations: readonly Invitation[];
  /** In the order in which they were recorded. */
  readonly figures: readonly Figure[];
  /** Who was put into each; not all of them can be in one. */
  readonly segments: readonly (readonly number[])[];
  readonly visits: readonly Visit[];
}

/** Stages of each journey, by key. */
export const JOURNEYS = [
  ['a', 'b', 'c'],
  ['x', 'y'],
] as const;

export const NOW = Date.parse('2026-05-01T10:17:23.456Z');
export const PEOPLE = 40;
export const CASES = 120;
const SURVEYS = 4;
const REPLIES = 400;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST_DAY = Date.UTC(2025, 8, 20);
const DAYS = Math.floor((NOW - FIRST_DAY) / DAY);

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const int = (min: number, max: number) => fc.integer({ min, max });
const maybe = <T>(of: fc.Arbitrary<T>, freq = 4) => fc.option(of, { nil: null, freq });

/** Of a day: any, but often just where a day, an hour or half an hour begins somewhere on earth. */
const clock = fc.oneof(
  int(0, DAY - 1),
  int(0, 47).map(half => half * (HOUR / 2)),
  int(0, 95).map(quarter => Math.max(0, quarter * (HOUR / 4) - 1)),
);
const since = (first: number, days: number) =>
  fc.tuple(int(0, days - 1), clock).map(([day, time]) => first + day * DAY + time);
const recently = since(FIRST_DAY, DAYS);
/** Long enough for customers to fall silent and come back. */
const ever = fc.oneof(recently, since(Date.UTC(2023, 5, 1), 1060));

const channel = pick('EMAIL', 'PHONE', 'WEB');
const touchpoint = pick(null, 'checkout', 'support');
const person = maybe(int(0, PEOPLE - 1), 9);
const source = int(0, 2);
const sentiment = maybe(
  int(-100, 100).map(hundredths => hundredths / 100),
  2,
);
const where = { person, source, channel, touchpoint, sentiment };

const people = fc.record({
  country: pick(null, 'DE', 'FR', 'AT'),
  language: pick(null, 'de', 'en'),
  stage: pick(null, 'LEAD', 'CUSTOMER'),
  account: maybe(int(0, 3)),
  createdAt: ever,
  deleted: int(0, 9).map(n => n === 0),
  merged: int(0, 9).map(n => n === 0),
});

const on = (
  measure: string,
  min: number | null,
  max: number | null,
  mark: number | null = null,
  low = false,
): Question => ({
  measure,
  min,
  max,
  low,
  mark,
});
const question = pick(
  on('NPS', 0, 10, 9),
  on('NPS', 0, 10, 9),
  on('NPS', 1, 10),
  on('CSAT', 1, 5, 4),
  on('CSAT', 1, 5),
  on('CSAT', 1, 7),
  on('CSAT', 1, 3),
  on('CES', 1, 7, 5),
  on('CES', 1, 5, null, true),
  on('EFFECTIVENESS', 1, 7, 6),
  on('EASE', 1, 7, 6),
  on('EMOTION', 1, 7, 6),
  on('EMOTION', 1, 7, 2, true),
  on('QUALITY', 1, 4),
  on('EXPECTATIONS', 1, 10),
  on('IDEAL', 1, 10),
  on('EMPLOYEE_ENGAGEMENT', 1, 5),
  on('OTHER', 1, 5),
  on('CSAT', 1, null),
);
const experience = ['EFFECTIVENESS', 'EASE', 'EMOTION'].map(measure => on(measure, 1, 7, 6));
const survey = (always: readonly Question[]) =>
  fc.record({
    kind: pick('RELATIONSHIP', 'TOUCHPOINT'),
    questions: fc.array(question, { minLength: 2, maxLength: 4 }).map(some => [...always, ...some]),
  });
const surveys = fc.tuple(
  survey([on('NPS', 0, 10, 9), on('CSAT', 1, 5, 4)]),
  survey(experience),
  survey([on('QUALITY', 1, 5), on('EXPECTATIONS', 1, 10), on('IDEAL', 1, 10)]),
  survey([on('CES', 1, 7, 5), on('EMPLOYEE_ENGAGEMENT', 1, 5)]),
);

const answer = fc.record({
  score: maybe(
    int(0, 999).map(thousandths => thousandths / 1000),
    9,
  ),
  sentiment,
});
const reply = fc.record({
  person,
  source,
  channel,
  touchpoint,
  survey: int(0, SURVEYS - 1),
  at: recently,
  about: maybe(int(0, CASES - 1), 2),
  answers: fc.array(maybe(answer, 9), { minLength: 7, maxLength: 7 }),
});

const happening = fc.record({
  ...where,
  kind: pick('PURCHASE', 'PURCHASE', 'PURCHASE', 'CALL', 'CHAT', 'EMAIL', 'REFERRAL', 'NOTE'),
  at: ever,
  about: maybe(int(0, CASES - 1), 2),
  seconds: maybe(pick(0, 0.25, 61, 300, 999.5, 3600)),
  amount: maybe(pick(0, -12.5, 0.01, 9.99, 19.99, 100, 250, 1234.5), 9),
  currency: fc.oneof({ arbitrary: fc.constant('EUR'), weight: 8 }, { arbitrary: pick('USD', null), weight: 1 }),
});

const span = (max: number) =>
  maybe(
    int(-2, max).map(hours => hours * HOUR),
    3,
  );
const supportCase = fc
  .record({
    ...where,
    at: recently,
    priority: pick(null, 'high', 'low'),
    answered: span(30),
    resolved: span(900),
    reopened: maybe(int(0, 1), 3),
    contacts: maybe(int(0, 3), 4),
    reopenedAfter: pick(null, 1, 6, 7, 8),
  })
  .map(
    ({ answered, resolved, ...rest }): Case => ({
      ...rest,
      answeredAt: answered === null ? null : rest.at + answered,
      resolvedAt: resolved === null ? null : rest.at + resolved,
    }),
  );

const invitation = fc.record({
  person,
  survey: int(0, SURVEYS - 1),
  source,
  at: recently,
  status: pick('SENT', 'BOUNCED', 'OPENED', 'STARTED', 'COMPLETED', 'COMPLETED'),
});

const day = int(-500, 300).map(days => new Date(NOW + days * DAY).toISOString().slice(0, 10));
const figure = fc
  .record({
    figure: pick('ACQUISITION_SPEND', 'MARKET_SIZE_CUSTOMERS', 'MARKET_SIZE_CUSTOMERS', 'MARKET_SIZE_REVENUE'),
    from: day,
    to: day,
    amount: int(0, 5000),
    dollars: int(0, 7),
  })
  .map(
    ({ figure, from, to, amount, dollars }): Figure => ({
      figure,
      from: from < to ? from : to,
      to: from < to ? to : from,
      amount,
      currency: figure === 'MARKET_SIZE_CUSTOMERS' ? null : dollars === 0 ? 'USD' : 'EUR',
    }),
  );

const visit = fc
  .record({
    journey: int(0, JOURNEYS.length - 1),
    person: int(0, PEOPLE - 1),
    stage: int(0, 2),
    at: ever,
    reply: maybe(int(0, REPLIES - 1), 2),
  })
  .map((one): Visit => ({ ...one, stage: one.stage % JOURNEYS[one.journey]!.length }));
const everybody = Array.from({ length: PEOPLE }, (_, i) => i);

const many = <T>(of: fc.Arbitrary<T>, length: number) => fc.array(of, { minLength: length, maxLength: length });

export const world: fc.Arbitrary<World> = fc
  .record({
    people: many(people, PEOPLE),
    accounts: many(pick(null, 'Bank', 'Retail'), 4),
    surveys,
    replies: many(reply, REPLIES),
    happenings: many(happening, 400),
    cases: many(supportCase, CASES),
    invitations: many(invitation, 150),
    figures: fc.array(figure, { minLength: 6, maxLength: 16 }),
    segments: many(fc.subarray(everybody), 3),
    visits: many(visit, 150),
  })
  // Nobody could read it; the seed brings it back.
  .map(found => ({ ...found, [fc.toStringMethod]: () => 'a world' }));

/** The score that an answer's share of the scale stands for; what has no upper end goes to 10. */
export function scoreOf(question: Question, share: number): number {
  const [min, max] = [question.min ?? 0, question.max ?? 10];
  const steps = max - min + 1;
  // Now and then between two steps.
  return share > 0.97 ? max - 0.5 : Math.min(max, min + Math.floor((share / 0.97) * steps));
}
