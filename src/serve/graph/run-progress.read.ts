// Follows a sync run: its state now and after each change, until it is finished.
import type { Context, LiveContext } from '../../base/context/context.ts';
import { idArgument } from '../../base/database/conditions.ts';
import { follow } from '../../base/database/follow.ts';
import type { Signal } from '../../base/database/signal.ts';
import { notFound } from '../../base/errors.ts';
import { readRun } from './run.read.ts';
import type { Selected } from './selection.ts';

/** The payload of each notification is the row id of a run that changed. */
export const RUN_CHANNEL = 'cxgraph_sync_run';

/** Changes that come faster than this are told as one. */
const PAUSE_MS = 100;
/** It looks by itself after so long, in case a change was not told. */
const PATIENCE_MS = 5_000;
const FINISHED = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/** Throws BAD_USER_INPUT for a malformed id, NOT_FOUND for an unknown one. */
export async function followRun(
  ctx: LiveContext,
  text: string,
  selected: Selected,
): Promise<AsyncIterableIterator<object>> {
  const run = idArgument('run', 'run', text);
  if (!(await statusOf(ctx, run))) throw notFound('sync run', text);
  return follow(ctx, {
    channel: RUN_CHANNEL,
    concerns: payload => payload === String(run),
    states: signal => statesOf(ctx, run, selected, signal),
  });
}

async function* statesOf(ctx: Context, run: number, selected: Selected, signal: Signal): AsyncGenerator<object, void> {
  do {
    const status = await statusOf(ctx, run);
    // A context of its own for every reading, because one context may only ask for so much.
    const state = await readRun({ ...ctx }, run, selected);
    if (state) yield state;
    // A run that is gone is over as well.
    if (!status || FINISHED.includes(status)) return;
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  } while (await signal.raised(PATIENCE_MS));
}

async function statusOf(ctx: Context, run: number): Promise<string | undefined> {
  const row = await ctx.sql.one<{ status: string }>('select status from sync_run where id = $1', [run], 'run-status');
  return row?.status;
}
