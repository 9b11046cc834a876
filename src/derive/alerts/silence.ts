// Pure: whether nothing came for too long, and whether that is known: where a source was not read, it is not.
import { readUntil, type SourceMoment, slowestOf } from './source-moment.ts';

/** SILENT: nothing came. NOT_READ: nothing is there, but a source was not read since, so that it may have come. */
export type SilentFinding = 'SILENT' | 'NOT_READ';

export interface Silent {
  readonly finding: SilentFinding;
  /** The last that came; where nothing ever came, when the rule was made. */
  readonly since: Date;
  readonly isFirst: boolean;
  /** Up to when all sources were read. */
  readonly through: Date;
  /** Key of the source that was read the longest ago; null where all arrives by itself. */
  readonly source: string | null;
}

export interface Heard {
  /** Null when nothing ever came. */
  readonly last: Date | null;
  /** Ids of the connections that it came through. */
  readonly sources: readonly number[];
  /** When the rule was made. */
  readonly watchedSince: Date;
}

/** `now` is the moment that figures are exact at; lengths are in milliseconds. */
export function silentFor(
  { last, sources, watchedSince }: Heard,
  all: readonly SourceMoment[],
  length: number,
  now: Date,
): Silent | null {
  const since = last ?? watchedSince;
  const { through, source } = readThrough(sources, all, now);
  const passed = (until: Date) => until.getTime() - since.getTime() >= length;
  if (!passed(now)) return null;
  return { finding: passed(through) ? 'SILENT' : 'NOT_READ', since, isFirst: last === null, through, source };
}

/** By the one that was read the longest ago. Disconnected ones count where there is no other; those of nothing yet, all do. */
function readThrough(
  ids: readonly number[],
  all: readonly SourceMoment[],
  now: Date,
): Pick<Silent, 'through' | 'source'> {
  const own = ids.length > 0 ? all.filter(({ id }) => ids.includes(id)) : all;
  const isOnlyRead = ids.every(id => own.some(source => source.id === id));
  const connected = own.filter(({ isConnected }) => isConnected);
  const asked = connected.length > 0 ? connected : isOnlyRead ? own : [];
  const slowest = slowestOf(asked);
  if (!slowest) return { through: now, source: null };
  return { through: new Date(Math.min(now.getTime(), readUntil(slowest).getTime())), source: slowest.key };
}
