// Follows who enters and leaves a segment: each change from now on, once, in order.
import type { Context, LiveContext } from '../../base/context/context.ts';
import { follow } from '../../base/database/follow.ts';
import type { Signal } from '../../base/database/signal.ts';
import { notFound } from '../../base/errors.ts';
import type { Cause } from './evaluate.ts';
import { SEGMENT_CHANNEL } from './write-members.ts';

export interface MembershipChange {
  /** Row ids. */
  readonly segmentId: number;
  readonly customerId: number;
  /** Otherwise they left. */
  readonly entered: boolean;
  readonly cause: Cause;
  readonly at: Date;
}

/** It looks by itself after so long, in case a change was not told. */
const PATIENCE_MS = 30_000;
/** Changes read at a time: a rule that was saved may bring everybody in. */
const PAGE = 500;

/** Ends when the segment is deleted. @throws UserError NOT_FOUND */
export async function followSegment(ctx: LiveContext, key: string): Promise<AsyncIterableIterator<MembershipChange>> {
  const row = await ctx.sql.one<{ id: number; last: number }>(
    'select s.id, (select coalesce(max(id), 0) from segment_change) as last from segment s where s.key = $1',
    [key],
  );
  if (!row) throw notFound('segment', key);
  return follow(ctx, {
    channel: SEGMENT_CHANNEL,
    concerns: payload => payload === String(row.id),
    states: signal => changesAfter(ctx, row.id, row.last, signal),
  });
}

/** One transaction at a time writes changes, so they are committed in the order of their ids. */
async function* changesAfter(
  { sql }: Context,
  segment: number,
  start: number,
  signal: Signal,
): AsyncGenerator<MembershipChange, void> {
  let last = start;
  do {
    let page: (MembershipChange & { id: number })[];
    do {
      page = await sql.query(
        `select id, segment_id as "segmentId", customer_id as "customerId", entered, cause, at
         from segment_change where segment_id = $1 and id > $2 order by id limit ${PAGE}`,
        [segment, last],
      );
      for (const { id, ...change } of page) {
        last = id;
        yield change;
      }
    } while (page.length === PAGE);
    if (!(await sql.one('select from segment where id = $1', [segment]))) return;
  } while (await signal.raised(PATIENCE_MS));
}
