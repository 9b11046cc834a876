// When the world's events happen: tick n has one moment, so that every process carries out the same ones.

const HOUR = 3_600_000;

/**
 * Ages at which the pace changes, with how many times slower than at first it then is: quick while somebody is likely
 * to be watching, later as slow as a company of this size, lest the new drown the history.
 */
const PACES = [
  { from: 0, slower: 1 },
  { from: HOUR, slower: 12 },
  { from: 24 * HOUR, slower: 120 },
] as const;

export interface Schedule {
  readonly epoch: number;
  /** Milliseconds between events in the first hour. */
  readonly everyMs: number;
  /** After so many events the world rests. */
  readonly maxTicks: number;
}

/** How many ticks are due at `now`. */
export function ticksDue(schedule: Schedule, now: number): number {
  const age = now - schedule.epoch;
  let ticks = 0;
  for (const [n, { from, slower }] of PACES.entries()) {
    const until = Math.min(age, PACES[n + 1]?.from ?? age);
    if (until > from) ticks += Math.floor((until - from) / (schedule.everyMs * slower));
  }
  return Math.min(ticks, schedule.maxTicks);
}

/** The moment of tick `n`, counted from 0. */
export function tickTime(schedule: Schedule, n: number): number {
  let left = n + 1;
  for (const [i, { from, slower }] of PACES.entries()) {
    const step = schedule.everyMs * slower;
    const next = PACES[i + 1]?.from;
    const inThisPace = next === undefined ? left : Math.floor((next - from) / step);
    if (left <= inThisPace) return schedule.epoch + from + left * step;
    left -= inThisPace;
  }
  throw new Error('the last pace has no end');
}
