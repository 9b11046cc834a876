// Random companies: equal moments, moments on the very ends of windows, what is yet to come, and traits of strange values.
import fc from 'fast-check';
import { TRAITS } from './arbitrary.ts';
import { JOURNEYS, type World } from './world.ts';

/** The moment that rules are evaluated at. */
export const NOW = Date.UTC(2026, 5, 15, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Often on the end of a window, or a millisecond from it. */
const moment = fc.oneof(
  fc
    .tuple(fc.constantFrom(0.5, 1, 7, 30, 91, 0, -0.5, -1, -7), fc.constantFrom(0, 0, 1, -1))
    .map(([days, ms]) => NOW - days * DAY + ms),
  fc.integer({ min: -40 * 24, max: 100 * 24 }).map(hours => NOW - hours * HOUR),
  fc.integer({ min: 0, max: 72 }).map(half => NOW - (half / 2) * HOUR),
);
const text = (...values: (string | null)[]) => fc.constantFrom(...values);

const value = fc.oneof(
  fc.constantFrom<unknown>('pro', 'PRO plan', '5', '5.0', ' 5', '-3.5', '+5', '1e3', '', 'true', 'TRUE', '٥', 'É%_\\"'),
  fc.constantFrom<unknown>(5, 0, -3.5, 12, 1.5, true, false, null),
  fc.constantFrom<unknown>(
    '2026-02-29',
    '2024-02-29',
    '2026-13-01',
    '2026-04-31',
    '0000-01-01',
    '2026-06-15',
    '2026-6-1',
  ),
  fc.constantFrom<unknown>(
    '2026-06-15T12:00:00Z',
    '2026-06-14 14:00',
    '2026-06-14T14:00:00.123+0200',
    '2026-06-15T24:00Z',
  ),
  fc.constantFrom<unknown>(
    '2026-06-14T14:00:60Z',
    '2026-06-14T14:00:00+25:00',
    '9999-12-31T23:59:59-14:00',
    'infinity',
    'now',
  ),
  moment.map(at => new Date(at).toISOString()),
);
const trait = fc.oneof(
  { weight: 5, arbitrary: value },
  { weight: 1, arbitrary: fc.array(fc.oneof(value, fc.constant(['pro']), fc.constant({ pro: 5 })), { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>({}, { value: 'pro' }, [], [['pro']], 'a'.repeat(300), '9'.repeat(150)),
  },
);

const account = fc.record({
  name: text('Acme', 'Globex', '', 'ACME Ltd').map(name => name!),
  industry: text('Retail', 'Steel', null),
  employees: fc.constantFrom(0, 10, 250, 11, null),
  isGone: fc.constantFrom(false, false, false, true),
});
const figure = (...values: number[]) => fc.constantFrom(...values, null);
const person = fc.record({
  emails: fc.uniqueArray(fc.constantFrom('ada@example.com', 'bob@example.com', 'eve@other.org'), { maxLength: 2 }),
  country: text('DE', 'US', 'FR', null),
  language: text('de', 'en', 'pt-BR', null),
  jobTitle: text('Éditeur', 'CTO 100%', 'a_b', "O'Hara \\ co", null),
  lifecycleStage: text('LEAD', 'CUSTOMER', 'OTHER', null),
  createdAt: moment,
  account: fc.constantFrom(1, 2, 3, 4, null, 99),
  traits: fc.dictionary(fc.constantFrom(...TRAITS), trait, { maxKeys: 5 }),
  score: fc.option(
    fc.record({
      health: figure(0, 50, 72.5, 100),
      churnRisk: figure(0, 0.1, 0.5, 1),
      lifetimeValue: figure(0, 0.3, 1200, -5),
    }),
    { freq: 4 },
  ),
  lastInteractionAt: fc.oneof(moment, moment, fc.constantFrom(null, undefined)),
  gone: fc.constantFrom(null, null, null, null, null, 'DELETED' as const, 'MERGED' as const),
});

const PEOPLE = 24;
/** Few have much, so that things follow each other. */
const customer = fc.oneof(fc.integer({ min: 1, max: PEOPLE }), fc.integer({ min: 1, max: 6 }));
const happening = fc.record({
  customer: fc.option(customer, { freq: 20 }),
  kind: fc.constantFrom('SUPPORT_CASE', 'SUPPORT_CASE', 'PURCHASE', 'CAMPAIGN_RESPONSE', 'EMAIL', 'CALL'),
  channel: fc.constantFrom('EMAIL', 'WEB', 'PHONE'),
  touchpoint: text('shop', 'app', null),
  at: moment,
  resolvedAt: fc.option(moment, { freq: 2 }),
  amount: fc.constantFrom(0.1, 0.2, 100, 20.5, 0, -1, null),
});
/** Answers of one response have its moment. */
const response = fc.record({
  subject: fc.oneof({ weight: 15, arbitrary: customer }, { weight: 1, arbitrary: fc.constant(-1) }),
  at: moment,
  answers: fc.uniqueArray(
    fc.record({
      item: fc.integer({ min: 1, max: 4 }),
      measure: fc.constantFrom('NPS', 'NPS', 'CSAT', 'CES', 'EASE'),
      value: fc.constantFrom(0, 6, 6.5, 7, 8, 9, 10),
    }),
    { minLength: 1, maxLength: 4, selector: one => one.item },
  ),
});
const visit = fc.constantFrom(...Object.entries(JOURNEYS)).chain(([journey, stages]) =>
  fc.record({
    customer,
    journey: fc.constant(journey),
    stage: fc.constantFrom(...stages),
    at: moment.filter(at => at <= NOW),
  }),
);

const numbered = <T extends object>(things: readonly T[]) => things.map((thing, at) => ({ id: at + 1, ...thing }));

export const randomWorld: fc.Arbitrary<Omit<World, 'segments'>> = fc.record({
  accounts: fc.array(account, { minLength: 4, maxLength: 4 }).map(numbered),
  people: fc.array(person, { minLength: PEOPLE, maxLength: PEOPLE }).map(numbered),
  happenings: fc.array(happening, { minLength: 60, maxLength: 160 }).map(numbered),
  answers: fc
    .array(response, { minLength: 15, maxLength: 40 })
    .map(all =>
      numbered(all).flatMap(({ id, subject, at, answers }) =>
        answers.map(one => ({ source: id, subject, at, ...one })),
      ),
    ),
  // In a journey somebody stands in one place.
  visits: fc.uniqueArray(visit, { maxLength: 30, selector: one => `${one.journey} ${one.customer}` }),
  history: fc.array(visit, { maxLength: 20 }),
});
