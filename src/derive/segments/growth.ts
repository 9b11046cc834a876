// How a segment grew: who entered and left in each calendar bucket, and how many were in it at its end.
import type { Context } from '../../base/context/context.ts';
import type { Granularity } from '../../base/time/calendar.ts';
import { withCalendar } from '../metrics/calendars/during.ts';
import { type Bucket, bucketsOf, countBuckets, type PeriodInput, parsePeriod } from '../metrics/period.ts';

export interface Growth {
  /** First day of the bucket, in the period's time zone. */
  readonly start: string;
  /** Times that customers did so: one who leaves and comes back in the same bucket counts in both. */
  readonly entered: number;
  readonly left: number;
  /** Members at the end of the bucket; of one that goes on, now. */
  readonly size: number;
}

/**
 * Whether the growth of so many segments can be read at all: asked of a list once, before each of its segments finds out.
 * @throws UserError BAD_USER_INPUT naming the field, ANSWER_TOO_LARGE
 */
export async function checkGrowth(
  ctx: Context,
  segments: number,
  during: PeriodInput,
  every: Granularity,
): Promise<void> {
  const period = parsePeriod(await withCalendar(ctx.sql, during), ctx.now());
  ctx.budget.checkCells(segments * countBuckets(period, every));
}

/**
 * For several segments, by row id, in one statement. Buckets that have not begun are left out. @throws UserError
 * BAD_USER_INPUT naming the field, ANSWER_TOO_LARGE.
 */
export async function readGrowths(
  ctx: Context,
  segments: readonly number[],
  during: PeriodInput,
  every: Granularity,
): Promise<Map<number, Growth[]>> {
  const now = ctx.now();
  const period = parsePeriod(await withCalendar(ctx.sql, during), now);
  const buckets = bucketsOf(period, every).filter(bucket => bucket.lo <= now.getTime());
  ctx.budget.spendCells(segments.length * buckets.length);
  const rows = await ctx.sql.query<Counted>(GROWTH, [
    segments,
    buckets.map(bucket => new Date(bucket.lo)),
    buckets.map(bucket => new Date(bucket.hi)),
  ]);
  return new Map(
    segments.map(id => [
      id,
      growthOf(
        buckets,
        rows.filter(row => row.segment === id),
      ),
    ]),
  );
}

interface Counted {
  readonly segment: number;
  /** Place of the bucket, from 0. */
  readonly place: number;
  readonly entered: number;
  readonly left: number;
  readonly size: number;
}

function growthOf(buckets: readonly Bucket[], rows: readonly Counted[]): Growth[] {
  const byPlace = new Map(rows.map(row => [row.place, row]));
  return buckets.map(({ start }, place) => {
    const { entered = 0, left = 0, size = 0 } = byPlace.get(place) ?? {};
    return { start, entered, left, size };
  });
}

/**
 * Sizes are counted back from the present one, which is exact whatever the log knows of the beginning. Buckets follow
 * one another without a gap, so one pass over the log from the first of them on is enough.
 */
const GROWTH = `
with bucket as (
  select place - 1 as place, lo, hi from unnest($2::timestamptz[], $3::timestamptz[]) with ordinality b(lo, hi, place)
), moved as (
  select h.segment_id, width_bucket(h.at, $2::timestamptz[]) - 1 as place, h.at >= (select max(hi) from bucket) as later,
    count(*) filter (where entered) as entered, count(*) filter (where not entered) as left_it
  from segment_change h
  where h.segment_id = any($1::bigint[]) and h.at >= (select min(lo) from bucket) group by 1, 2, 3
), counted as (
  select s.id, b.place, coalesce(t.size, 0) as now, coalesce(m.entered, 0) as entered, coalesce(m.left_it, 0) as left_it
  from unnest($1::bigint[]) s(id) cross join bucket b left join segment_state t on t.segment_id = s.id
  left join moved m on m.segment_id = s.id and m.place = b.place and not m.later
)
select c.id as segment, c.place::int as place, c.entered::int as entered, c.left_it::int as left,
  (c.now - coalesce((select sum(m.entered - m.left_it) from moved m where m.segment_id = c.id and m.later), 0)
    - coalesce(sum(c.entered - c.left_it) over (partition by c.id order by c.place rows between 1 following and unbounded following), 0))::int as size
from counted c`;
