// Pure: checks what a cohort table is asked for, and lays out its cohorts and the periods that follow them.
import { badInput } from '../../../base/errors.ts';
import {
  bucketStart,
  type Day,
  dayIn,
  type Granularity,
  lastDayBefore,
  nextBucket,
  type Span,
  startOfDay,
} from '../../../base/time/calendar.ts';
import { CUSTOMER_FILTERS, type MetricFilter, notOfCustomers } from '../filter.ts';
import {
  type Bucket,
  bucketsOf,
  isOver,
  type PeriodInput,
  type PlainPeriod,
  parsePeriod,
  type Stretch,
} from '../period.ts';

/** What makes a customer one of a cohort at first, and what brings them back. */
export type CohortEvent = 'PURCHASE' | 'CONTACT';

export interface RetentionRequest<P = PeriodInput> {
  /** The length of cohorts and of the periods after them. */
  readonly cohort?: Granularity | null;
  /** When customers came first. */
  readonly during: P;
  readonly of?: CohortEvent | null;
  /** How many periods after its own each cohort is followed. */
  readonly periods?: number | null;
  readonly where?: MetricFilter | null;
  readonly confidence?: number | null;
}

export interface Cohort extends Bucket {
  /** Whether it is whole, and over: nobody will join it any more. */
  readonly complete: boolean;
}

export interface RetentionLayout {
  readonly of: CohortEvent;
  readonly every: Granularity;
  /** Oldest first; those that have begun. */
  readonly cohorts: readonly Cohort[];
  /** Whole calendar periods, from that of the first cohort on; those that have begun. */
  readonly periods: readonly Stretch[];
  readonly follow: number;
  readonly where: MetricFilter;
  readonly confidence: number;
  readonly now: Date;
}

const MAX_COHORTS = 120;
const MAX_PERIODS = 60;
const USUAL_PERIODS = 12;

/** @throws UserError BAD_USER_INPUT naming the argument. */
export function layOutRetention(request: RetentionRequest<PlainPeriod>, now: Date): RetentionLayout {
  const every = request.cohort ?? 'MONTH';
  if (every === 'DAY') throw badInput('cohort', 'Cohorts are of weeks, months, quarters or years: days are too short.');
  const follow = request.periods ?? USUAL_PERIODS;
  if (!Number.isInteger(follow) || follow < 1 || follow > MAX_PERIODS)
    throw badInput('periods', `"periods" is 1 to ${MAX_PERIODS}, not ${follow}.`);
  const confidence = request.confidence ?? 0.95;
  if (!(confidence >= 0.5 && confidence <= 0.999))
    throw badInput('confidence', `"confidence" is a share from 0.5 to 0.999, such as 0.95; not ${confidence}.`);
  const period = parsePeriod(request.during, now);
  const buckets = bucketsOf(period, every).filter(({ lo }) => lo < now.getTime());
  if (buckets.length > MAX_COHORTS)
    throw badInput(
      'cohort',
      `This would be ${buckets.length} cohorts; a table has at most ${MAX_COHORTS}. Ask for a shorter period, or longer cohorts.`,
    );
  const where = request.where ?? {};
  checkWhere(where);
  return {
    of: request.of ?? 'PURCHASE',
    every,
    cohorts: buckets.map(bucket => ({ ...bucket, complete: bucket.isWhole && isOver(bucket, now) })),
    periods: periodsFrom(dayIn(period.start)!, buckets.length + follow),
    ...{ follow, where, confidence, now },
  };

  /** The calendar goes on behind the end of what was asked for, up to now. */
  function periodsFrom(first: Day, count: number): Stretch[] {
    const found: Stretch[] = [];
    let start = bucketStart(first, every, period);
    for (let i = 0; i < count; i++) {
      const next = nextBucket(start, every);
      const span: Span = { lo: startOfDay(start, period.timeZone), hi: startOfDay(next, period.timeZone) };
      if (span.lo >= now.getTime()) break;
      found.push({ ...span, start: start.toString(), end: lastDayBefore(span.hi, period.timeZone) });
      start = next;
    }
    return found;
  }
}

/** What is asked of customers themselves: each is in one cohort, whatever they bought or said later. */
function checkWhere(where: MetricFilter): void {
  const wrong = notOfCustomers(where);
  if (wrong) throw badInput(`where.${wrong}`, `Cohorts are of customers: filter by ${CUSTOMER_FILTERS.join(', ')}.`);
}
