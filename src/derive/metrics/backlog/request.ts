// Pure: checks what a backlog is asked for, and says at which moments it is looked at.
import { badInput } from '../../../base/errors.ts';
import type { Granularity, Span } from '../../../base/time/calendar.ts';
import { DIMENSIONS, type Dimension, type DimensionName, nameOf } from '../dimensions.ts';
import { filteredBy, type MetricFilter } from '../filter.ts';
import { type Bucket, bucketsOf, isOver, type PeriodInput, type PlainPeriod, parsePeriod } from '../period.ts';
import { groupsOf } from '../request.ts';

export interface BacklogRequest<P = PeriodInput> {
  /** One moment; now when neither this nor a period is given. */
  readonly at?: Date | null;
  /** A series: the end of each bucket of this period. */
  readonly during?: P | null;
  readonly every?: Granularity | null;
  readonly by?: readonly (DimensionName | Dimension)[] | null;
  /** Keys, in the order of TRAIT in `by`. */
  readonly traits?: { readonly keys: readonly string[] } | null;
  readonly where?: MetricFilter | null;
}

/** A moment at which the backlog is looked at, in milliseconds since 1970. */
export interface Moment {
  readonly at: number;
  /** What came and went after this moment, up to and with `at`, is counted; null where there is none before. */
  readonly since: number | null;
  /** The days of the bucket that it ends. */
  readonly start: string | null;
  readonly end: string | null;
  /** False for a bucket that goes on or is cut off. */
  readonly complete: boolean;
}

export interface BacklogLayout {
  /** Earliest first. */
  readonly moments: readonly Moment[];
  readonly by: readonly Dimension[];
  readonly where: MetricFilter;
  /** The moment of asking. */
  readonly now: Date;
}

export const MAX_MOMENTS = 400;

/** @throws UserError BAD_USER_INPUT naming the argument. */
export function layOutBacklog(
  { at, during, every, where, ...request }: BacklogRequest<PlainPeriod>,
  now: Date,
): BacklogLayout {
  const by = groupsOf(request.by ?? [], request.traits?.keys ?? []);
  checkCaseDimensions(by, where ?? {});
  return { moments: momentsOf(at ?? null, during ?? null, every ?? null, now), by, where: where ?? {}, now };
}

function momentsOf(at: Date | null, during: PlainPeriod | null, every: Granularity | null, now: Date): Moment[] {
  if (during === null) {
    if (every !== null) throw badInput('every', 'Say in "during" over which period, or leave "every" out.');
    if (at !== null && at > now) throw badInput('at', `${at.toISOString()} lies ahead: nobody knows the backlog yet.`);
    return [{ at: (at ?? now).getTime(), since: null, start: null, end: null, complete: true }];
  }
  if (at !== null) throw badInput('at', 'Give either "at" or "during", not both.');
  if (every === null) throw badInput('every', 'Say in "every" how far apart the moments lie, such as DAY.');
  const buckets = bucketsOf(parsePeriod(during, now), every).filter(({ lo }) => lo < now.getTime());
  if (buckets.length > MAX_MOMENTS)
    throw badInput(
      'every',
      `This would be ${buckets.length} moments; at most ${MAX_MOMENTS} are looked at. Ask for a shorter period, or longer buckets.`,
    );
  return buckets.map(bucket => momentOf(bucket, now));
}

/** Moments are whole milliseconds: what happens when the next bucket begins belongs to that one. */
const lastIn = ({ hi }: Span) => hi - 1;

function momentOf(bucket: Bucket, now: Date): Moment {
  const { lo, start, end, isWhole } = bucket;
  const over = isOver(bucket, now);
  return { at: over ? lastIn(bucket) : now.getTime(), since: lo - 1, start, end, complete: isWhole && over };
}

/** What the dimensions and conditions of other things than cases begin with. */
const FOREIGN = /^(survey|currency|scale)/i;

function checkCaseDimensions(by: readonly Dimension[], where: MetricFilter): void {
  const own = DIMENSIONS.filter(dimension => !FOREIGN.test(dimension));
  const wrong = by.find(dimension => !own.includes(nameOf(dimension)));
  if (wrong) throw badInput('by', `Cases have no ${wrong}. Group by one of ${own.join(', ')}.`);
  const filtered = filteredBy(where).find(name => FOREIGN.test(name));
  if (filtered) throw badInput(`where.${filtered}`, `Cases have no ${filtered}: leave it out.`);
}
