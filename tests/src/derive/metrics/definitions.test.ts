// The dictionary as an analyst reads it: complete and of one mind with itself.
import { describe, expect, it } from 'vitest';
import { DEFINITIONS, definitionOf, METRICS } from '../../../../src/derive/metrics/definitions.ts';
import type { MetricDefinition } from '../../../../src/derive/metrics/metric.ts';

const ALL = DEFINITIONS.map((definition): [string, MetricDefinition] => [definition.metric, definition]);

describe('the dictionary', () => {
  it('has every metric once, by its name', () => {
    for (const metric of METRICS) expect(definitionOf(metric).metric).toBe(metric);
    expect(new Set(DEFINITIONS.map(({ name }) => name)).size).toBe(METRICS.length);
  });

  it.each(ALL)('explains %s in words', (_, { description, formula, interval, references }) => {
    expect(description.length).toBeGreaterThan(150);
    expect(description).toMatch(/Not |not /);
    expect(formula).not.toBe('');
    expect(`${description}${interval}`).not.toMatch(/undefined|\[object/);
    expect(interval).toMatch(/compared/i);
    expect(references.length).toBeGreaterThan(0);
    for (const text of [description, interval, ...references]) expect(text).toMatch(/\.$/);
  });

  it.each(ALL)(
    'gives %s ends that fit its unit, and rows it is made of',
    (_, { unit, min, max, kinds, rows, oneUnit }) => {
      if (unit === 'POINTS') expect([min, max]).toEqual([-100, 100]);
      if (unit === 'PERCENT') expect(min).toBe(0);
      if (unit === 'CURRENCY') expect(oneUnit).toBe('currency');
      expect(kinds).toEqual(expect.arrayContaining([...rows]));
      expect(rows.length).toBeGreaterThan(0);
    },
  );
});
