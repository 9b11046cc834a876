// Filters of components and reports together: what both let through is what each lets through.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricFilter, NarrowedFilter } from '../../../../../src/derive/metrics/filter.ts';
import { bothWhere, plainWhere, whereKey } from '../../../../../src/derive/metrics/index/where.ts';

/** Of each journey at most one stage. */
interface Thing {
  readonly channel: string;
  readonly survey: string;
  readonly segments: readonly string[];
  readonly stages: Readonly<Record<string, string | undefined>>;
  readonly traits: Readonly<Record<string, string>>;
}

function meets(thing: Thing, { channel, survey, segment, journey, journeyStage, traits }: MetricFilter): boolean {
  return (
    (channel == null || channel.includes(thing.channel)) &&
    (survey == null || thing.survey === survey) &&
    (segment == null || thing.segments.includes(segment)) &&
    (journey == null || thing.stages[journey] !== undefined) &&
    (journeyStage == null || thing.stages[journeyStage.journey] === journeyStage.stage) &&
    (traits ?? []).every(({ key, values }) => values.includes(thing.traits[key]!))
  );
}
const meetsAll = (thing: Thing, where: NarrowedFilter) =>
  meets(thing, where) && (where.and == null || meets(thing, where.and));

const CHANNELS = ['EMAIL', 'CHAT', 'WEB'];
const KEYS = ['one', 'two'];
const subsets = <T>(values: readonly T[]): T[][] =>
  values.reduce<T[][]>((all, value) => all.flatMap(set => [set, [...set, value]]), [[]]);
const stages = [undefined, 'a', 'b'];
const TRAITS = ['gold', ''].flatMap(plan => ['5', '9'].map(seats => ({ plan, seats })));
const THINGS: readonly Thing[] = CHANNELS.flatMap(channel =>
  KEYS.flatMap(survey =>
    subsets(KEYS).flatMap(segments =>
      stages.flatMap(one =>
        stages.flatMap(two => TRAITS.map(traits => ({ channel, survey, segments, stages: { one, two }, traits }))),
      ),
    ),
  ),
);

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 2 });
const key = fc.constantFrom(...KEYS);
const filter: fc.Arbitrary<MetricFilter> = fc.record({
  channel: maybe(fc.subarray(CHANNELS, { minLength: 1 })),
  survey: maybe(key),
  segment: maybe(key),
  journey: maybe(key),
  journeyStage: maybe(fc.record({ journey: key, stage: fc.constantFrom('a', 'b') })),
  traits: maybe(
    fc.array(
      fc.oneof(
        fc.record({ key: fc.constant('plan'), values: fc.subarray(['gold', ''], { minLength: 1 }) }),
        fc.record({ key: fc.constant('seats'), values: fc.subarray(['5', '9'], { minLength: 1 }) }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  ),
});

describe('bothWhere', () => {
  it('lets through what both let through, and says when that is nothing', () => {
    fc.assert(
      fc.property(filter, filter, (a, b) => {
        const both = bothWhere(a, b);
        const expected = THINGS.filter(thing => meets(thing, a) && meets(thing, b));
        expect(both === null ? [] : THINGS.filter(thing => meetsAll(thing, both))).toEqual(expected);
        // Beside it nothing stands but what must hold too.
        for (const name of Object.keys(both?.and ?? {})) expect(both).toHaveProperty(name);
      }),
      { numRuns: 2000 },
    );
  });

  it('is nothing for two stages of one journey, which cannot be at once', () => {
    const at = (stage: string) => ({ journeyStage: { journey: 'one', stage } });
    expect(bothWhere(at('a'), at('b'))).toBeNull();
    expect(bothWhere(at('a'), at('a'))).toEqual(at('a'));
    expect(bothWhere({ segment: 'one' }, { segment: 'two' })).toEqual({ segment: 'two', and: { segment: 'one' } });
  });
});

it('is written in one way, whoever made it', () => {
  class Ref {
    stage = 'a';
    journey = 'one';
  }
  const given = { segment: 'one', journeyStage: new Ref(), journey: null, channel: ['WEB', 'CHAT', 'WEB'] };
  const plain = plainWhere(given);
  expect(plain).toStrictEqual({
    channel: ['CHAT', 'WEB'],
    journeyStage: { journey: 'one', stage: 'a' },
    segment: 'one',
  });
  expect(whereKey(given)).toBe(whereKey(JSON.parse(JSON.stringify(plain))));
});

it('is one filter however its traits are told', () => {
  const traits = [
    { values: ['9', '5', '9'], key: 'seats' },
    { key: 'plan', values: ['gold'] },
    { key: 'plan', values: ['gold'] },
  ];
  const plain = {
    traits: [
      { key: 'plan', values: ['gold'] },
      { key: 'seats', values: ['5', '9'] },
    ],
  };
  expect(plainWhere({ traits })).toStrictEqual(plain);
  expect(whereKey({ traits })).toBe(whereKey(plain));
  expect(bothWhere({ traits: [traits[0]!] }, { traits: [traits[1]!] })).toStrictEqual(plain);
});
