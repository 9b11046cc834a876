// What a failed call means: wait, park, ask for credentials, or give up.
import { Fatal, Reauthorize } from '../../../errors.ts';
import { TransportError, wordsOf } from '../../http.ts';
import type { Verdict } from '../../retry.ts';

/** An answer with a status other than 200. Its body is never shown: it may hold personal data. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
  constructor(
    readonly status: number,
    /** What `Retry-After` says. */
    readonly afterMs: number | undefined,
  ) {
    super(`Sample answered ${status}`);
  }
}

export function classify(error: unknown): Verdict {
  if (error instanceof TransportError) return { kind: 'again', reason: wordsOf('Sample', error) };
  // HTML with 200, half a JSON, a list that is none: never "no more rows".
  if (!(error instanceof BadAnswer)) return { kind: 'again', reason: 'Sample’s answer cannot be read' };
  const { status, afterMs, message } = error;
  if (status === 401) return { kind: 'stop', error: new Reauthorize('Sample refuses the token', { status }) };
  if (status === 429) return { kind: 'again', afterMs: afterMs ?? 1000, reason: 'rate limit (429)' };
  if (status >= 500) return { kind: 'again', reason: message, ...(afterMs === undefined ? {} : { afterMs }) };
  return { kind: 'stop', error: new Fatal(`Sample refuses the request (${status})`, { status }) };
}
