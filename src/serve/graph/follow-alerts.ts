// Follows alerts: each that opens from now on, once.
import type { Context, LiveContext } from '../../base/context/context.ts';
import { follow } from '../../base/database/follow.ts';
import type { Signal } from '../../base/database/signal.ts';
import { ALERT_CHANNEL } from '../../derive/alerts/ledger.ts';
import { readAlert } from './alert.read.ts';
import type { Selected } from './selection.ts';

/** It looks by itself after so long, in case an alert was not told. */
const PATIENCE_MS = 30_000;

export async function followAlerts(ctx: LiveContext, selected: Selected): Promise<AsyncIterableIterator<object>> {
  const row = await ctx.sql.one<{ last: number }>('select coalesce(max(id), 0) as last from alert');
  return follow(ctx, {
    channel: ALERT_CHANNEL,
    concerns: () => true,
    states: signal => openedAfter(ctx, row!.last, selected, signal),
  });
}

async function* openedAfter(
  ctx: Context,
  start: number,
  selected: Selected,
  signal: Signal,
): AsyncGenerator<object, void> {
  let last = start;
  do {
    const rows = await ctx.sql.query<{ id: number }>('select id from alert where id > $1 order by id', [last]);
    for (const { id } of rows) {
      last = id;
      // A context of its own for every reading, because one context may only ask for so much.
      const alert = await readAlert({ ...ctx }, id, selected);
      // Its rule may have been deleted meanwhile.
      if (alert) yield alert;
    }
  } while (await signal.raised(PATIENCE_MS));
}
