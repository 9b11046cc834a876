// SQL of the facts of some spans, in such a form that PostgreSQL knows how many to expect and joins them accordingly.
import type { Statement } from '../../base/database/statement.ts';
import type { Span } from '../../base/time/calendar.ts';
import { segmentsOf } from './clusters/segments.ts';

/**
 * A table `f` of facts and a table `p (span)`: a row for each fact and span it is in, as spans may overlap. The ends stand
 * in it as values: of spans joined row by row PostgreSQL expects a handful of facts, and would look up whatever is joined
 * to them once for each. `kinds` is SQL of a list.
 */
export function spannedFacts(s: Statement, kinds: string, spans: readonly Span[]): string {
  const moment = (at: number) => s.bind(new Date(at), 'timestamptz');
  const isIn = stretches(spans).map(({ lo, hi }) => `x.at >= ${moment(lo)} and x.at < ${moment(hi)}`);
  const facts = (more = '') =>
    `(select x.*${more} from metric_fact x where x.kind = any(${kinds}) and (${isIn.join(' or ')})) f`;
  if (spans.length === 1) return `${facts()} cross join (values (0)) p(span)`;
  const { bounds, of } = segmentsOf(spans);
  const places = spans.flatMap((span, index) => of(span).map(segment => ({ index, segment })));
  const ends = s.bind(
    bounds.map(bound => new Date(bound)),
    'timestamptz[]',
  );
  const column = (name: 'index' | 'segment') =>
    s.bind(
      places.map(place => place[name]),
      'int[]',
    );
  return `${facts(`, width_bucket(x.at, ${ends}) as segment`)}
    join unnest(${column('index')}, ${column('segment')}) as p(span, segment) on p.segment = f.segment`;
}

/** What the spans cover, in as few stretches as there can be. */
export function stretches(spans: readonly Span[]): Span[] {
  const found: { lo: number; hi: number }[] = [];
  for (const { lo, hi } of spans.toSorted((a, b) => a.lo - b.lo)) {
    const last = found.at(-1);
    if (last && lo <= last.hi) last.hi = Math.max(last.hi, hi);
    else found.push({ lo, hi });
  }
  return found;
}
