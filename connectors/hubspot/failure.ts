// What a failed call means: wait, park, ask for credentials, or give up. Sources: HubSpot's error reference and captures.
import { Fatal, Reauthorize } from '../errors.ts';
import { TransportError, wordsOf } from '../kit/http.ts';
import type { Verdict } from '../kit/retry.ts';
import { ErrorBody } from './wire.ts';

/** An answer with a status other than 2xx. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    /** Never shown: it may hold personal data. */
    readonly body: string,
  ) {
    super(`HubSpot answered ${status}`);
  }
}

/** HubSpot understood the request and does not serve it: 400, 403, 404 and the like. */
export class Refused extends Fatal {
  constructor(
    message: string,
    readonly status: number,
    detail: Record<string, unknown>,
  ) {
    super(message, { status, ...detail });
  }
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** `untilDailyReset` is asked only when the day's allowance is used up. */
export function classify(error: unknown, untilDailyReset: () => number): Verdict {
  if (!(error instanceof BadAnswer)) return { kind: 'again', reason: brief(error) };
  const { status, headers } = error;
  const body = bodyOf(error);
  const category = body.category ?? undefined;
  if (status === 401 || status === 530)
    return {
      kind: 'stop',
      error: new Reauthorize(`HubSpot refuses the access token (${status})`, { status, category }),
    };
  if (status === 423) return { kind: 'again', afterMs: 2 * SECOND, reason: 'record is locked (423)' };
  if (status === 429) return rateLimit(body, untilDailyReset);
  if (status === 477)
    return { kind: 'park', afterMs: retryAfter(headers) ?? 10 * MINUTE, reason: 'account is being migrated (477)' };
  if (status >= 500) return { kind: 'again', afterMs: retryAfter(headers), reason: `HubSpot answered ${status}` };
  if (status >= 300 && status < 400) return { kind: 'again', reason: `redirect refused (${status})` };
  return { kind: 'stop', error: refusal(status, body) };
}

/** Some answers name the policy, some only say it in words, some are HTML. */
function rateLimit(body: ErrorBody, untilDailyReset: () => number): Verdict {
  const said = `${body.policyName ?? ''} ${body.message ?? ''}`.toLowerCase();
  if (said.includes('daily')) return { kind: 'park', afterMs: untilDailyReset(), reason: 'daily limit is used up' };
  // "ten_secondly" contains "secondly", so it goes first.
  if (!said.includes('ten_secondly') && said.includes('secondly'))
    return { kind: 'again', afterMs: SECOND, reason: 'search limit (429)' };
  return { kind: 'again', afterMs: 10 * SECOND, reason: 'rate limit (429)' };
}

function refusal(status: number, body: ErrorBody): Refused {
  const scopes = [...new Set(body.errors?.flatMap(e => e.context?.requiredGranularScopes ?? []) ?? [])];
  const detail = { category: body.category ?? undefined, ...(scopes.length > 0 ? { scopes } : {}) };
  if (status === 403 && scopes.length > 0)
    return new Refused(`the access token lacks a scope: ${scopes.join(', ')}`, status, detail);
  // Messages of 400 answers may quote values, so only known texts are shown.
  const known = /not yet supported/i.exec(body.message ?? '')?.[0];
  return new Refused(`HubSpot refuses the request (${status}${known ? `, ${known}` : ''})`, status, detail);
}

function bodyOf(answer: BadAnswer): ErrorBody {
  try {
    return ErrorBody.catch({}).parse(JSON.parse(answer.body));
  } catch {
    return {};
  }
}

function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * SECOND : undefined;
}

function brief(error: unknown): string {
  if (error instanceof TransportError) return wordsOf('HubSpot', error);
  if (!(error instanceof Error)) return 'request failed';
  const { code } = error as { code?: unknown };
  // A parser's message may quote the answer.
  if (typeof code !== 'string') return `request failed (${error.name})`;
  return wordsOf('HubSpot', new TransportError(code, null));
}
