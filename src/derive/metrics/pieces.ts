// Pure: cuts spans of time into whole months, days and hours of UTC, for which sums are kept, and rests, for which they are not.
import type { Span } from '../../base/time/calendar.ts';
import { DAY, HOUR } from '../../base/time/duration.ts';

export interface Piece extends Span {
  /** M, D and H: whole months, days and hours. F: facts. */
  readonly grain: 'M' | 'D' | 'H' | 'F';
}

/** Together they are the span, and no two overlap. */
export function cut(span: Span, { hours }: { hours: boolean }): Piece[] {
  const byHours = (rest: Span) => (hours ? around(rest, inner(rest, HOUR), 'H', facts) : facts(rest));
  const byDays = (rest: Span) => around(rest, inner(rest, DAY), 'D', byHours);
  return around(span, innerMonths(span), 'M', byDays);
}

const facts = (rest: Span): Piece[] => [{ grain: 'F', ...rest }];

/** What is left on both sides of the whole units is cut finer. */
function around(span: Span, whole: Span | null, grain: Piece['grain'], finer: (rest: Span) => Piece[]): Piece[] {
  if (!whole) return finer(span);
  const rests = [
    { lo: span.lo, hi: whole.lo },
    { lo: whole.hi, hi: span.hi },
  ];
  const [before, after] = rests.map(rest => (rest.lo < rest.hi ? finer(rest) : []));
  return [...before!, { grain, ...whole }, ...after!];
}

/** The whole units inside; null when there are none. */
function inner({ lo, hi }: Span, unit: number): Span | null {
  const first = Math.ceil(lo / unit) * unit;
  const last = Math.floor(hi / unit) * unit;
  return first < last ? { lo: first, hi: last } : null;
}

function innerMonths({ lo, hi }: Span): Span | null {
  const start = new Date(lo);
  const month = Date.UTC(start.getUTCFullYear(), start.getUTCMonth());
  const first = month === lo ? lo : Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1);
  const end = new Date(hi);
  const last = Date.UTC(end.getUTCFullYear(), end.getUTCMonth());
  return first < last ? { lo: first, hi: last } : null;
}
