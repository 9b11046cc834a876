// Pure: cuts spans of time into whole days and hours of UTC, for which sums are kept, and rests, for which they are not.
import type { Span } from './period.ts';

export interface Piece extends Span {
  /** D and H: whole days and hours. F: facts. */
  readonly grain: 'D' | 'H' | 'F';
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Together they are the span, and no two overlap. */
export function cut(span: Span, { hours }: { hours: boolean }): Piece[] {
  const days = inner(span, DAY);
  if (!days) return hours ? byHours(span) : nonEmpty('F', span);
  const rest = hours ? byHours : (part: Span) => nonEmpty('F', part);
  return [...rest({ lo: span.lo, hi: days.lo }), { grain: 'D', ...days }, ...rest({ lo: days.hi, hi: span.hi })];
}

function byHours(span: Span): Piece[] {
  const hours = inner(span, HOUR);
  if (!hours) return nonEmpty('F', span);
  return [
    ...nonEmpty('F', { lo: span.lo, hi: hours.lo }),
    { grain: 'H', ...hours },
    ...nonEmpty('F', { lo: hours.hi, hi: span.hi }),
  ];
}

/** The whole units inside; null when there are none. */
function inner({ lo, hi }: Span, unit: number): Span | null {
  const first = Math.ceil(lo / unit) * unit;
  const last = Math.floor(hi / unit) * unit;
  return first < last ? { lo: first, hi: last } : null;
}

function nonEmpty(grain: Piece['grain'], { lo, hi }: Span): Piece[] {
  return lo < hi ? [{ grain, lo, hi }] : [];
}
