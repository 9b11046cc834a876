// Pure: which calendar buckets a rule looks at, in UTC.
import { bucketAround, dayBefore, type Granularity } from '../../base/time/calendar.ts';

export interface CalendarBucket {
  readonly every: Granularity;
  /** First and last day. */
  readonly start: string;
  readonly end: string;
  /** Whether its last day is over. */
  readonly isOver: boolean;
}

/** The bucket that now lies in, and the one before it. */
export function bucketsAt(now: Date, every: Granularity): { current: CalendarBucket; last: CalendarBucket } {
  const current = bucketAround(now.toISOString().slice(0, 10), every);
  return {
    current: { every, ...current, isOver: false },
    last: { every, ...bucketAround(dayBefore(current.start), every), isOver: true },
  };
}

/** The bucket just before, which figures are compared with. */
export function bucketBefore({ every, start }: CalendarBucket): CalendarBucket {
  return { every, ...bucketAround(dayBefore(start), every), isOver: true };
}
