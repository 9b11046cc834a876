// Figures, days and filters in the words of alerts.
import { describe, expect, it } from 'vitest';
import type { Granularity } from '../../../../src/base/time/calendar.ts';
import { bucketBefore, bucketsAt } from '../../../../src/derive/alerts/buckets.ts';
import { groupText } from '../../../../src/derive/alerts/group.ts';
import { messageOf, type Told } from '../../../../src/derive/alerts/message.ts';
import { bucketText, digitsToTell, figureText, filterText, metricText } from '../../../../src/derive/alerts/words.ts';
import type { DimensionValue } from '../../../../src/derive/metrics/labels.ts';
import type { MetricUnit } from '../../../../src/derive/metrics/metric.ts';

describe('figures', () => {
  it.each<[number, MetricUnit, string | null, string]>([
    [61.19, 'PERCENT', null, '61.2 %'],
    [-0.04, 'POINTS', null, '0'],
    [-12.5, 'POINTS', null, '-12.5'],
    [12345, 'COUNT', null, '12,345'],
    [1234.5, 'CURRENCY', 'EUR', '1,234.5 EUR'],
    [4.256, 'SCORE', '1..5', '4.26'],
    [1.5, 'RATIO', null, '1.5'],
    [0.25, 'SECONDS', null, '0.3 s'],
    [59.96, 'SECONDS', null, '60 s'],
    [3600, 'SECONDS', null, '1 h'],
    [5403, 'SECONDS', null, '1 h 30 min'],
    [7199.9, 'SECONDS', null, '2 h'],
    [90061, 'SECONDS', null, '1 d 1 h'],
    [-90, 'SECONDS', null, '-1 min 30 s'],
  ])('%d %s %s is %s', (value, kind, of, text) => {
    expect(figureText(value, { kind, of })).toBe(text);
  });

  it('have digits enough to be told apart', () => {
    const percent = { kind: 'PERCENT', of: null } as const;
    expect(figureText(69.98, percent, digitsToTell(69.98, 70, percent))).toBe('69.98 %');
    expect(digitsToTell(61, 70, percent)).toBe(1);
    expect(digitsToTell(70, 70, percent)).toBe(1);
    const seconds = { kind: 'SECONDS', of: null } as const;
    expect(figureText(90_062, seconds, digitsToTell(90_062, 90_000, seconds))).toBe('1 d 1 h 1 min');
  });
});

describe('buckets', () => {
  it.each<[string, Granularity, string, string, string]>([
    ['2026-03-01T00:00:00Z', 'DAY', 'on 1 March 2026 so far', 'on 28 February 2026', 'on 27 February 2026'],
    [
      '2026-01-04T23:59:59Z',
      'WEEK',
      'in the week of 29 December 2025 so far',
      'in the week of 22 December 2025',
      'in the week of 15 December 2025',
    ],
    ['2026-01-31T12:00:00Z', 'MONTH', 'in January 2026 so far', 'in December 2025', 'in November 2025'],
    [
      '2026-05-05T12:00:00Z',
      'QUARTER',
      'in the second quarter of 2026 so far',
      'in the first quarter of 2026',
      'in the fourth quarter of 2025',
    ],
    ['2024-02-29T12:00:00Z', 'YEAR', 'in 2024 so far', 'in 2023', 'in 2022'],
  ])('at %s by %s', (now, every, current, last, before) => {
    const buckets = bucketsAt(new Date(now), every);
    expect([buckets.current, buckets.last, bucketBefore(buckets.last)].map(bucketText)).toEqual([
      current,
      last,
      before,
    ]);
    expect(Date.parse(buckets.current.start) - Date.parse(buckets.last.end)).toBe(86_400_000);
  });
});

it('metrics and filters have their words', () => {
  expect(['NPS', 'CSAT_MEAN', 'FIRST_RESPONSE_TIME'].map(name => metricText(name as 'NPS'))).toEqual([
    'NPS',
    'CSAT mean',
    'First response time',
  ]);
  expect(filterText(null)).toBe('');
  expect(filterText({ channel: ['EMAIL', 'CHAT'], survey: 'welcome' })).toBe(
    ' (channel EMAIL or CHAT, survey welcome)',
  );
  expect(filterText({ segment: 'loyal', journeyStage: { journey: 'trial', stage: 'start' } })).toBe(
    ' (segment loyal, stage start of journey trial)',
  );
  const traits = [
    { key: 'plan', values: ['gold', 'silver'] },
    { key: 'seats', values: [''] },
  ];
  expect(filterText({ traits, country: [] })).toBe(' (trait plan gold or silver and seats none, country none)');
});

describe('messages', () => {
  const bucket = bucketsAt(new Date('2026-11-01T00:00:00Z'), 'MONTH').last;
  const told = { label: 'NPS', unit: { kind: 'POINTS', of: null }, bucket } as const;
  const shown = (value: number | null, n = 100) => ({ value, n, interval: null, reliable: value !== null && n >= 30 });
  const plain = { level: null, groups: 1, isWhole: false, isHalved: true };

  it('say "fell" only when it did', () => {
    const say = (before: number | null, n?: number) =>
      messageOf({
        ...told,
        condition: { below: 0 },
        judgement: { finding: 'BELOW', pValue: null },
        trial: plain,
        reading: { figure: shown(-5), before: shown(before, n), pValue: null },
      });
    expect(say(3)).toBe('NPS fell to -5 (n 100) in October 2026, below 0.');
    for (const text of [say(-5), say(-8), say(null), say(3, 2)])
      expect(text).toBe('NPS is -5 (n 100) in October 2026, below 0.');
  });

  it('say from where, and how sure it is', () => {
    const reading = { figure: shown(35.25), before: shown(20), pValue: null };
    const trial = { level: 0.05, groups: 1, isWhole: false, isHalved: true };
    const say = (more: Pick<Told, 'condition' | 'judgement'> & Partial<Told>) =>
      messageOf({ ...told, reading, trial, ...more });
    const rose = { finding: 'ROSE', pValue: 0.0001 } as const;
    const condition = { significantChange: true } as const;
    expect(say({ condition, judgement: rose })).toBe(
      'NPS rose significantly to 35.3 (n 100) in October 2026, from 20 (n 100) in September 2026 (p < 0.001 at any look, level 0.05).',
    );
    expect(
      say({ condition, judgement: rose, trial: { level: 0.01, groups: 7, isWhole: true, isHalved: true } }),
    ).toMatch(/\(p < 0\.001, level 0\.01, 7 groups\)\.$/);
    expect(say({ condition: { above: 30 }, judgement: { finding: 'ABOVE', pValue: 0.02 } })).toBe(
      'NPS rose to 35.3 (n 100) in October 2026, surely above 30 (p = 0.020 at any look, level 0.05).',
    );
    expect(say({ condition: { above: 35 }, judgement: { finding: 'ABOVE', pValue: null }, trial: plain })).toBe(
      'NPS rose to 35.3 (n 100) in October 2026, above 35.',
    );
    const fell = { figure: shown(20), before: shown(35), pValue: null };
    expect(say({ condition: { dropsBy: 3 }, judgement: { finding: 'DROPPED', pValue: 0.01 }, reading: fell })).toBe(
      'NPS fell by 15 points to 20 (n 100) in October 2026, from 35 (n 100) in September 2026, surely by 3 points or more (p = 0.010 at any look, level 0.05).',
    );
  });

  it('name groups', () => {
    const by: DimensionValue[] = [
      { dimension: 'SURVEY_KIND', key: 'TOUCHPOINT', label: 'TOUCHPOINT' },
      { dimension: 'COUNTRY', key: 'DE', label: 'DE' },
    ];
    expect(groupText(by)).toBe(' for survey kind TOUCHPOINT and country DE');
    expect(groupText([])).toBe('');
  });
});
