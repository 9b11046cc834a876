// Trying a call again: who decides is the connector's classifier, how long is decided here.
import type { Host } from '../contract.ts';
import { ConnectorError, Retry } from '../errors.ts';

/** What a failed attempt calls for. */
export type Verdict =
  /** Try again after `afterMs`, or after the usual back-off when it is not given. */
  | { readonly kind: 'again'; readonly afterMs?: number; readonly reason: string }
  /** Too long to wait inside a run: the stream is parked. */
  | { readonly kind: 'park'; readonly afterMs: number; readonly reason: string }
  /** Stop with this error. */
  | { readonly kind: 'stop'; readonly error: Error };

export interface RetryPolicy {
  /** Attempts in all. */
  readonly attempts: number;
  readonly baseMs: number;
  readonly maxMs: number;
  /** A wait above this parks instead. */
  readonly parkAboveMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 6, baseMs: 250, maxMs: 10_000, parkAboveMs: 30_000 };

/** Runs `call` until it succeeds, its classifier says stop, or the attempts are used up; then parks. */
export async function withRetry<T>(
  host: Host,
  policy: RetryPolicy,
  call: () => Promise<T>,
  classify: (error: unknown) => Verdict,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    host.signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      const verdict = error instanceof ConnectorError ? ({ kind: 'stop', error } as const) : classify(error);
      if (verdict.kind === 'stop') throw verdict.error;
      if (verdict.kind === 'park') throw new Retry(verdict.reason, verdict.afterMs, {}, { cause: error });
      const backOff = Math.min(policy.maxMs, policy.baseMs * 2 ** (attempt - 1));
      // Half fixed, half random: callers that failed together do not come back together.
      const wait = verdict.afterMs ?? backOff / 2 + (Math.random() * backOff) / 2;
      if (attempt >= policy.attempts)
        throw new Retry(
          `${verdict.reason} (tried ${attempt} times)`,
          Math.max(wait, policy.maxMs),
          {},
          { cause: error },
        );
      if (wait > policy.parkAboveMs) throw new Retry(verdict.reason, wait, {}, { cause: error });
      host.log('debug', 'request is tried again', { reason: verdict.reason, attempt, waitMs: Math.round(wait) });
      await host.sleep(wait);
    }
  }
}
