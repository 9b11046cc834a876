// What happens in a random world: pages of two sources, records of our own API, and what befalls them later.
import fc from 'fast-check';
import type { CanonicalInput } from '../../../connectors/records.ts';

/** A source's record; without `record` it stands for nothing any more. */
export interface Make {
  readonly object: string;
  readonly id: number;
  readonly record?: CanonicalInput;
}
export interface Drop {
  readonly object: string;
  readonly id: number;
  readonly into?: number;
}

export type Step =
  | { readonly do: 'page'; readonly source: 0 | 1; readonly makes: readonly Make[]; readonly drops: readonly Drop[] }
  | { readonly do: 'record'; readonly id: number; readonly minute: number; readonly shape: ApiShape }
  | { readonly do: 'prefer'; readonly source: 0 | 1 }
  | { readonly do: 'disconnect'; readonly source: 0 | 1 }
  | { readonly do: 'refresh' };

/** `survey` 0 is our own; others are those of a source. */
export interface ApiShape {
  readonly of: 'purchase' | 'response' | 'invitation';
  readonly email: number | null;
  readonly survey: 0 | 1 | 2;
  readonly score: number;
}

const T0 = Date.UTC(2026, 2, 28);
export const moment = (minutes: number): string => new Date(T0 + minutes * 60_000).toISOString();
/** Days and hours meet, and hours of summer time. */
const minute = fc.oneof(fc.integer({ min: -3000, max: 3000 }), fc.constantFrom(0, 60, 1440, -1));
const some = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null });
const pick = <T extends string>(...names: T[]) => fc.constantFrom(...names);
const ref = (object: string, id: number | null) => (id === null ? null : { object, id: String(id) });
const id = (max: number) => fc.integer({ min: 1, max });
const channel = pick('EMAIL', 'PHONE', 'WEB');
const touchpoint = fc.constantFrom(null, 'checkout', 'support');
const words = fc.constantFrom(null, 'This is a great product and I love it', 'What a terrible and awful answer', '…');

const as = (object: string, id: number, record: CanonicalInput): Make => ({ object, id, record });

const contact = fc
  .record({
    id: id(4),
    email: some(3),
    alias: some(4),
    country: fc.constantFrom(null, 'DE', 'FR'),
    stage: fc.constantFrom(null, 'LEAD' as const, 'CUSTOMER' as const),
    language: fc.constantFrom(null, 'de', 'fr'),
    account: some(3),
  })
  .map(({ id, email, alias, country, stage, language, account }) =>
    as('contact', id, {
      type: 'person',
      identifiers: [
        ...(email ? [{ kind: 'EMAIL' as const, value: `p${email}@world.example` }] : []),
        ...(alias ? [{ kind: 'EXTERNAL_ID' as const, value: `contact/${alias}` }] : []),
      ],
      fields: { country, lifecycleStage: stage, language },
      traits: {},
      account: ref('company', account),
    }),
  );

/** Those of one domain are one. */
const company = fc
  .record({ id: id(3), domain: fc.constantFrom(null, 'one.example', 'two.example'), industry: pick('RETAIL', 'BANKS') })
  .map(({ id, ...rest }) => as('company', id, { type: 'organization', name: `Company ${id}`, ...rest }));

const ticket = fc
  .record({
    id: id(3),
    customer: some(4),
    minute,
    answered: fc.option(fc.integer({ min: -5, max: 500 }), { nil: null }),
    resolved: fc.option(fc.integer({ min: -5, max: 5000 }), { nil: null }),
    reopenCount: fc.integer({ min: 0, max: 1 }),
    channel,
    touchpoint,
    body: words,
    isCase: fc.integer({ max: 9 }),
  })
  .map(({ id, customer, minute, answered, resolved, isCase, ...rest }) =>
    as('ticket', id, {
      type: 'interaction',
      // What was a case may turn out to be none.
      kind: isCase === 0 ? 'TASK' : 'SUPPORT_CASE',
      occurredAt: moment(minute),
      customer: ref('contact', customer),
      firstResponseAt: answered === null ? null : moment(minute + answered),
      resolvedAt: resolved === null ? null : moment(minute + resolved),
      ...rest,
    }),
  );

const conversation = fc
  .record({
    id: id(5),
    kind: pick('CALL', 'CHAT', 'EMAIL', 'FORM_SUBMISSION'),
    direction: pick('INBOUND', 'OUTBOUND'),
    customer: some(4),
    kase: some(3),
    minute,
    durationSeconds: fc.constantFrom(null, 0, 0.25, 61, 3600.5),
    channel,
    touchpoint,
    body: words,
  })
  .map(({ id, customer, kase, minute, ...rest }) =>
    as('talk', id, {
      type: 'interaction',
      occurredAt: moment(minute),
      customer: ref('contact', customer),
      case: ref('ticket', kase),
      ...rest,
    }),
  );

const event = fc
  .record({
    id: id(4),
    kind: pick('PURCHASE', 'PURCHASE', 'REFERRAL', 'NOTE'),
    customer: some(4),
    minute,
    amount: fc.constantFrom(null, 0, -12.5, 0.01, 19.99, 1234567.89, 1e15, 0.1 + 0.2),
    currency: fc.constantFrom(null, 'EUR', 'USD'),
    channel,
  })
  .map(({ id, customer, minute, ...rest }) =>
    as('event', id, { type: 'interaction', occurredAt: moment(minute), customer: ref('contact', customer), ...rest }),
  );

const links = fc
  .record({
    id: id(5),
    role: pick('customer', 'case'),
    to: fc.uniqueArray(id(3), { maxLength: 2 }),
    talk: fc.boolean(),
  })
  .map(({ id, role, to, talk }) => {
    const toObject = role === 'customer' ? 'contact' : 'ticket';
    const object = talk ? 'talk' : 'answered';
    return as(`association:${object}:${toObject}`, id, {
      type: 'links',
      from: { object, id: String(id) },
      role,
      toObject,
      to: to.map(String),
    });
  });

const scale = fc.constantFrom(
  { scaleMin: 1, scaleMax: 5 },
  { scaleMin: 1, scaleMax: 5, higherIsBetter: false },
  { scaleMin: 1, scaleMax: 7 },
  { scaleMin: 1, scaleMax: 7, higherIsBetter: false, positiveFrom: 2 },
  { scaleMin: 0, scaleMax: 10 },
  { scaleMin: 1, scaleMax: 5, positiveFrom: 3 },
  { scaleMin: 1, scaleMax: 2 },
  { scaleMin: 1, scaleMax: 4 },
  { scaleMin: 0, scaleMax: 1e6, positiveFrom: 5e5 },
  { scaleMin: 1, scaleMax: null },
  {},
);
const question = (key: number) =>
  fc
    .record({
      measure: pick('NPS', 'CSAT', 'CES', 'EASE', 'EMOTION', 'QUALITY', 'EMPLOYEE_ENGAGEMENT', 'OTHER'),
      scale,
    })
    .map(({ measure, scale }) => ({ key: `q${key}`, text: `Question ${key}?`, measure, ...scale }));

const survey = fc
  .record({ id: id(2), kind: pick('RELATIONSHIP', 'TOUCHPOINT'), one: question(1), two: question(2) })
  .map(({ id, kind, one, two }) =>
    as('survey', id, { type: 'survey', key: `s${id}`, name: `S${id}`, kind, questions: [one, two] }),
  );

const score = fc.constantFrom(null, 0, 1, 2, 3, 3.5, 4, 5, 6, 7, 8, 9, 10, 1e6, 1e9);
const response = fc
  .record({
    id: id(5),
    survey: id(2),
    customer: some(4),
    kase: some(3),
    minute,
    channel,
    touchpoint,
    answers: fc.uniqueArray(fc.record({ question: pick('q1', 'q2'), score, text: words }), {
      selector: answer => answer.question,
      maxLength: 2,
    }),
  })
  .map(({ id, survey, customer, kase, minute, ...rest }) =>
    as('answered', id, {
      type: 'response',
      survey: `s${survey}`,
      customer: ref('contact', customer),
      case: ref('ticket', kase),
      respondedAt: moment(minute),
      ...rest,
    }),
  );

const answer = fc
  .record({ id: id(4), response: id(5), key: id(3), score, text: words })
  .chain(({ key, ...rest }) => question(key).map(question => ({ question, ...rest })))
  .map(({ id, response, question, score, text }) =>
    as('answer', id, { type: 'answer', response: { object: 'answered', id: String(response) }, question, score, text }),
  );

const invitation = fc
  .record({
    id: id(3),
    survey: id(2),
    customer: some(4),
    minute,
    status: pick('SENT', 'BOUNCED', 'OPENED', 'STARTED', 'COMPLETED'),
  })
  .map(({ id, survey, customer, minute, status }) =>
    as('invitation', id, {
      type: 'invitation',
      survey: `s${survey}`,
      customer: ref('contact', customer),
      sentAt: moment(minute),
      status,
    }),
  );

/** A campaign response, say, that was taken back. */
const nothing = id(5).map((id): Make => ({ object: 'answered', id }));

const make = fc.oneof(
  { arbitrary: contact, weight: 3 },
  { arbitrary: ticket, weight: 2 },
  { arbitrary: conversation, weight: 2 },
  { arbitrary: response, weight: 3 },
  { arbitrary: answer, weight: 2 },
  ...[event, links, survey, invitation, nothing, company].map(arbitrary => ({ arbitrary, weight: 1 })),
);

const drop = fc
  .record({
    object: pick('contact', 'contact', 'ticket', 'talk', 'event', 'answered', 'answer', 'invitation', 'company'),
    id: id(5),
    into: some(4),
  })
  .map(({ object, id, into }): Drop => {
    const merged = object === 'contact' && into !== null && into !== id;
    return { object, id, into: merged ? into : undefined };
  });

const source = fc.constantFrom(0 as const, 1 as const);
const shape = fc.record({
  of: pick('purchase', 'response', 'invitation'),
  email: some(4),
  survey: fc.constantFrom(0 as const, 1 as const, 2 as const),
  score: fc.integer({ min: 1, max: 5 }),
});
const page = fc.record({
  do: fc.constant('page' as const),
  source,
  makes: fc.array(make, { minLength: 1, maxLength: 5 }),
  drops: fc.oneof(
    { arbitrary: fc.constant([]), weight: 3 },
    { arbitrary: fc.array(drop, { maxLength: 2 }), weight: 1 },
  ),
});

export const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: page, weight: 16 },
  { arbitrary: fc.record({ do: fc.constant('record' as const), id: id(3), minute, shape }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('prefer' as const), source }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('disconnect' as const), source }), weight: 1 },
  { arbitrary: fc.constant({ do: 'refresh' as const }), weight: 4 },
);
