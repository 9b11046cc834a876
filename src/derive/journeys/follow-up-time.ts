// Pure: the grain at which times between stages are told.
import type { LifeTable } from '../metrics/statistics/survival.ts';

export const HOUR = 3600;
export const DAY = 24 * HOUR;
/** Up to here times are told by the hour, beyond by the day: few rows, however many runs there are. */
export const BY_HOUR = 48;

/** By stage; the first has none. Times in seconds, of the beginning of their hour or day. */
export type FollowUps = readonly LifeTable[];

/** Of a bin, in seconds. */
export const timeOf = (bin: number) => (bin < BY_HOUR ? bin * HOUR : (bin - BY_HOUR + BY_HOUR / 24) * DAY);

/** The end of the hour or day that begins at this time. */
export const endOf = (time: number): number => time + (time < BY_HOUR * HOUR ? HOUR : DAY);
