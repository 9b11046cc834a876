// Lets a message through that repeats in a tight loop, but not each time.
import type { Log } from './log.ts';

const EVERY_MS = 10_000;

/** Warns with details. */
export type Warn = (message: string, detail: Record<string, unknown>) => void;

/**
 * While a store is down or somebody sends too much, the same is to be said many times a second: of each message the
 * first is logged at once, and then one line in ten seconds says how many were `alike`.
 */
export function throttled(log: Log): Warn {
  const repeated = new Map<string, { alike: number; detail: Record<string, unknown> }>();
  const look = (message: string) => {
    const { alike, detail } = repeated.get(message)!;
    if (alike === 0) return void repeated.delete(message);
    log.warn(message, { ...detail, alike });
    wait(message);
  };
  const wait = (message: string) => {
    repeated.set(message, { alike: 0, detail: {} });
    setTimeout(look, EVERY_MS, message).unref();
  };
  return (message, detail) => {
    const before = repeated.get(message);
    if (before) return void repeated.set(message, { alike: before.alike + 1, detail });
    log.warn(message, detail);
    wait(message);
  };
}
