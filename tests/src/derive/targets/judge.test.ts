// Whether a target is met, and how surely.
import { describe, expect, it } from 'vitest';
import { judge, type TargetFigure } from '../../../../src/derive/targets/judge.ts';

const figure = (more: Partial<TargetFigure> = {}): TargetFigure => ({
  ...{ value: 80, interval: { low: 71.12, high: 86.66 }, n: 100 },
  ...{ suppressed: false, reliable: true, definedByOutcome: false },
  ...more,
});
const atLeast = (value: number) => ({ value, higherIsBetter: true });
const atMost = (value: number) => ({ value, higherIsBetter: false });

describe('by where the interval lies', () => {
  it.each([
    [atLeast(70), true, 'MET'],
    [atLeast(71.12), true, 'MET'],
    [atLeast(75), true, 'OPEN'],
    [atLeast(80), true, 'OPEN'],
    [atLeast(85), false, 'OPEN'],
    [atLeast(86.66), false, 'OPEN'],
    [atLeast(90), false, 'NOT_MET'],
    [atMost(90), true, 'MET'],
    [atMost(86.66), true, 'MET'],
    [atMost(80), true, 'OPEN'],
    [atMost(75), false, 'OPEN'],
    [atMost(71.12), false, 'OPEN'],
    [atMost(70), false, 'NOT_MET'],
  ])('%j: %s, %s', (goal, met, certainty) => {
    expect(judge(figure(), goal, null)).toEqual({ met, certainty, because: null });
  });
});

describe('says nothing, and why', () => {
  it.each<[string, Partial<TargetFigure>, string | null, RegExp]>([
    ['of a period that goes on', {}, '2026-12-31', /not over: it ends with 2026-12-31/],
    [
      'of what is withheld',
      { value: null, interval: null, suppressed: true, reliable: false },
      null,
      /fewer customers/,
    ],
    ['of nothing', { value: null, interval: null, n: 0, reliable: false }, null, /nothing to measure/],
    ['of too little', { n: 12, reliable: false }, null, /n is 12/],
    ['of answers that choose who is counted', { definedByOutcome: true }, null, /decide who is counted/],
  ])('%s', (_, more, goesOn, because) => {
    const found = judge(figure(more), atLeast(70), goesOn);
    expect(found).toEqual({ met: null, certainty: null, because: expect.stringMatching(because) });
  });

  it('of the certainty without an interval', () => {
    const found = judge(figure({ interval: null }), atLeast(70), null);
    expect(found).toEqual({ met: true, certainty: null, because: expect.stringContaining('no interval') });
  });
});
