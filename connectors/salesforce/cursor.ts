// What a cursor holds, and how one is read back.
import { z } from 'zod';
import type { Cursor } from '../contract.ts';

const moment = z.iso.datetime();
const key = z.object({ at: moment, id: z.string() });

/** A Bulk job under way: which part of the window it covers, and the results page that comes next. */
const bulk = z.object({
  job: z.string(),
  from: moment.nullable(),
  until: moment,
  locator: z.string().nullable(),
  read: z.number(),
});
export type BulkPlace = z.infer<typeof bulk>;

/** The pass under way. `settle` is what `settledTo` becomes at its end. */
const window = z.object({
  from: moment.nullable(),
  until: moment,
  settle: moment,
  seen: z.number(),
  key: key.nullable(),
  bulk: bulk.nullable(),
});
export type Window = z.infer<typeof window>;

const State = z.object({
  /** Everything changed before this moment has been delivered; null before the first complete pass. */
  settledTo: moment.nullable(),
  /** Columns of the last complete pass: a new one must be read for old rows, too. */
  columns: z.array(z.string()).nullable().default(null),
  window: window.nullable(),
});
export type State = z.infer<typeof State>;

export const START: State = { settledTo: null, columns: null, window: null };

/** A cursor that says nothing, or nothing sensible, means everything from the beginning. */
export function parseCursor(cursor: Cursor | null): State {
  const parsed = State.safeParse(cursor);
  if (!parsed.success) return START;
  const { settledTo } = parsed.data;
  return { ...parsed.data, settledTo: settledTo !== null && Date.parse(settledTo) > 0 ? settledTo : null };
}
