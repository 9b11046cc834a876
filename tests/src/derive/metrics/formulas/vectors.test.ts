// Worked examples of single metrics, from publications or by hand.
import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../../../../src/derive/metrics/definitions.ts';
import { INVITATION_BINS, type Kind } from '../../../../../src/derive/metrics/kinds.ts';
import { type MetricName, statesOf } from '../../../../../src/derive/metrics/metric.ts';
import { EMPTY, type State } from '../../../../../src/derive/metrics/state.ts';
import { logBin } from '../../../../../src/derive/metrics/statistics/log-bins.ts';
import { scores, stateOf } from '../../../../support/states.ts';

const state = (parts: Partial<State>): State => ({ ...EMPTY, ...parts });
const of = (states: Partial<Record<Kind, State>>, days = 30) =>
  statesOf(new Map(Object.entries(states) as [Kind, State][]), days);
const times = (count: number, score: number) => Array.from({ length: count }, () => score);

describe('shares, net scores and their intervals', () => {
  it.each<[MetricName, Kind, number, number, number, number, number, number, string]>([
    ['NPS', 'NPS', 50, 20, 100, 30, 14.05, 44.2, 'Rocks 2016'],
    ['NPS', 'NPS', 10, 0, 10, 100, 47.5, 100, 'Rocks 2016'],
    ['NPS', 'NPS', 0, 0, 5, 0, -30.01, 30.01, 'Rocks 2016'],
    ['EASE', 'EASE', 50, 20, 100, 30, 14.05, 44.2, 'as NPS'],
    ['CSAT', 'CSAT', 80, 5, 100, 80, 71.12, 86.66, 'Wilson 1927'],
    ['CES', 'CES', 0, 5, 10, 0, 0, 27.75, 'Wilson 1927'],
    ['QUALITY', 'QUALITY', 80, 5, 100, 80, 71.12, 86.66, 'Wilson 1927'],
    ['EMPLOYEE_ENGAGEMENT', 'EMPLOYEE_ENGAGEMENT', 0, 5, 10, 0, 0, 27.75, 'Wilson 1927'],
    ['REFERRAL_RATE', 'REFERRER', 80, 0, 100, 80, 71.12, 86.66, 'Wilson 1927'],
  ])(
    '%s of %s with %i positive and %i negative in %i is %f (%f to %f; %s)',
    (metric, kind, positive, negative, n, value, low, high) => {
      const found = definitionOf(metric).evaluate(of({ [kind]: state({ positive, negative, n }) }), 0.95);
      expect(found.value).toBeCloseTo(value, 10);
      expect(found.n).toBe(n);
      expect(found.interval!.low).toBeCloseTo(low, 1);
      expect(found.interval!.high).toBeCloseTo(high, 1);
    },
  );

  it.each<[MetricName, readonly [number, number, number], readonly [number, number, number], number, string]>([
    ['NPS', [50, 20, 100], [40, 30, 100], 0.083, 'measuringu.com/nps-significance-test'],
    ['CSAT', [80, 0, 100], [70, 0, 100], 0.103, 'measuringu.com/what-is-the-n-1-two-proportion-test'],
    ['CSAT', [11, 0, 12], [5, 0, 12], 0.011, 'measuringu.com/what-is-the-n-1-two-proportion-test'],
  ])('%s of %j against %j has p %f (%s)', (metric, a, b, p) => {
    const [first, second] = [a, b].map(([positive, negative, n]) => of({ [metric]: state({ positive, negative, n }) }));
    expect(definitionOf(metric).compare(first!, second!)).toBeCloseTo(p, 3);
  });

  it('FIRST_CONTACT_RESOLUTION of 280 in 400 is 70 (SQM); one that was reopened does not count', () => {
    const states = of({
      FIRST_CONTACT: state({ n: 400, positive: 280, negative: 120 }),
      REOPENING: state({ n: 400, positive: 350, negative: 50 }),
    });
    expect(definitionOf('FIRST_CONTACT_RESOLUTION').evaluate(states, 0.95).value).toBeCloseTo(70, 10);
    expect(definitionOf('REOPEN_RATE').evaluate(states, 0.95).value).toBeCloseTo(12.5, 10);
  });

  it('RESPONSE_RATE counts the bounced among the invited and the begun as not answered (AAPOR RR1)', () => {
    const { COMPLETED, STARTED, BOUNCED, SENT } = INVITATION_BINS;
    const bins = new Map<number, number>([
      [COMPLETED, 20],
      [STARTED, 10],
      [BOUNCED, 20],
      [SENT, 50],
    ]);
    const { value } = definitionOf('RESPONSE_RATE').evaluate(of({ INVITATION: state({ n: 100, bins }) }), 0.95);
    expect(value).toBe(20);
  });

  it('MARKET_SHARE beyond the whole market stands without an interval', () => {
    const states = of({ ACTIVE_AT_END: state({ n: 120 }), MARKET_SIZE_CUSTOMERS: state({ n: 1, sum: 100 }) });
    expect(definitionOf('MARKET_SHARE').evaluate(states, 0.95)).toEqual({
      value: 120,
      n: 120,
      interval: null,
      variance: null,
    });
    expect(definitionOf('MARKET_SHARE').compare(states, states)).toBeNull();
  });
});

describe('scores', () => {
  it('EXPERIENCE_RATING is the mean of three nets of 7 steps, top 2 minus bottom 3 (Temkin)', () => {
    const seven = (high: number, middle: number, low: number) =>
      scores([...times(high, 7), ...times(middle, 4), ...times(low, 3)], 6, 3);
    const states = of({ EFFECTIVENESS: seven(70, 20, 10), EASE: seven(60, 20, 20), EMOTION: seven(20, 10, 20) });
    const { value, n } = definitionOf('EXPERIENCE_RATING').evaluate(states, 0.95);
    expect(value).toBeCloseTo((60 + 40 + 0) / 3, 10);
    expect(n).toBe(50);
    expect(definitionOf('EXPERIENCE_RATING').evaluate(of({ EASE: seven(1, 1, 1) }), 0.95).value).toBeNull();
  });

  it('CSAT_MEAN of 3 4 5 5 2 4 4 1 5 3 is 3.6 ± 0.9657 (SciPy), and shows each score', () => {
    const found = definitionOf('CSAT_MEAN').evaluate(of({ CSAT: scores([3, 4, 5, 5, 2, 4, 4, 1, 5, 3], 4, 2) }), 0.95);
    expect(found.value).toBeCloseTo(3.6, 12);
    expect(found.interval!.high).toBeCloseTo(4.565658, 6);
    expect(found.distribution).toEqual([
      { score: 1, count: 1 },
      { score: 2, count: 1 },
      { score: 3, count: 2 },
      { score: 4, count: 3 },
      { score: 5, count: 3 },
    ]);
  });

  it('SENTIMENT is cut at its ends', () => {
    const { interval } = definitionOf('SENTIMENT').evaluate(of({ SENTIMENT: scores([1, 1, 1, 0.2], 2, -2) }), 0.95);
    expect(interval!.high).toBe(1);
  });
});

describe('durations and money', () => {
  it('show median and p90 beside the mean', () => {
    const waits = [60, 120, 180, 240, 300, 360, 420, 480, 540, 86_400];
    const states = of({ FIRST_RESPONSE: stateOf(waits.map(value => ({ value, bin: logBin(value) }))) });
    const found = definitionOf('FIRST_RESPONSE_TIME').evaluate(states, 0.95);
    expect(found.value).toBeCloseTo(8910, 6);
    expect(found.median! / 300).toBeCloseTo(1, 1);
    expect(found.p90! / 540).toBeCloseTo(1, 1);
    expect(found.interval!.low).toBe(0);
  });

  it('REVENUE has the compound Poisson error √Σx²', () => {
    const states = of({ PURCHASE: state({ n: 3, sum: 60, squares: 1400 }) });
    const { value, interval, variance } = definitionOf('REVENUE').evaluate(states, 0.95);
    expect([value, variance]).toEqual([60, 1400]);
    expect(interval!.high - 60).toBeCloseTo(1.959964 * Math.sqrt(1400), 4);
  });

  it('REVENUE and CASE_VOLUME are compared per day: a longer month is no better one', () => {
    const month = (days: number) =>
      of({ CASE: state({ n: 10 * days }), PURCHASE: state({ n: days, sum: days, squares: days }) }, days);
    expect(definitionOf('REVENUE').compare(month(31), month(28))).toBe(1);
    expect(definitionOf('CASE_VOLUME').compare(month(310), month(280))).toBeGreaterThan(0.9);
  });

  it('CUSTOMER_ACQUISITION_COST divides the spend by new customers, Garwood’s ends turned over', () => {
    const states = of({
      ACQUISITION_SPEND: state({ n: 1, sum: 1000 }),
      ACTIVE_AT_END: state({ n: 50, positive: 9, sum: 10 }),
    });
    const { value, n, interval } = definitionOf('CUSTOMER_ACQUISITION_COST').evaluate(states, 0.95);
    expect([value, n]).toEqual([100, 10]);
    expect(interval!.low).toBeCloseTo(1000 / 18.3904, 3);
    expect(interval!.high).toBeCloseTo(1000 / 4.79539, 3);
  });
});

describe('customers', () => {
  const start = state({ n: 100, negative: 10, positive: 90 });

  it('lost and kept add up to 100 when nobody returns, and pass it when somebody does', () => {
    const rates = (end: State) =>
      (['CHURN_RATE', 'RETENTION_RATE'] as const).map(
        metric => definitionOf(metric).evaluate(of({ ACTIVE_AT_START: start, ACTIVE_AT_END: end }), 0.95).value,
      );
    expect(rates(state({ n: 115, positive: 25 }))).toEqual([10, 90]);
    expect(rates(state({ n: 135, positive: 25 }))).toEqual([10, 110]);
  });

  it('CUSTOMER_LIFETIME_VALUE makes a month’s churn c a year’s 1 − (1 − c)^12', () => {
    const days = 365 / 12;
    const states = of(
      {
        PURCHASE: state({ n: 50, sum: 2500, squares: 130_000 }),
        BUYER: state({ n: 40, sum: 50, squares: 70 }),
        ACTIVE_AT_START: start,
        ACTIVE_AT_END: state({ n: 100, positive: 10 }),
      },
      days,
    );
    const { value, n, interval } = definitionOf('CUSTOMER_LIFETIME_VALUE').evaluate(states, 0.95);
    // 50 a purchase, 0.5 a customer and month, a year's churn of 71.757 %.
    expect(value).toBeCloseTo((50 * 6) / (1 - 0.9 ** 12), 8);
    expect(n).toBe(40);
    expect(interval!.low * interval!.high).toBeCloseTo(value! ** 2, 4);
  });

  it('CUSTOMER_LIFETIME_VALUE is unknown without churn', () => {
    const states = of({
      PURCHASE: state({ n: 5, sum: 50, squares: 600 }),
      BUYER: state({ n: 5, sum: 5, squares: 5 }),
      ACTIVE_AT_START: state({ n: 10, positive: 10 }),
      ACTIVE_AT_END: state({ n: 10 }),
    });
    expect(definitionOf('CUSTOMER_LIFETIME_VALUE').evaluate(states, 0.95)).toMatchObject({
      value: null,
      interval: null,
    });
  });
});
