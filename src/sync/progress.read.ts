// Follows a sync run: its state now and after each change, until it is finished.
import type { Context } from '../context.ts';
import { idArgument } from '../database/graph/conditions.ts';
import type { Selected } from '../database/graph/selection.ts';
import type { Notifications } from '../database/notifications.ts';
import { notFound } from '../errors.ts';
import { readRun } from './run.read.ts';

/** The payload of each notification is the row id of a run that changed. */
export const RUN_CHANNEL = 'cxgraph_sync_run';

/** Changes that come faster than this are told as one. */
const PAUSE_MS = 100;
/** It looks by itself after so long, in case a change was not told. */
const PATIENCE_MS = 5_000;
const FINISHED = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/** What a context has besides where answers may follow one another. */
export interface LiveContext extends Context {
  readonly notifications: Notifications;
}

/** Throws BAD_USER_INPUT for a malformed id, NOT_FOUND for an unknown one. */
export async function followRun(
  ctx: LiveContext,
  text: string,
  selected: Selected,
): Promise<AsyncIterableIterator<object>> {
  const run = idArgument('run', 'run', text);
  if (!(await statusOf(ctx, run))) throw notFound('sync run', text);
  const signal = new Signal();
  const stop = await ctx.notifications.listen(RUN_CHANNEL, payload => {
    if (payload === null || payload === String(run)) signal.raise();
  });
  const states = statesOf(ctx, run, selected, signal);
  const iterator: AsyncIterableIterator<object> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () => states.next(),
    // A generator that waits would not hear that nobody listens any more.
    return: () => {
      stop();
      signal.end();
      return states.return();
    },
  };
  return iterator;
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
  } while (await signal.raised());
}

async function statusOf(ctx: Context, run: number): Promise<string | undefined> {
  const row = await ctx.sql.one<{ status: string }>('select status from sync_run where id = $1', [run], 'run-status');
  return row?.status;
}

/** Remembers that something happened until it is asked for. */
class Signal {
  #raised = false;
  #ended = false;
  #wake = () => {};

  raise(): void {
    this.#raised = true;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Waits for the next raise, but not for ever; false once it has ended. */
  async raised(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    if (!this.#raised && !this.#ended) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
        timer = setTimeout(resolve, PATIENCE_MS);
      });
    }
    clearTimeout(timer);
    this.#raised = false;
    return !this.#ended;
  }
}
