// Where an object stream stands, as its cursor says it.
import { z } from 'zod';
import type { Cursor } from '../contract.ts';

const time = z.number().int().positive();

const Listing = z.object({
  phase: z.literal('list'),
  /** Server time, ms, when the listing began: what changed later is read afterwards. */
  startedAt: time,
  after: z.string().nullable(),
  schema: z.string(),
});

const Changes = z.object({
  phase: z.literal('changes'),
  /** All changes before this server time have been read, and the search index was old enough to show them. */
  settledTo: time,
  /** Removals before this have been read. */
  archivedSince: time,
  schema: z.string(),
  /** A pass under way: everything the index has below `low` was shown. */
  pass: z.object({ low: time, settled: time, to: time }).optional(),
});

const State = z.discriminatedUnion('phase', [Listing, Changes]);
export type Listing = z.infer<typeof Listing>;
export type Changes = z.infer<typeof Changes>;

/** Null for anything that is not a whole cursor: then everything is read, which is always right. */
export function stateOf(cursor: Cursor | null): Listing | Changes | null {
  const parsed = State.safeParse(cursor);
  return parsed.success ? parsed.data : null;
}
