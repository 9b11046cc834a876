// Lets a message through that repeats in a tight loop, but not each time.
import type { Log } from '../log.ts';

const EVERY_MS = 10_000;

/** While a store is down, workers report it many times a second: one line in ten seconds says how many there were. */
export function throttled(log: Log): (message: string, error: unknown) => void {
  let last = 0;
  let held = 0;
  return (message, error) => {
    const now = Date.now();
    if (now - last < EVERY_MS) {
      held++;
      return;
    }
    log.warn(message, { error, alike: held });
    last = now;
    held = 0;
  };
}
