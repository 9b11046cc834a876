// An index from its components: published forms, sums that are exact, what is missing, and how it moves.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainChange } from '../../../../../src/derive/metrics/index/changes.ts';
import { COVERAGE_FLOOR, type Composition, evaluateIndex } from '../../../../../src/derive/metrics/index/evaluate.ts';
import { templates } from '../../../../../src/derive/metrics/index/templates.ts';
import { component, type Drawn, drawn, raw } from './figures.ts';

const evaluate = (index: Composition, values: readonly (number | null)[]) =>
  evaluateIndex(
    index,
    values.map(value => raw(value)),
  );
const template = (key: string) => templates.find(each => each.key === key)!;
const sum = (parts: readonly (number | null)[]) => parts.reduce<number>((total, part) => total + (part ?? 0), 0);
const contributions = ({ components }: ReturnType<typeof evaluate>) => components.map(each => each.contribution);

describe('templates', () => {
  it('acsi is (x1 + x2 + x3 - 3) / 27 * 100, or weighted as the State of Ohio published', () => {
    const acsi = template('acsi');
    expect(evaluate(acsi, [8, 7, 7]).value).toBeCloseTo(70.37, 2);
    const weights = [0.3885, 0.319, 0.2925];
    const ohio = { ...acsi, components: acsi.components.map((each, i) => ({ ...each, weight: weights[i]! })) };
    expect(evaluate(ohio, [8, 7, 7]).value).toBeCloseTo(70.98, 2);
  });

  it.each(['txr', 'cxi'])('%s gives the published mean of three net scores as 2 * index - 100', key => {
    const nets = [62, -8, 31.5];
    expect(2 * evaluate(template(key), nets).value! - 100).toBeCloseTo(85.5 / 3, 9);
  });

  it('default is 100 at its targets and 0 at its limits, and says all its weights in percent', () => {
    const index = template('default');
    const at = (end: 'best' | 'worst') =>
      evaluate(
        index,
        index.components.map(each => each[end]),
      ).value;
    expect([at('best'), at('worst')]).toEqual([100, 0]);
    expect(sum(index.components.map(({ weight }) => weight))).toBe(100);
  });
});

describe('the value', () => {
  it('is a weighted mean, or a weighted geometric mean', () => {
    const components = [component(3), component(1)];
    expect(evaluate({ aggregation: 'ARITHMETIC', components }, [80, 40]).value).toBe(70);
    expect(evaluate({ aggregation: 'GEOMETRIC', components }, [80, 40]).value).toBeCloseTo(80 ** 0.75 * 40 ** 0.25, 9);
  });

  it('lets one worst component weigh, but not decide alone', () => {
    const components = [component(), component()];
    expect(evaluate({ aggregation: 'GEOMETRIC', components }, [100, 0]).value).toBeCloseTo(10, 9);
    expect(evaluate({ aggregation: 'GEOMETRIC', components }, [0, 0]).value).toBe(1);
  });

  it('is the sum of the contributions, exactly and in any order, and lies where its components do', () => {
    fc.assert(
      fc.property(drawn, fc.infiniteStream(fc.nat()), (index: Drawn, order) => {
        const found = evaluate(index, index.now);
        expect(found.value === null).toBe(found.coverage < COVERAGE_FLOOR);
        if (found.value === null) return;
        const parts = contributions(found);
        expect(sum(parts)).toBe(found.value);
        const shuffled = parts.map(part => [order.next().value!, part] as const).sort(([a], [b]) => a - b);
        expect(sum(shuffled.map(([, part]) => part))).toBe(found.value);
        const levels = found.components.flatMap(each => each.normalized ?? []);
        const lowest = index.aggregation === 'GEOMETRIC' ? 1 : 0;
        expect(found.value).toBeGreaterThanOrEqual(Math.max(lowest, Math.min(...levels)) - 1e-9);
        expect(found.value).toBeLessThanOrEqual(Math.max(lowest, ...levels) + 1e-9);
        expect(sum(found.components.map(({ weight }) => weight))).toBeCloseTo(1, 9);
        for (const part of parts) if (part !== null) expect(part).toBeGreaterThan(-1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves out what is missing, says so, and is null below half of the weight', () => {
    const index: Composition = { aggregation: 'ARITHMETIC', components: [component(1), component(1), component(2)] };
    const some = evaluate(index, [80, null, 50]);
    expect(some).toMatchObject({ value: 60, coverage: 0.75 });
    expect(some.components.map(({ weight }) => weight)).toEqual([1 / 3, 0, 2 / 3]);
    expect(contributions(some)[1]).toBeNull();
    expect(evaluate(index, [null, null, 50])).toMatchObject({ value: 50, coverage: 0.5 });
    expect(evaluate(index, [80, null, null])).toMatchObject({ value: null, coverage: 0.25, n: 0, reliable: false });
    expect(evaluate(index, [1, 2, 3]).coverage).toBe(1);
  });

  it('takes withheld components as missing, and says when they are the reason', () => {
    const index: Composition = { aggregation: 'ARITHMETIC', components: [component(), component(), component()] };
    const withheld = raw(null, 3, true);
    const few = evaluateIndex(index, [withheld, raw(40), raw(60)]);
    expect(few).toMatchObject({ value: 50, suppressed: false, n: 100 });
    expect(few.coverage).toBeCloseTo(2 / 3, 12);
    expect(evaluateIndex(index, [withheld, withheld, raw(60)])).toMatchObject({
      value: null,
      suppressed: true,
    });
    expect(evaluateIndex(index, [withheld, raw(null), raw(null)])).toMatchObject({ suppressed: false });
  });

  it('counts the smallest n, and is reliable when that is enough', () => {
    const index: Composition = { aggregation: 'ARITHMETIC', components: [component(), component(), component()] };
    expect(evaluateIndex(index, [raw(1, 29), raw(1, 500), raw(null)])).toMatchObject({
      n: 29,
      reliable: false,
    });
    expect(evaluateIndex(index, [raw(1, 30), raw(1, 500), raw(null)])).toMatchObject({
      n: 30,
      reliable: true,
    });
  });

  it('moves with each component as its slope says', () => {
    fc.assert(
      // Away from the ends, and from the floor of the geometric mean.
      fc.property(drawn, fc.infiniteStream(fc.double({ min: 0.02, max: 0.99, noNaN: true })), (index, places) => {
        const now = index.components.map(({ worst, best }) => worst + (best - worst) * places.next().value!);
        for (const [i, slope] of evaluate(index, now).slopes.entries()) {
          const { worst, best } = index.components[i]!;
          const step = (best - worst) * 1e-4;
          const at = (by: number) =>
            evaluate(
              index,
              now.map((value, j) => (j === i ? value + by : value)),
            ).value!;
          const measured = (at(step) - at(-step)) / (2 * step);
          // Per the whole scale; near its end a geometric mean is steep, and bends within the step.
          const [found, expected] = [measured, slope].map(each => each * (best - worst));
          expect(Math.abs(found! - expected!)).toBeLessThan(1e-4 * (1 + Math.abs(expected!)));
        }
      }),
    );
  });
});

describe('a difference', () => {
  it('is the sum of the changes, exactly, whatever is missing on either side', () => {
    fc.assert(
      fc.property(drawn, index => {
        const [now, before] = [evaluate(index, index.now), evaluate(index, index.before)];
        const { difference, changes } = explainChange(index, now, before);
        if (now.value === null || before.value === null) {
          expect(difference).toBeNull();
          expect(changes.every(change => change === null)).toBe(true);
          return;
        }
        expect(difference).toBe(now.value - before.value);
        expect(sum(changes)).toBe(difference);
        for (const [i, change] of changes.entries())
          expect(change === null).toBe(index.now[i] === null && index.before[i] === null);
      }),
      { numRuns: 500 },
    );
  });

  it('has no part of a component that did not move, and turns its sign with the sides', () => {
    fc.assert(
      fc.property(drawn, fc.nat(), ({ aggregation, components, now, before }, at) => {
        const values = now.map((value, i) => value ?? before[i] ?? components[i]!.worst);
        const others = before.map((value, i) => value ?? values[i]!);
        const still = at % components.length;
        const index = { aggregation, components };
        const a = evaluate(index, values);
        const b = evaluate(
          index,
          others.map((value, i) => (i === still ? values[i]! : value)),
        );
        const there = explainChange(index, a, b);
        const back = explainChange(index, b, a);
        expect(Math.abs(there.changes[still]!)).toBeLessThan(1e-9);
        for (const [i, change] of there.changes.entries()) expect(back.changes[i]!).toBeCloseTo(-change!, 8);
      }),
    );
  });

  it('is weight times change where nothing is missing', () => {
    const index: Composition = { aggregation: 'ARITHMETIC', components: [component(3), component(1)] };
    expect(explainChange(index, evaluate(index, [80, 40]), evaluate(index, [60, 60])).changes).toEqual([15, -5]);
  });

  it('does not make a newcomer the cause of what the others lose by its weight', () => {
    const index: Composition = { aggregation: 'ARITHMETIC', components: [component(), component()] };
    // The second comes as good as the first: nothing changed.
    expect(explainChange(index, evaluate(index, [70, 70]), evaluate(index, [70, null])).changes).toEqual([0, 0]);
    // It comes 20 worse, and has half of the weight.
    expect(explainChange(index, evaluate(index, [70, 50]), evaluate(index, [70, null])).changes).toEqual([0, -10]);
  });
});
