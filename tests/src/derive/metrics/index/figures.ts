// Components with made-up values, for tests of the arithmetic of indices.
import fc from 'fast-check';
import { definitionOf } from '../../../../../src/derive/metrics/definitions.ts';
import type { IndexComponent } from '../../../../../src/derive/metrics/index/definition.ts';
import type { Composition } from '../../../../../src/derive/metrics/index/evaluate.ts';
import { type MetricValue, metricValue } from '../../../../../src/derive/metrics/value.ts';

export const component = (
  weight = 1,
  worst = 0,
  best = 100,
  metric: IndexComponent['metric'] = 'CSAT',
): IndexComponent => ({ metric, weight, worst, best, where: null });

export const REPORTING = { minReport: 5, minReliable: 30 };

const NOTHING = metricValue(definitionOf('CSAT'), undefined, { days: 1, confidence: 0.95, reporting: REPORTING });

export const raw = (value: number | null, n = value === null ? 0 : 100, suppressed = false): MetricValue => ({
  ...NOTHING,
  value,
  n,
  suppressed,
  reliable: n >= 30,
});

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

export interface Drawn extends Composition {
  readonly now: readonly (number | null)[];
  readonly before: readonly (number | null)[];
}

/** An index of any weights and ends, with values on and beyond its scales, some of them missing. */
export const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(
    fc.constantFrom('ARITHMETIC' as const, 'GEOMETRIC' as const),
    fc.array(
      fc.record({
        weight: fc.oneof(number(0.001, 1000), fc.integer({ min: 1, max: 5 })),
        worst: number(-1000, 1000),
        range: fc.oneof(number(0.01, 1000), number(-1000, -0.01)),
        now: fc.option(number(-0.2, 1.2), { freq: 4 }),
        before: fc.option(number(-0.2, 1.2), { freq: 4 }),
      }),
      { minLength: 1, maxLength: 20 },
    ),
  )
  .map(([aggregation, parts]) => {
    const at = (part: number | null, { worst, range }: { worst: number; range: number }) =>
      part === null ? null : worst + part * range;
    return {
      aggregation,
      components: parts.map(({ weight, worst, range }) => component(weight, worst, worst + range)),
      now: parts.map(part => at(part.now, part)),
      before: parts.map(part => at(part.before, part)),
    };
  });
