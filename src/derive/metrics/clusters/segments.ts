// Pure: spans of time that may overlap, cut into segments that do not: each span is some segments in a row.
import type { Span } from '../../../base/time/calendar.ts';

export interface Segments {
  /** Ends of segments, ascending, in milliseconds: segment i, counted from 1, goes from the (i − 1)th to before the ith. */
  readonly bounds: readonly number[];
  /** Numbers of the segments of one of the spans. */
  of(span: Span): number[];
}

export function segmentsOf(spans: readonly Span[]): Segments {
  const bounds = [...new Set(spans.flatMap(({ lo, hi }) => [lo, hi]))].sort((a, b) => a - b);
  const place = new Map(bounds.map((bound, i) => [bound, i]));
  return {
    bounds,
    of({ lo, hi }) {
      const from = place.get(lo)!;
      return Array.from({ length: Math.max(0, place.get(hi)! - from) }, (_, i) => from + i + 1);
    },
  };
}
