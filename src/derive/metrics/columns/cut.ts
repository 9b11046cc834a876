// Pure: the spans of a question, cut into segments that do not overlap.
import type { Span } from '../../../base/time/calendar.ts';
import { segmentsOf } from '../clusters/segments.ts';

/** Spans, cut where any of them begins or ends. */
export interface Cut {
  readonly bounds: readonly number[];
  /** The spans that a segment is part of, by its number. */
  readonly spans: readonly (readonly number[])[];
}

export function cutSpans(spans: readonly Span[]): Cut {
  const { bounds, of } = segmentsOf(spans);
  const parts: number[][] = Array.from({ length: bounds.length + 1 }, () => []);
  for (const [index, span] of spans.entries()) for (const segment of of(span)) parts[segment]!.push(index);
  return { bounds, spans: parts };
}
