// Random journeys over few kinds of things, so that stages often ask for the same.
import fc from 'fast-check';
import type { Journey, Stage, StageRule } from '../../../../src/derive/journeys/definition.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;

const interaction = fc
  .record({
    kind: maybe(fc.constantFrom('PURCHASE' as const, 'CHAT' as const, 'REFERRAL' as const, 'EMAIL' as const)),
    channel: maybe(fc.constantFrom('EMAIL' as const, 'WEB' as const)),
    touchpoint: fc.constantFrom(undefined, undefined, 'checkout'),
    nth: fc.constantFrom(undefined, undefined, 1, 2, 3),
  })
  .map(defined);
const kase = fc
  .record({
    kind: fc.constant('SUPPORT_CASE' as const),
    channel: fc.constantFrom(undefined, undefined, 'EMAIL' as const),
    nth: fc.constantFrom(undefined, undefined, 2),
    moment: fc.constantFrom('OCCURRED' as const, 'ANSWERED' as const, 'RESOLVED' as const, undefined),
  })
  .map(defined);
const test = fc.oneof(
  fc.constantFrom({ gte: 9 }, { lte: 6 }, { eq: 5 }, { gt: 3, lt: 5 }),
  fc.double({ min: 0, max: 10, noNaN: true }).map(gte => ({ gte })),
);
const answer = (windows: readonly string[]) =>
  fc
    .record({
      measure: fc.constantFrom('NPS' as const, 'CSAT' as const),
      within: maybe(fc.constantFrom(...windows)),
      latest: maybe(test),
      any: maybe(test),
      mean: maybe(test),
    })
    .map(defined);
const invitation = (surveys: readonly string[]) =>
  fc
    .record({
      survey: maybe(fc.constantFrom(...surveys)),
      surveyKind: maybe(fc.constantFrom('RELATIONSHIP' as const, 'TOUCHPOINT' as const)),
    })
    .map(defined);

export interface Flavour {
  readonly surveys: readonly string[];
  /** Windows of journeys, in milliseconds. */
  readonly windows: readonly number[];
  /** Windows of answers. */
  readonly within: readonly string[];
}

/** Without id, key and name. */
export function randomJourney({
  surveys,
  windows,
  within,
}: Flavour): fc.Arbitrary<Omit<Journey, 'id' | 'key' | 'name'>> {
  const leaf: fc.Arbitrary<StageRule> = fc.oneof(
    { weight: 3, arbitrary: interaction.map(interaction => ({ interaction })) },
    { weight: 3, arbitrary: kase.map(interaction => ({ interaction })) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom('LEAD' as const, 'CUSTOMER' as const, 'ADVOCATE' as const)
        .map(lifecycleStage => ({ lifecycleStage })),
    },
    { weight: 2, arbitrary: answer(within).map(answer => ({ answer })) },
    { weight: 1, arbitrary: invitation(surveys).map(invitation => ({ invitation })) },
  );
  const several: fc.Arbitrary<StageRule> = fc.array(leaf, { minLength: 1, maxLength: 3 }).map(any => ({ any }));
  const rule = fc.oneof(
    { weight: 5, arbitrary: leaf },
    { weight: 2, arbitrary: several },
    { weight: 1, arbitrary: fc.tuple(leaf, several).map(any => ({ any })) },
  );
  const stage = (rule: StageRule, i: number): Stage => ({ key: `s${i}`, name: `S${i}`, phase: 'PURCHASE', rule });
  return fc.record({
    mode: fc.constantFrom('ORDERED' as const, 'STRICT' as const, 'ANY_ORDER' as const),
    window: fc.option(fc.constantFrom(...windows), { nil: null }),
    stages: fc.array(rule, { minLength: 1, maxLength: 5 }).map(rules => rules.map(stage)),
  });
}
