// Random rules, of every branch, as somebody might send them. Values and spans are few, so that they meet.
import fc from 'fast-check';
import { JOURNEYS } from './world.ts';

const SPANS = ['PT12H', 'P1D', 'P7D', 'P30D', 'P13W'];
const span = fc.constantFrom(...SPANS);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

const numberTest = (...bounds: number[]) => {
  const bound = fc.constantFrom(...bounds);
  return fc.oneof(
    ...['eq', 'lt', 'lte', 'gt', 'gte'].map(name => bound.map(value => ({ [name]: value }))),
    fc.tuple(bound, bound).map(([gte, lt]) => ({ gte, lt })),
    fc.tuple(bound, bound).map(([gt, lte]) => ({ gt, lte })),
  );
};

const one = (name: string, value: fc.Arbitrary<unknown>) => value.map(given => ({ [name]: given }));
const several = (value: fc.Arbitrary<unknown>) => fc.array(value, { minLength: 1, maxLength: 3 });

const textTests = (values: fc.Arbitrary<unknown>, parts: fc.Arbitrary<unknown>) => [
  one('eq', values),
  one('ne', values),
  one('in', several(values)),
  one('contains', parts),
  one('startsWith', parts),
  one('present', fc.boolean()),
];
const orders = (bounds: fc.Arbitrary<unknown>) => ['lt', 'lte', 'gt', 'gte'].map(name => one(name, bounds));
const numberTests = (values: fc.Arbitrary<unknown>) => [
  one('eq', values),
  one('ne', values),
  one('in', several(values)),
  ...orders(values),
  one('present', fc.boolean()),
];
const MOMENTS = ['2026-05-16', '2026-06-15T12:00:00Z', '2026-06-14T14:00:00.000+02:00', '2026-03-01', '2026-07-01'];
const spans = [one('within', span), one('notWithin', span)];
const timeTests = [...orders(fc.constantFrom(...MOMENTS)), ...spans, one('present', fc.boolean())];

const field = (name: string, tests: fc.Arbitrary<object>[]) => fc.oneof(...tests).map(is => ({ field: name, is }));
const text = (name: string, values: string[], parts: string[]) =>
  field(name, textTests(fc.constantFrom(...values), fc.constantFrom(...parts)));
const figure = (name: string, values: number[]) => field(name, numberTests(fc.constantFrom(...values)));

export const fieldCondition = fc.oneof(
  text('EMAIL', ['Ada@Example.com', ' bob@example.com', 'eve@other.org'], ['EXAMPLE', '@', 'ada', 'b', '.com\n', 'x@']),
  text('COUNTRY', ['DE', 'US', 'de'], ['d', 'U', 'é']),
  text('LANGUAGE', ['de', 'en', 'pt-BR'], ['E', 'pt', '-b']),
  text('JOB_TITLE', ['Éditeur', 'CTO 100%', 'a_b'], ['é', '%', '_', 'ct', '\\', "'"]),
  text('LIFECYCLE_STAGE', ['LEAD', 'CUSTOMER'], ['lead', 'C']),
  text('ACCOUNT_NAME', ['Acme', 'Globex'], ['ac', 'E']),
  text('ACCOUNT_INDUSTRY', ['Retail', 'Steel'], ['ret', 'el']),
  figure('ACCOUNT_EMPLOYEES', [0, 10, 250, 10.5]),
  figure('HEALTH', [0, 50, 72.5, 100]),
  figure('CHURN_RISK', [0, 0.1, 0.5, 1]),
  figure('LIFETIME_VALUE', [0, 0.3, 1200]),
  field('CREATED_AT', timeTests),
  field('LAST_INTERACTION_AT', timeTests),
);

export const TRAITS = ['plan', 'seats', 'renewal', 'tags', 'beta'];
const scalar = fc.constantFrom<unknown>(
  'pro',
  'Pro',
  '5',
  '5.0',
  5,
  0,
  -3.5,
  12,
  true,
  false,
  'true',
  'vip',
  '[]',
  '{}',
);
const trait = fc.record({
  key: fc.constantFrom(...TRAITS, 'none'),
  is: fc.oneof(
    ...textTests(scalar, fc.constantFrom('P', 'pro', '5', 'ip', 'TRUE', '[', '"', '%')),
    ...orders(fc.constantFrom(0, 5, -3.5, 12)),
    ...timeTests,
  ),
});

const KINDS = ['SUPPORT_CASE', 'PURCHASE', 'CAMPAIGN_RESPONSE', 'EMAIL'];
const count = numberTest(0, 1, 2, 3, -1, 1.5);
const amount = numberTest(0, 0.1, 0.3, 100, 20.5, -1);
const interaction = fc.letrec(tie => ({
  link: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      open: maybe(fc.boolean()),
      kind: fc.constant('SUPPORT_CASE'),
      within: maybe(span),
      count: maybe(count),
    }),
    fc.record({
      kind: maybe(fc.constantFrom(...KINDS)),
      channel: fc.option(fc.constantFrom('EMAIL', 'WEB'), { nil: null, freq: 2 }),
      touchpoint: fc.option(fc.constantFrom('shop', 'app'), { nil: undefined, freq: 2 }),
      within: maybe(span),
      count: maybe(count),
      amount: fc.option(amount, { nil: undefined, freq: 2 }),
    }),
    fc.record({
      kind: maybe(fc.constantFrom(...KINDS)),
      within: maybe(span),
      count: maybe(count),
      amount: fc.option(amount, { nil: undefined, freq: 2 }),
      // biome-ignore lint/suspicious/noThenProperty: the name in the API
      then: tie('link'),
    }),
  ),
})).link as fc.Arbitrary<{ readonly then?: unknown }>;
const links = (condition: { readonly then?: unknown }): number =>
  condition.then ? 1 + links(condition.then as typeof condition) : 0;

const score = numberTest(0, 6, 6.5, 9, 10, 7.25);
const answer = fc.record({
  measure: fc.constantFrom('NPS', 'CSAT', 'CES'),
  within: maybe(span),
  latest: maybe(score),
  any: maybe(score),
  mean: maybe(score),
});

const stage = fc.constantFrom(...Object.entries(JOURNEYS)).chain(([journey, stages]) =>
  fc.record({
    journey: fc.constant(journey),
    stage: fc.constantFrom(...stages, 'no-such-stage'),
    for: maybe(span),
  }),
);

const leaf = (segments: readonly string[]): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 3, arbitrary: one('field', fieldCondition) },
    { weight: 3, arbitrary: one('trait', trait) },
    {
      weight: 6,
      arbitrary: one(
        'interaction',
        interaction.filter(condition => links(condition) <= 3),
      ),
    },
    { weight: 3, arbitrary: one('answer', answer) },
    { weight: 1, arbitrary: one('stage', stage) },
    ...(segments.length === 0 ? [] : [{ weight: 1, arbitrary: one('segment', fc.constantFrom(...segments)) }]),
  );

/** Unchecked input. It may name the segments. */
export function ruleInput(segments: readonly string[] = []): fc.Arbitrary<object> {
  const list = (children: fc.Arbitrary<object>) => fc.array(children, { minLength: 1, maxLength: 3 });
  const grow = (children: fc.Arbitrary<object>) =>
    fc.oneof(
      { weight: 2, arbitrary: leaf(segments) },
      { weight: 1, arbitrary: one('all', list(children)) },
      { weight: 1, arbitrary: one('any', list(children)) },
      { weight: 1, arbitrary: one('not', children) },
    );
  return grow(grow(grow(leaf(segments))));
}
