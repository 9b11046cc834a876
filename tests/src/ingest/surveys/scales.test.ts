// The usual scale of a measure, and which of its answers count as positive.
import { describe, expect, it } from 'vitest';
import { scaleOf } from '../../../../src/ingest/surveys/scales.ts';

describe('the usual scale', () => {
  it.each([
    ['NPS', 0, 10, 9],
    ['CSAT', 1, 5, 4],
    ['CES', 1, 7, 5],
    ['EFFECTIVENESS', 1, 7, 6],
    ['EASE', 1, 7, 6],
    ['EMOTION', 1, 7, 6],
    ['QUALITY', null, null, null],
    ['OTHER', null, null, null],
  ] as const)('of %s is %s to %s, positive from %s', (measure, scaleMin, scaleMax, positiveFrom) => {
    expect(scaleOf({ measure })).toEqual({ scaleMin, scaleMax, positiveFrom });
  });

  it.each([
    ['CSAT', 2],
    ['CES', 3],
    ['EASE', 2],
  ] as const)('of %s has its mark at %s where low is good: as many answers are positive', (measure, positiveFrom) => {
    expect(scaleOf({ measure, higherIsBetter: false })).toMatchObject({ positiveFrom });
  });

  it('lends its mark to no other scale', () => {
    expect(scaleOf({ measure: 'CES', scaleMin: 1, scaleMax: 5 })).toMatchObject({ positiveFrom: null });
  });

  it("gives way to the question's own mark, in either direction", () => {
    for (const higherIsBetter of [true, false])
      expect(scaleOf({ measure: 'CSAT', positiveFrom: 3, higherIsBetter })).toMatchObject({ positiveFrom: 3 });
  });
});
