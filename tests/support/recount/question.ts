// Random questions that a metric can be asked.
import fc from 'fast-check';
import { encodeId } from '../../../src/base/ids.ts';
import type { Granularity } from '../../../src/base/time/calendar.ts';
import type { Dimension } from '../../../src/derive/metrics/dimensions.ts';
import type { MetricFilter } from '../../../src/derive/metrics/filter.ts';
import type { MetricName } from '../../../src/derive/metrics/metric.ts';
import type { PeriodInput } from '../../../src/derive/metrics/period.ts';
import type { Comparison, ReportRequest } from '../../../src/derive/metrics/request.ts';
import { plusDays, plusMonths } from './calendar.ts';
import { journeyKey, segmentKey } from './memberships.ts';
import { ID, SOURCES } from './store.ts';
import { JOURNEYS } from './world.ts';

type Nature = 'answers' | 'money' | 'customers' | 'lifetime' | 'spend' | 'market';

const NATURES: Partial<Record<MetricName, Nature>> = {
  AVERAGE_ORDER_VALUE: 'money',
  REVENUE: 'money',
  CUSTOMER_COUNT: 'customers',
  CHURN_RATE: 'customers',
  RETENTION_RATE: 'customers',
  REPEAT_PURCHASE_RATE: 'customers',
  PURCHASE_FREQUENCY: 'customers',
  REFERRAL_RATE: 'customers',
  CUSTOMER_LIFETIME_VALUE: 'lifetime',
  CUSTOMER_ACQUISITION_COST: 'spend',
  MARKET_SHARE: 'market',
};
export const natureOf = (metric: MetricName): Nature => NATURES[metric] ?? 'answers';

const OF_PEOPLE = [
  'COUNTRY',
  'LANGUAGE',
  'LIFECYCLE_STAGE',
  'ACCOUNT',
  'ACCOUNT_INDUSTRY',
  'ACCOUNT_SIZE',
  'SIGNUP_COHORT',
  'TRAIT:plan',
] as const;
const OVERLAPPING = ['SEGMENT', 'JOURNEY_STAGE'] as const;
const OF_THINGS = [
  'CHANNEL',
  'TOUCHPOINT',
  'SURVEY',
  'SURVEY_KIND',
  'SOURCE',
  'CASE_PRIORITY',
  'SURVEY_CHANNEL',
  'AGENT',
] as const;
const DIMENSIONS: Readonly<Record<Nature, readonly Dimension[]>> = {
  answers: [...OF_PEOPLE, ...OF_THINGS, ...OVERLAPPING],
  money: [...OF_PEOPLE, ...OF_THINGS, ...OVERLAPPING, 'CURRENCY'],
  customers: [...OF_PEOPLE, 'SEGMENT'],
  lifetime: [...OF_PEOPLE, 'SEGMENT'],
  spend: [],
  market: [],
};

/** Half hours, quarters of hours, both hemispheres' summer times, midnights that are left out, both sides of the date line. */
export const ZONES = [
  'UTC',
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Pacific/Chatham',
  'America/Havana',
  'Africa/Cairo',
];
const zone = fc.constantFrom(...ZONES);
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const someOf = <T>(values: readonly T[], maxLength: number) =>
  fc.oneof(
    { arbitrary: fc.constant<T[]>([]), weight: 3 },
    { arbitrary: fc.shuffledSubarray([...values], { maxLength: Math.min(1, values.length) }), weight: 4 },
    { arbitrary: fc.shuffledSubarray([...values], { maxLength: Math.min(maxLength, values.length) }), weight: 2 },
  );
const rarely = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 4 }, { arbitrary: of, weight: 1 });

interface Asked {
  readonly during: PeriodInput;
  readonly days: number;
}
const ofDays = fc
  .record({ zone, offset: fc.integer({ min: 0, max: 230 }), days: pick(1, 5, 14, 30, 60, 100, 200) })
  .map(({ zone, offset, days }): Asked => {
    const from = plusDays('2025-09-15', offset);
    return { days, during: { from, to: plusDays(from, days - 1), timeZone: zone } };
  });
const ofMonths = fc
  .record({ zone, offset: fc.integer({ min: -12, max: 9 }), months: pick(1, 3, 6, 12, 24) })
  .map(({ zone, offset, months }): Asked => {
    const from = plusMonths('2025-08-01', offset);
    return { days: months * 30, during: { from, to: plusDays(plusMonths(from, months), -1), timeZone: zone } };
  });
const rolling = fc
  .record({ zone, last: pick('P7D', 'P4W', 'P30D', 'P90D', 'P3M', 'P6M', 'P1Y', 'P2Y', 'PT36H') })
  .map(({ zone, last }): Asked => {
    const days = { D: 1, W: 7, M: 30, Y: 365, H: 1 / 24 }[last.at(-1)!]! * Number(/\d+/.exec(last)![0]);
    return { days, during: { last, timeZone: zone } };
  });

/** Not so many buckets that a failure cannot be read. */
const everyFor = (days: number): fc.Arbitrary<Granularity | null> =>
  pick(
    null,
    ...(days <= 60 ? (['DAY'] as const) : []),
    ...(days <= 250 ? (['WEEK'] as const) : []),
    'MONTH',
    'QUARTER',
    'YEAR',
  );

const country = rarely(fc.subarray(['DE', 'FR', 'AT', 'CH']));
const lifecycleStage = rarely(fc.subarray(['LEAD', 'CUSTOMER'], { minLength: 1 }));
/** Two of them are one. */
const account = rarely(pick(0, 1, 3).map(i => encodeId('account', ID.account + i)));
const segment = rarely(pick(0, 1, 2).map(segmentKey));
const journey = rarely(pick(0, 1).map(journeyKey));
const journeyStage = rarely(
  pick(...JOURNEYS.flatMap((stages, i) => stages.map(stage => ({ journey: journeyKey(i), stage })))),
);
/** So many kinds of conditions that one of them is there now and then. */
const seldom = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 12 }, { arbitrary: of, weight: 1 });
/** Some ask for those of whom nothing is told. */
const more = {
  language: seldom(fc.subarray(['de', 'en', ''], { minLength: 1 })),
  signupCohort: seldom(fc.subarray(['2025-10', '2025-11', '2026-01', '2026-02', ''], { minLength: 2 })),
  accountIndustry: seldom(fc.subarray(['Bank', 'Retail', ''], { minLength: 1 })),
  accountSize: seldom(fc.subarray(['MICRO', 'SMALL', 'ENTERPRISE'], { minLength: 1 })),
  traits: seldom(
    fc.subarray(['gold', "it's silver", '7', ''], { minLength: 1 }).map(values => [{ key: 'plan', values }]),
  ),
};
const people = { country, lifecycleStage, account, segment, ...more };
const things = {
  survey: rarely(pick('survey-0', 'survey-1', 'survey-2', 'survey-3')),
  surveyKind: rarely(pick('RELATIONSHIP', 'TOUCHPOINT')),
  channel: rarely(fc.subarray(['EMAIL', 'PHONE', 'WEB'], { minLength: 1 })),
  touchpoint: rarely(fc.subarray(['checkout', 'support', 'nowhere'], { minLength: 1 })),
  agent: seldom(fc.subarray(['ada@example.com', 'Bob', ''], { minLength: 1 })),
  surveyChannel: seldom(fc.subarray(['EMAIL', 'PHONE', 'WEB'], { minLength: 1 })),
  casePriority: seldom(fc.subarray(['high', 'low', ''], { minLength: 1 })),
  source: rarely(fc.subarray([...SOURCES], { minLength: 1 })),
  journey,
  journeyStage,
};
const few = { country, channel: things.channel, source: things.source, account, segment, journeyStage };
const currency = fc.option(pick('EUR', 'EUR', 'USD', 'XXX'), { nil: undefined, freq: 3 });
const scale = fc.option(pick('1..5', '1..7', '1..7', '1..10', '1..5 low'), { nil: undefined, freq: 2 });
/** Most questions have few conditions, lest nothing is left to count. */
const mostly = (all: object, some: object): fc.Arbitrary<MetricFilter> =>
  fc.oneof(fc.record(some), fc.record(some), fc.record(all)) as fc.Arbitrary<MetricFilter>;
const FILTERS: Readonly<Record<Nature, fc.Arbitrary<MetricFilter>>> = {
  answers: mostly({ ...people, ...things, scale }, few),
  money: mostly({ ...people, ...things, currency }, { ...few, currency }),
  customers: fc.record(people) as fc.Arbitrary<MetricFilter>,
  lifetime: fc.record({ ...people, currency }) as fc.Arbitrary<MetricFilter>,
  spend: fc.record({ currency }) as fc.Arbitrary<MetricFilter>,
  market: fc.constant({}),
};
/** One scale, where values of two may not be averaged. */
const ONE_SCALE: Partial<Record<MetricName, string>> = {
  CSAT_MEAN: '1..5',
  CES_MEAN: '1..7',
  EMOTION: '1..7',
  EXPERIENCE_RATING: '1..7',
};

export function questionFor(metric: MetricName): fc.Arbitrary<ReportRequest> {
  const nature = natureOf(metric);
  const oneScale = ONE_SCALE[metric];
  return fc
    .record({
      asked: fc.oneof(ofDays, ofMonths, rolling),
      by: someOf(DIMENSIONS[nature], 3),
      where: FILTERS[nature],
      lenient: fc.integer({ min: 0, max: 9 }),
      compareTo: pick<Comparison | 'PERIOD' | 'WHERE' | null>(
        null,
        'PREVIOUS_PERIOD',
        'PREVIOUS_YEAR',
        'OVERALL',
        'PERIOD',
        'WHERE',
      ),
      other: FILTERS[nature],
      elsewhere: fc.oneof(ofDays, ofMonths, rolling),
      confidence: pick(0.9, 0.95),
    })
    .chain(({ asked, by, where, lenient, compareTo, other, elsewhere, confidence }) =>
      everyFor(asked.days).map(
        (every): ReportRequest => ({
          during: asked.during,
          every,
          by,
          where: oneScale && lenient > 0 && !where.scale ? { ...where, scale: oneScale } : where,
          compareTo:
            compareTo === 'PERIOD'
              ? { period: elsewhere.during }
              : compareTo === 'WHERE'
                ? {
                    where: {
                      ...other,
                      scale: oneScale ?? where.scale,
                      currency: where.currency,
                      journey: where.journey,
                    },
                  }
                : compareTo === 'OVERALL' && (by.length === 0 || by.includes('CURRENCY'))
                  ? null
                  : compareTo,
          confidence,
        }),
      ),
    ) as fc.Arbitrary<ReportRequest>;
}
