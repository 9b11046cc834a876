// Answers that follow one another as things happen in the database, until nobody listens any more.
import type { Notifications } from './notifications.ts';
import { Signal } from './signal.ts';

interface Followed<T extends object> {
  readonly channel: string;
  /** Whether what is told with a notification concerns the one who follows. */
  concerns(payload: string): boolean;
  /** Ends when the signal does. */
  states(signal: Signal): AsyncGenerator<T, void>;
}

export async function follow<T extends object>(
  ctx: { readonly notifications: Notifications },
  { channel, concerns, states }: Followed<T>,
): Promise<AsyncIterableIterator<T>> {
  const signal = new Signal();
  const stop = await ctx.notifications.listen(channel, payload => {
    // After the connection was away anything may have happened.
    if (payload === null || concerns(payload)) signal.raise();
  });
  const all = states(signal);
  const iterator: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () => all.next(),
    // A generator that waits would not hear that nobody listens any more.
    return: () => {
      stop();
      signal.end();
      return all.return();
    },
  };
  return iterator;
}
