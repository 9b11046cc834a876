// What a rule looks at now: for each group a bucket with its figures, and how they are tested.
import { dayIn, startOfDay } from '../../base/time/calendar.ts';
import { DAY, HOUR } from '../../base/time/duration.ts';
import type { Kind } from '../metrics/kinds.ts';
import { bucketBefore, bucketsAt, type CalendarBucket } from './buckets.ts';
import type { Condition } from './condition.ts';
import type { DataMoments } from './data-moments.ts';
import { groupKey, MAX_GROUPS } from './group.ts';
import type { Trial } from './judge.ts';
import type { Watched, WatchedReading } from './watched.ts';

export interface Look {
  readonly bucket: CalendarBucket;
  readonly reading: WatchedReading;
  readonly trial: Trial;
}

export interface Looking {
  readonly condition: Condition;
  readonly every: CalendarBucket['every'];
  readonly level: number | null;
}

/**
 * How many days after it happened a fact may still change: who was asked answers within a week, and who was helped comes back
 * within one. Until then a bucket cannot be set beside one that has had its time.
 */
const RIPE_DAYS: Partial<Record<Kind, number>> = { FIRST_RESPONSE: 1, INVITATION: 7, REOPENING: 7, FIRST_CONTACT: 7 };

/**
 * The bucket that is going on as soon as it can be relied on; until then the last whole one, group by group. What can only be
 * told of whole buckets is looked at when they are over, have had their time, and every source has been read past their end.
 */
export async function looksAt(watched: Watched, rule: Looking, at: Date, moments: DataMoments): Promise<Look[]> {
  const isPlain = rule.level === null && !('dropsBy' in rule.condition);
  const ripe = isPlain ? 0 : Math.max(0, ...watched.kinds.map(kind => RIPE_DAYS[kind] ?? 0));
  const through = Math.min(at.getTime(), moments.through?.getTime() ?? at.getTime());
  if (!watched.needsWhole && ripe === 0) return looksWhileGoing(watched, rule, at, through);
  const { last } = bucketsAt(new Date(through - ripe * DAY), rule.every);
  const readings = await watched.read(last);
  const isCut = watched.needsWhole && !isKnownSince(last, moments);
  return lookedAt(last, isCut ? readings.map(withoutBaseline) : readings, rule, { isWhole: true, isHalved: false });
}

/** A source that is read by a schedule is expected to have been read so long after the end of a bucket. */
const EXPECTED_WITHIN = DAY;

/** Whether what is looked at is not the last bucket, because a source has not been read since. */
export function isWaiting(watched: Watched, { every }: Looking, at: Date, { through }: DataMoments): boolean {
  const end = startOf(bucketsAt(at, every).current);
  return watched.needsWhole && through !== null && through.getTime() < end && at.getTime() - end >= EXPECTED_WITHIN;
}

/** For so long after its end a bucket that is tested has its last look, however fast the next one fills. */
const LAST_LOOK = { DAY: 2 * HOUR, WEEK: DAY, MONTH: DAY, QUARTER: DAY, YEAR: DAY };

async function looksWhileGoing(watched: Watched, rule: Looking, at: Date, through: number): Promise<Look[]> {
  const { current, last } = bucketsAt(at, rule.every);
  const begun = startOf(current);
  const ofLast = async () =>
    lookedAt(last, await watched.read(last), rule, { isWhole: through >= begun, isHalved: true });
  if (rule.level !== null && at.getTime() - begun < LAST_LOOK[rule.every]) return ofLast();
  const going = lookedAt(current, await watched.read(current), rule, { isWhole: false, isHalved: true });
  const isEnough = going.some(({ reading }) => reading.by.length === 0 && reading.figure.reliable);
  return isEnough ? going : newest(going, await ofLast());
}

const startOf = ({ start }: CalendarBucket) => startOfDay(dayIn(start)!, 'UTC');

/** A bucket in which the data themselves begin was cut by that: it is no baseline for what grows. */
function isKnownSince(bucket: CalendarBucket, { first }: DataMoments): boolean {
  return first === null || first.getTime() < startOf(bucketBefore(bucket));
}

const withoutBaseline = (reading: WatchedReading): WatchedReading => ({ ...reading, before: null, pValue: null });

/**
 * The groups that are watched. Where they are tested, these are the largest of those that could be relied on in the bucket
 * before: how many there are, and so how the level is shared out, stands before the first look.
 */
function lookedAt(
  bucket: CalendarBucket,
  readings: readonly WatchedReading[],
  rule: Looking,
  how: Pick<Trial, 'isWhole' | 'isHalved'>,
): Look[] {
  const isGrouped = readings.some(({ by }) => by.length > 0);
  const isTested = rule.level !== null && isGrouped;
  const size = ({ figure, before }: WatchedReading) => (isTested ? before!.n : figure.n);
  const watched = readings
    .filter(({ before }) => !isTested || before?.reliable)
    .sort((a, b) => size(b) - size(a))
    .slice(0, MAX_GROUPS);
  const trial = { level: rule.level, groups: Math.max(1, watched.length), ...how };
  return watched.map(reading => ({ bucket, reading, trial }));
}

/** Of each group the bucket that goes on, where it can be relied on. */
function newest(going: readonly Look[], last: readonly Look[]): Look[] {
  const reliable = going.filter(({ reading }) => reading.figure.reliable);
  const seen = new Set(reliable.map(({ reading }) => groupKey(reading.by)));
  return [...reliable, ...last.filter(({ reading }) => !seen.has(groupKey(reading.by)))];
}
