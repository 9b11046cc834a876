// Raking: margins hold, a published table, what is trimmed, and what cannot be weighted is told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupName } from '../../../../../src/derive/metrics/counts.ts';
import { MAX_WEIGHT, type Margin, rake } from '../../../../../src/derive/metrics/weighting/rake.ts';

const cells = (table: Readonly<Record<string, number>>) =>
  Object.entries(table).map(([key, n]) => ({ key: key.split(' '), n }));

describe('raking', () => {
  it('to one margin is post-stratification: the share of the population over that of the sample', () => {
    const margin: Margin = new Map(Object.entries({ DE: 600, FR: 300, AT: 100 }));
    const { weights, share, heard, trimmed } = rake(cells({ DE: 40, FR: 40, AT: 20 }), [margin]);
    expect(weights.get('DE')).toBeCloseTo(0.6 / 0.4, 9);
    expect(weights.get('FR')).toBeCloseTo(0.3 / 0.4, 9);
    expect(weights.get('AT')).toBeCloseTo(0.1 / 0.2, 9);
    expect({ share, heard, trimmed }).toEqual({ share: 1, heard: 1, trimmed: 0 });
  });

  it('keeps odds ratios and meets both margins, as iterative proportional fitting does', () => {
    // 40 30 20 10, 35 50 100 75, 30 80 70 120, 20 30 40 50 to rows 150 300 400 150 and columns 200 300 400 100.
    const sample = [
      [40, 30, 20, 10],
      [35, 50, 100, 75],
      [30, 80, 70, 120],
      [20, 30, 40, 50],
    ];
    const rows: Margin = new Map([150, 300, 400, 150].map((n, i) => [`r${i}`, n]));
    const columns: Margin = new Map([200, 300, 400, 100].map((n, i) => [`c${i}`, n]));
    const listed = sample.flatMap((row, i) => row.map((n, j) => ({ key: [`r${i}`, `c${j}`], n })));
    const { weights } = rake(listed, [rows, columns]);
    const fitted = (i: number, j: number) =>
      sample[i]![j]! * weights.get(groupName([`r${i}`, `c${j}`]))! * (1000 / 800);
    // As the table is often printed, to one decimal.
    expect(fitted(0, 0)).toBeCloseTo(64.6, 1);
    expect(fitted(1, 1)).toBeCloseTo(68.2, 1);
    expect(fitted(2, 3)).toBeCloseTo(53.8, 1);
    const odds = (of: (i: number, j: number) => number) => (of(0, 0) * of(1, 1)) / (of(0, 1) * of(1, 0));
    expect(odds(fitted)).toBeCloseTo(
      odds((i, j) => sample[i]![j]!),
      6,
    );
  });

  it('cuts weights, and says of how many answers', () => {
    const margin: Margin = new Map(Object.entries({ many: 100, few: 900 }));
    const { weights, largest, trimmed } = rake(cells({ many: 99, few: 1 }), [margin]);
    expect(largest).toBeCloseTo(MAX_WEIGHT, 9);
    expect(weights.get('many')).toBeCloseTo(95 / 99, 9);
    expect(trimmed).toBe(0.01);
  });

  it('leaves out values that nobody has, and says what was never heard', () => {
    const margin: Margin = new Map(Object.entries({ DE: 700, IT: 300 }));
    const { weights, share, heard } = rake(cells({ DE: 30, XX: 10 }), [margin]);
    expect([weights.get('DE'), weights.get('XX'), share, heard]).toEqual([1, undefined, 0.75, 0.7]);
    expect(rake([], [margin])).toMatchObject({ share: 0, heard: 0 });
  });

  it('meets every margin where no weight is cut', () => {
    const count = fc.integer({ min: 20, max: 60 });
    fc.assert(
      fc.property(
        fc.array(count, { minLength: 6, maxLength: 6 }),
        fc.array(count, { minLength: 5, maxLength: 5 }),
        (ns, margin) => {
          const sample = ns.map((n, i) => ({ key: [`a${i % 2}`, `b${i % 3}`], n }));
          const first: Margin = new Map(margin.slice(0, 2).map((n, i) => [`a${i}`, n]));
          const second: Margin = new Map(margin.slice(2).map((n, i) => [`b${i}`, n]));
          const { weights, trimmed } = rake(sample, [first, second]);
          fc.pre(trimmed === 0);
          const total = ns.reduce((sum, n) => sum + n, 0);
          for (const [place, one] of [first, second].entries()) {
            const all = [...one.values()].reduce((sum, n) => sum + n, 0);
            for (const [value, n] of one) {
              const weighted = sample
                .filter(({ key }) => key[place] === value)
                .reduce((sum, { key, n: own }) => sum + own * weights.get(groupName(key))!, 0);
              expect(weighted / total).toBeCloseTo(n / all, 6);
            }
          }
        },
      ),
      { seed: 11 },
    );
  });
});
