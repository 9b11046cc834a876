// Which bucket of which group is looked at when, and how it is tested there.
import { describe, expect, it } from 'vitest';
import type { Shown } from '../../../../src/derive/alerts/judge.ts';
import { type Look, type Looking, looksAt } from '../../../../src/derive/alerts/looks.ts';
import type { Watched, WatchedReading } from '../../../../src/derive/alerts/watched.ts';
import { growsWithTime } from '../../../../src/derive/alerts/watched-metric.ts';
import { definitionOf } from '../../../../src/derive/metrics/definitions.ts';
import type { MetricName } from '../../../../src/derive/metrics/metric.ts';

const shown = (n: number): Shown => ({ value: 50, n, interval: null, reliable: n >= 30 });

/** Groups by name, each with its n in a bucket and in the one before. */
type Sizes = Readonly<Record<string, readonly [n: number, before: number]>>;

function watching(metric: MetricName, sizesIn: (start: string) => Sizes): Watched {
  const { kinds } = definitionOf(metric);
  return {
    label: metric,
    range: { min: 0, max: 100, higherIsBetter: true },
    kinds,
    needsWhole: growsWithTime(metric),
    read: async ({ start }) =>
      Object.entries(sizesIn(start)).map(
        ([key, [n, before]]): WatchedReading => ({
          by: key === '' ? [] : [{ dimension: 'CHANNEL', key, label: key }],
          figure: shown(n),
          before: shown(before),
          pValue: 0.5,
          unit: { kind: 'PERCENT', of: null },
          value: {},
        }),
      ),
  };
}

const change: Looking = { condition: { significantChange: true }, every: 'MONTH', level: 0.05 };
const below: Looking = { condition: { below: 70 }, every: 'MONTH', level: null };
const ALL = { first: new Date('2020-01-01'), through: null, slowest: null };
const at = (text: string) => new Date(text);
const told = (looks: readonly Look[]) =>
  looks.map(({ bucket, trial: { isWhole, isHalved } }) => [bucket.start, isWhole, isHalved]);

describe('a figure that may be looked at while it grows', () => {
  const enough = watching('CSAT', () => ({ '': [100, 100] }));

  it('has a last look for a day, and then the next bucket', async () => {
    expect(told(await looksAt(enough, change, at('2026-10-01T23:59:59Z'), ALL))).toEqual([['2026-09-01', true, true]]);
    expect(told(await looksAt(enough, change, at('2026-10-02T00:00:00Z'), ALL))).toEqual([['2026-10-01', false, true]]);
    const daily: Looking = { ...change, every: 'DAY' };
    expect(told(await looksAt(enough, daily, at('2026-10-02T01:59:00Z'), ALL))).toEqual([['2026-10-01', true, true]]);
    expect(told(await looksAt(enough, daily, at('2026-10-02T02:00:00Z'), ALL))).toEqual([['2026-10-02', false, true]]);
  });

  it('is looked at in the bucket that goes on from its first moment where the value alone decides', async () => {
    expect(told(await looksAt(enough, below, at('2026-10-01T00:00:00Z'), ALL))).toEqual([['2026-10-01', false, true]]);
  });

  it('is over only when its sources were read past its end', async () => {
    const late = { ...ALL, through: at('2026-09-30T23:00:00Z') };
    const read = { ...ALL, through: at('2026-10-01T00:00:00Z') };
    expect(told(await looksAt(enough, change, at('2026-10-01T12:00:00Z'), late))).toEqual([
      ['2026-09-01', false, true],
    ]);
    expect(told(await looksAt(enough, change, at('2026-10-01T12:00:00Z'), read))).toEqual([['2026-09-01', true, true]]);
  });
});

describe('a figure that is looked at when it is over', () => {
  it.each<[MetricName, Looking, string, string]>([
    ['CASE_VOLUME', change, '2026-10-01T00:00:00Z', '2026-09-01'],
    ['CASE_VOLUME', change, '2026-09-30T23:00:00Z', '2026-08-01'],
    ['CHURN_RATE', change, '2026-10-31T23:00:00Z', '2026-09-01'],
    ['FIRST_RESPONSE_TIME', change, '2026-10-01T23:00:00Z', '2026-08-01'],
    ['FIRST_RESPONSE_TIME', change, '2026-10-02T00:00:00Z', '2026-09-01'],
    ['RESPONSE_RATE', change, '2026-10-07T23:00:00Z', '2026-08-01'],
    ['RESPONSE_RATE', { ...below, condition: { dropsBy: 5 } }, '2026-10-08T00:00:00Z', '2026-09-01'],
    ['REOPEN_RATE', { ...below, level: 0.1 }, '2026-10-20T00:00:00Z', '2026-09-01'],
  ])('%s by %o at %s', async (metric, rule, moment, start) => {
    const looks = await looksAt(
      watching(metric, () => ({ '': [100, 100] })),
      rule,
      at(moment),
      ALL,
    );
    expect(told(looks)).toEqual([[start, true, false]]);
  });

  it('has no baseline that the data begin in, where that counts', async () => {
    const begun = { first: at('2026-08-02T00:00:00Z'), through: null, slowest: null };
    const [volume, rate] = await Promise.all(
      (['CASE_VOLUME', 'RESPONSE_RATE'] as const).map(metric =>
        looksAt(
          watching(metric, () => ({ '': [100, 100] })),
          change,
          at('2026-10-10T00:00:00Z'),
          begun,
        ),
      ),
    );
    expect(volume![0]!.reading).toMatchObject({ before: null, pValue: null });
    expect(rate![0]!.reading).toMatchObject({ before: { n: 100 } });
    const whole = { first: at('2026-07-31T00:00:00Z'), through: null, slowest: null };
    const known = watching('CASE_VOLUME', () => ({ '': [100, 100] }));
    expect((await looksAt(known, change, at('2026-10-10T00:00:00Z'), whole))[0]!.reading.before).not.toBeNull();
  });
});

describe('groups', () => {
  /** g0 is the smallest now, and was the largest before. */
  const many: Sizes = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`g${i}`, [100 + i, 500 - i]]));
  const names = (looks: readonly Look[]) => looks.map(({ reading }) => reading.by[0]!.key);

  it('are the 200 largest: where they are tested, by the bucket before', async () => {
    const watched = watching('CSAT', () => many);
    const plain = await looksAt(watched, below, at('2026-10-20T00:00:00Z'), ALL);
    expect([plain.length, names(plain)[0], names(plain).at(-1)]).toEqual([200, 'g249', 'g50']);
    const tested = await looksAt(watched, change, at('2026-10-20T00:00:00Z'), ALL);
    expect([tested.length, names(tested)[0], names(tested).at(-1)]).toEqual([200, 'g0', 'g199']);
    expect(new Set(tested.map(({ trial }) => trial.groups))).toEqual(new Set([200]));
  });

  it('are tested where they could be relied on before; so many share the level, whichever are looked at now', async () => {
    const sizes: Record<string, Sizes> = {
      '2026-10-01': { old: [40, 60], slow: [5, 50], young: [90, 20] },
      '2026-09-01': { old: [60, 70], slow: [50, 29], young: [20, 0] },
    };
    const looks = await looksAt(
      watching('CSAT', start => sizes[start]!),
      change,
      at('2026-10-20T00:00:00Z'),
      ALL,
    );
    // The slow one could not be relied on in August, and cannot be yet in October.
    expect(looks.map(({ reading, bucket, trial }) => [reading.by[0]!.key, bucket.start, trial.groups])).toEqual([
      ['old', '2026-10-01', 2],
    ]);
  });
});
