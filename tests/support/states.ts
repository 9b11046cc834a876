// A small world of facts made at random, counted into states by a plain loop, and recounted into metrics without states.
import fc from 'fast-check';
import { INVITATION_BINS, type Kind, SCORE_BIN } from '../../src/derive/metrics/kinds.ts';
import { type States, statesOf } from '../../src/derive/metrics/metric.ts';
import { EMPTY, type State } from '../../src/derive/metrics/state.ts';
import { logBin } from '../../src/derive/metrics/statistics/log-bins.ts';

export interface Fact {
  readonly value?: number;
  readonly sign?: -1 | 0 | 1;
  readonly bin?: number;
}

export function stateOf(facts: readonly Fact[]): State {
  const bins = new Map<number, number>();
  for (const { bin = 0 } of facts) bins.set(bin, (bins.get(bin) ?? 0) + 1);
  const sum = (of: (fact: Fact) => number) => facts.reduce((total, fact) => total + of(fact), 0);
  return {
    n: facts.length,
    positive: facts.filter(fact => fact.sign === 1).length,
    negative: facts.filter(fact => fact.sign === -1).length,
    sum: sum(fact => fact.value ?? 0),
    squares: sum(fact => (fact.value ?? 0) ** 2),
    bins,
    units: new Map([['', facts.length]]),
  };
}

/** A score is positive from `good` on, negative up to `bad`. */
export const scores = (given: readonly number[], good: number, bad: number): State =>
  stateOf(
    given.map(value => ({
      value,
      bin: Math.round(value * SCORE_BIN),
      sign: value >= good ? 1 : value <= bad ? -1 : 0,
    })),
  );
const sizes = (values: readonly number[]): State => stateOf(values.map(value => ({ value, bin: logBin(value) })));

const score = (max: number, min = 1) => fc.array(fc.integer({ min, max }), { maxLength: 30 });
const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });

export const world = fc.record({
  days: fc.integer({ min: 1, max: 800 }),
  nps: score(10, 0),
  csat: score(5),
  ces: score(7),
  effectiveness: score(7),
  ease: score(7),
  emotion: score(7),
  quality: score(5),
  engagement: score(5),
  expectations: score(10),
  ideal: score(10),
  sentiments: fc.array(
    fc.integer({ min: -100, max: 100 }).map(hundredths => hundredths / 100),
    { maxLength: 30 },
  ),
  invitations: fc.array(fc.constantFrom(...(Object.keys(INVITATION_BINS) as (keyof typeof INVITATION_BINS)[]))),
  cases: fc.array(
    fc.record({
      response: fc.option(seconds),
      resolution: fc.option(seconds),
      /** Of each, what lies within business hours; null without a calendar. */
      openResponse: fc.option(seconds),
      openResolution: fc.option(seconds),
      isFirstContact: fc.boolean(),
      isReopened: fc.boolean(),
    }),
  ),
  calls: fc.array(seconds),
  openCalls: fc.array(seconds),
  purchases: fc.array(
    fc.record({ customer: fc.option(fc.nat(8)), amount: fc.double({ min: 0.01, max: 10_000, noNaN: true }) }),
  ),
  customers: fc.array(
    fc.record({
      life: fc.constantFrom('stayed', 'lost', 'returned', 'new', 'away'),
      hasReferred: fc.boolean(),
    }),
  ),
  spend: fc.option(fc.integer({ min: 1, max: 100_000 })),
  market: fc.option(fc.integer({ min: 100, max: 100_000 })),
});
export type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

/** Purchases of each known customer who bought. */
export function purchasesByCustomer({ purchases }: World): number[] {
  const counts = new Map<number, number>();
  for (const { customer } of purchases) if (customer !== null) counts.set(customer, (counts.get(customer) ?? 0) + 1);
  return [...counts.values()];
}

export function factStates(w: World): ReadonlyMap<Kind, State> {
  const resolved = w.cases.filter(each => each.resolution !== null);
  return new Map<Kind, State>([
    ['NPS', scores(w.nps, 9, 6)],
    ['CSAT', scores(w.csat, 4, 2)],
    ['CES', scores(w.ces, 5, 3)],
    ['EFFECTIVENESS', scores(w.effectiveness, 6, 3)],
    ['EASE', scores(w.ease, 6, 3)],
    ['EMOTION', scores(w.emotion, 6, 3)],
    ['QUALITY', scores(w.quality, 4, 2)],
    ['EMPLOYEE_ENGAGEMENT', scores(w.engagement, 4, 2)],
    ['EXPECTATIONS', scores(w.expectations, 6, 4)],
    ['IDEAL', scores(w.ideal, 6, 4)],
    ['SENTIMENT', scores(w.sentiments, 2, -2)],
    ['INVITATION', stateOf(w.invitations.map(status => ({ bin: INVITATION_BINS[status] })))],
    ['CASE', stateOf(w.cases.map(() => ({})))],
    ['FIRST_RESPONSE', sizes(w.cases.flatMap(each => each.response ?? []))],
    ['RESOLUTION', sizes(resolved.flatMap(each => each.resolution ?? []))],
    ['FIRST_CONTACT', stateOf(resolved.map(each => ({ sign: each.isFirstContact && !each.isReopened ? 1 : -1 })))],
    ['REOPENING', stateOf(resolved.map(each => ({ sign: each.isReopened ? -1 : 1 })))],
    ['HANDLE', sizes(w.calls)],
    ['BUSINESS_FIRST_RESPONSE', sizes(w.cases.flatMap(each => each.openResponse ?? []))],
    ['BUSINESS_RESOLUTION', sizes(w.cases.flatMap(each => each.openResolution ?? []))],
    ['BUSINESS_HANDLE', sizes(w.openCalls)],
    ['PURCHASE', sizes(w.purchases.map(each => each.amount))],
  ]);
}

export function states(w: World): States {
  const lives = (...which: string[]) => w.customers.filter(({ life }) => which.includes(life));
  const figure = (sum: number | null): State => (sum === null ? EMPTY : { ...EMPTY, n: 1, sum });
  return statesOf(
    new Map<Kind, State>([
      ...factStates(w),
      ['BUYER', stateOf(purchasesByCustomer(w).map(value => ({ value, sign: value >= 2 ? 1 : 0 })))],
      ['ACTIVE_AT_START', stateOf(lives('stayed', 'lost').map(({ life }) => ({ sign: life === 'lost' ? -1 : 1 })))],
      [
        'ACTIVE_AT_END',
        stateOf(
          lives('stayed', 'returned', 'new').map(({ life }) => ({
            sign: life === 'new' ? 1 : 0,
            value: life === 'new' ? 1 : 0,
          })),
        ),
      ],
      ['REFERRER', stateOf(w.customers.map(({ hasReferred }) => ({ sign: hasReferred ? 1 : 0 })))],
      ['ACQUISITION_SPEND', figure(w.spend)],
      ['MARKET_SIZE_CUSTOMERS', figure(w.market)],
    ]),
    w.days,
  );
}
