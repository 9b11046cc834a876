// When a figure meets a condition: by its value, or surely; by hand and by published intervals.
import { describe, expect, it } from 'vitest';
import { judge, type Shown, type Trial } from '../../../../src/derive/alerts/judge.ts';
import { wilson } from '../../../../src/derive/metrics/statistics/proportion.ts';

const shareOf = (positive: number, n: number): Shown => {
  const { low, high } = wilson(positive, n, 0.95);
  return {
    value: 100 * (positive / n),
    n,
    interval: { low: 100 * low, high: 100 * high, confidence: 0.95 },
    reliable: n >= 30,
  };
};
const whole: Trial = { level: 0.05, groups: 1, isWhole: true, isHalved: false };
const going: Trial = { level: 0.05, groups: 1, isWhole: false, isHalved: true };
const plain: Trial = { level: null, groups: 1, isWhole: false, isHalved: true };

describe('a drop', () => {
  // Newcombe (1998), table II (a): 56 of 70 and 48 of 80 differ by 0.20; his method 10 gives 0.0524 to 0.3339.
  const reading = { figure: shareOf(48, 80), before: shareOf(56, 70), pValue: null };
  const isSure = (dropsBy: number, level: number) => judge({ dropsBy }, reading, { ...whole, level }) !== null;

  it('is surely larger than the lower end of the difference’s interval', () => {
    // Two-sided 95 % is 97.5 % on this side.
    expect(isSure(5.23, 0.02501)).toBe(true);
    expect(isSure(5.25, 0.02499)).toBe(false);
  });

  it('by itself is what the values say', () => {
    expect(judge({ dropsBy: 20 }, reading, plain)).toEqual({ finding: 'DROPPED', pValue: null });
    expect(judge({ dropsBy: 20.1 }, reading, plain)).toBeNull();
  });
});

describe('a limit', () => {
  const reading = { figure: shareOf(48, 80), before: null, pValue: null };

  it('is surely passed where the interval ends before it', () => {
    const { high } = reading.figure.interval!;
    expect(judge({ below: high + 0.01 }, reading, { ...whole, level: 0.025 })).toMatchObject({ finding: 'BELOW' });
    expect(judge({ below: high - 0.01 }, reading, { ...whole, level: 0.025 })).toBeNull();
    expect(judge({ below: high - 0.01 }, reading, plain)).toEqual({ finding: 'BELOW', pValue: null });
  });

  it('asks for more while the bucket goes on, and of more groups', () => {
    const p = (trial: Trial) => judge({ below: 80 }, reading, { ...trial, level: 0.9 })!.pValue!;
    expect(p(going)).toBeGreaterThan(2 * p(whole));
    expect(p({ ...whole, groups: 7 })).toBeCloseTo(7 * p(whole), 12);
    expect(p({ ...whole, isHalved: true })).toBeCloseTo(2 * p(whole), 12);
    expect(judge({ above: 40 }, reading, { ...going, level: 0.05 })).toMatchObject({ finding: 'ABOVE' });
  });
});

describe('a change', () => {
  const before = shareOf(160, 200);
  it('is tested at any look by the evidence, and when it is over by the test of the report', () => {
    const reading = { figure: shareOf(70, 100), before, pValue: 0.02 };
    expect(judge({ significantChange: true }, reading, going)).toBeNull();
    expect(judge({ significantChange: true }, reading, { ...going, isWhole: true })).toEqual({
      finding: 'FELL',
      pValue: 0.04,
    });
    expect(judge({ significantChange: true }, { ...reading, pValue: 0.03 }, { ...going, isWhole: true })).toBeNull();
    expect(judge({ significantChange: true }, { ...reading, figure: shareOf(50, 100) }, going)?.finding).toBe('FELL');
    expect(judge({ significantChange: true }, { ...reading, figure: shareOf(100, 100) }, going)?.finding).toBe('ROSE');
  });

  it('of a group is tested by its own figures when it is over', () => {
    const reading = { figure: shareOf(68, 100), before, pValue: null };
    // Newcombe's interval of the difference at 95 % is 0.015 to 0.227: of its lower side 2.24 standard errors.
    const alone = judge({ significantChange: true }, reading, whole)!;
    expect(alone.pValue).toBeCloseTo(0.0246, 2);
    expect(judge({ significantChange: true }, reading, { ...whole, groups: 2 })?.pValue).toBeCloseTo(
      2 * alone.pValue!,
      12,
    );
    expect(judge({ significantChange: true }, reading, { ...whole, groups: 3 })).toBeNull();
  });

  it('is nothing where a side is not reliable, or nothing varies', () => {
    const low = shareOf(0, 100);
    const change = { significantChange: true } as const;
    expect(judge(change, { figure: low, before, pValue: null }, going)).not.toBeNull();
    for (const figure of [shareOf(0, 29), { ...low, value: null }, { ...low, interval: null }])
      expect(judge(change, { figure, before, pValue: null }, going)).toBeNull();
    for (const other of [null, shareOf(25, 25), { ...before, interval: null }])
      expect(judge(change, { figure: low, before: other, pValue: 0.001 }, going)).toBeNull();
    const alike = (value: number) => ({
      value,
      n: 50,
      interval: { low: value, high: value, confidence: 0.95 },
      reliable: true,
    });
    expect(judge(change, { figure: alike(3), before: alike(5), pValue: null }, going)).toBeNull();
    expect(judge({ below: 4 }, { figure: alike(3), before: null, pValue: null }, going)).toBeNull();
  });
});
