// What went wrong at Salesforce, and what each kind of failure calls for.
import { ConnectorError, Fatal, Reauthorize } from '../errors.ts';
import { TransportError, wordsOf } from '../kit/http.ts';
import type { Verdict } from '../kit/retry.ts';
import { ErrorList } from './wire.ts';

/** An answer with an error status. `code` is Salesforce's errorCode, or HTTP_<status> without one. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A success that is not what was asked for: HTML, half a JSON, another shape. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
}

export function apiError(status: number, body: string): ApiError {
  const parsed = ErrorList.safeParse(json(body));
  const first = parsed.success ? parsed.data[0] : undefined;
  return first
    ? new ApiError(status, first.errorCode, first.message)
    : new ApiError(status, `HTTP_${status}`, `HTTP status ${status}`);
}

/** Undefined when the text is not JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof ApiError && codes.includes(error.code);
}

const QUOTA_PARK_MS = 3600_000;
/** Edges answer 406 and 420 without a body when they are busy. */
const BUSY = new Set([406, 408, 420, 429]);

/** For `withRetry`. What is left to the caller (a bad field, a lost locator) stops with the ApiError itself. */
export function classify(error: unknown): Verdict {
  if (error instanceof TransportError) return { kind: 'again', reason: wordsOf('Salesforce', error) };
  if (error instanceof BrokenAnswer) return { kind: 'again', reason: error.message };
  if (!(error instanceof ApiError))
    return { kind: 'stop', error: error instanceof Error ? error : new Error(String(error)) };
  const reason = `${error.code} (${error.status})`;
  if (error.code === 'REQUEST_LIMIT_EXCEEDED')
    // One code, two meanings: the day's quota, or too many long calls at this moment.
    return /Concurrent/i.test(error.message)
      ? { kind: 'again', afterMs: 5000, reason: 'too many calls at once' }
      : { kind: 'park', afterMs: QUOTA_PARK_MS, reason: "the org's daily API requests are used up" };
  if (error.status >= 500 || BUSY.has(error.status) || error.code === 'UNABLE_TO_LOCK_ROW')
    return { kind: 'again', reason };
  if (error.status === 401)
    return { kind: 'stop', error: new Reauthorize(`Salesforce refuses the session: ${error.code}`) };
  if (error.code === 'API_DISABLED_FOR_ORG')
    return { kind: 'stop', error: new Reauthorize('The REST API is not enabled for this org or user') };
  return { kind: 'stop', error };
}

/** The end of the line for an ApiError that nobody could use. */
export function fatal(error: unknown, what: string): unknown {
  if (error instanceof ConnectorError || !(error instanceof ApiError)) return error;
  return new Fatal(`${what}: ${error.code}`, { status: error.status, code: error.code }, { cause: error });
}

/** The object does not exist in this org, or this user may not see it. */
export function isMissingObject(error: unknown): boolean {
  return hasCode(error, 'INVALID_TYPE', 'NOT_FOUND', 'INVALID_TYPE_FOR_OPERATION', 'INSUFFICIENT_ACCESS');
}
