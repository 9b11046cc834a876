// Pure: walks through moments and says which cases are open at each, and how old they are.
import { DAY } from '../../../base/time/duration.ts';
import type { Moment } from './request.ts';

/** Column by column, in the order in which they were opened. Moments are milliseconds since 1970. */
export interface Cases {
  readonly opened: Float64Array;
  /** Infinite while it is not resolved. */
  readonly ended: Float64Array;
  readonly subject: Float64Array;
  /** U where nobody knows whether it is open, R where it may have been resolved before, or nothing. */
  readonly flags: readonly string[];
}

export interface OpenCases {
  readonly open: number;
  /** Different customers; each case that is nobody's counts as one. */
  readonly people: number;
  /** May have been resolved for a time at that moment. */
  readonly uncertain: number;
  /** Not among the open ones. */
  readonly unclear: number;
  /** Seconds since they were opened; null where none is open. */
  readonly median: number | null;
  readonly p90: number | null;
  readonly oldest: number | null;
  /** How many in each of `BANDS`. */
  readonly bands: readonly number[];
  /** Since the moment before. */
  readonly came: number;
  readonly went: number;
}

/** Where a band of ages begins, in days of 24 hours; the last has no end. */
export const BANDS = [0, 1, 3, 7, 30] as const;

/** One for each moment, which come earliest first. */
export function sweep(cases: Cases, moments: readonly Moment[], now: number): OpenCases[] {
  const { opened, ended, subject, flags } = cases;
  const open = new Ranks(opened.length);
  const byEnd = Float64Array.from(opened.keys()).sort((a, b) => ended[a]! - ended[b]!);
  const people = new Map<number, number>();
  const sums = { added: 0, removed: 0, unclear: 0, reopened: 0, pending: 0 };
  const change = (i: number, by: 1 | -1) => {
    open.add(i, by);
    const count = (people.get(subject[i]!) ?? 0) + by;
    if (count === 0) people.delete(subject[i]!);
    else people.set(subject[i]!, count);
    if (flags[i] === 'R') sums.reopened += by;
    if (flags[i] === 'R' && ended[i] === Number.POSITIVE_INFINITY) sums.pending += by;
  };
  let [next, done] = [0, 0];
  return moments.map(({ at, since }) => {
    const start = since ?? at;
    let [came, went] = [0, 0];
    for (; next < opened.length && opened[next]! <= at; next++) {
      if (flags[next] === 'U') sums.unclear += 1;
      else {
        change(next, 1);
        if (opened[next]! > start) came += 1;
      }
    }
    // Whatever ended by now was opened by now.
    for (; done < byEnd.length && ended[byEnd[done]!]! <= at; done++) {
      change(byEnd[done]!, -1);
      went += 1;
    }
    const n = open.total;
    const age = (rank: number) => (at - opened[open.find(n - rank + 1)]!) / 1000;
    const atMost = (days: number) => open.before(firstAfter(opened, at - days * DAY));
    return {
      open: n,
      people: people.size,
      // What is open now is open for certain.
      uncertain: at < now ? sums.reopened : sums.reopened - sums.pending,
      unclear: sums.unclear,
      median: n > 0 ? age(Math.ceil(n * 0.5)) : null,
      p90: n > 0 ? age(Math.ceil(n * 0.9)) : null,
      oldest: n > 0 ? age(n) : null,
      bands: BANDS.map((from, i) => atMost(from) - (i + 1 < BANDS.length ? atMost(BANDS[i + 1]!) : 0)),
      ...{ came, went },
    };
  });
}

/** Place of the first that is greater. */
function firstAfter(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which places are taken, and how many before each (Fenwick 1994). */
class Ranks {
  readonly #tree: Int32Array;
  readonly #top: number;
  total = 0;

  constructor(size: number) {
    this.#tree = new Int32Array(size + 1);
    this.#top = size > 0 ? 2 ** Math.floor(Math.log2(size)) : 0;
  }

  add(place: number, by: 1 | -1): void {
    this.total += by;
    for (let i = place + 1; i < this.#tree.length; i += i & -i) this.#tree[i]! += by;
  }

  before(place: number): number {
    let sum = 0;
    for (let i = place; i > 0; i -= i & -i) sum += this.#tree[i]!;
    return sum;
  }

  /** The place of the first, second, … that is taken. */
  find(rank: number): number {
    let [place, rest] = [0, rank];
    for (let step = this.#top; step > 0; step >>= 1) {
      if (place + step >= this.#tree.length || this.#tree[place + step]! >= rest) continue;
      place += step;
      rest -= this.#tree[place]!;
    }
    return place;
  }
}
