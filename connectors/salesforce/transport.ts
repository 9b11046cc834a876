// The HTTP layer under jsforce, replaced: its own crashes on a cut body, follows redirects and retries unseen.
import { PassThrough } from 'node:stream';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/index.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import { Fatal } from '../errors.ts';
import { type Answer, type Exchange, exchange } from '../kit/http.ts';
import { apiError, BrokenAnswer } from './failures.ts';

export interface TransportOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Scheme, host and port of the org: the token goes nowhere else, whatever a link in an answer says. */
  readonly origin: string;
  /** Called before each exchange; may throw to prevent it. */
  before(): void;
  /** Called with each answer, errors included. */
  after(answer: Pick<Answer, 'status' | 'headers'>): void;
}

/**
 * Answers or rejects, once, in bounded time: TransportError, ApiError for a status from 400 on, BrokenAnswer for a
 * success that is not JSON. jsforce sees only good answers, so its own refresh and error handling never start.
 */
export class SafeTransport extends Transport {
  constructor(private readonly options: TransportOptions) {
    super();
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.send(request) }));
  }

  private async send(request: HttpRequest): Promise<HttpResponse> {
    const { signal, timeoutMs, origin, before, after } = this.options;
    if (URL.parse(request.url)?.origin !== origin) throw foreign(request.url, origin);
    before();
    const answer = await exchange({ ...wire(request), signal, timeoutMs });
    after(answer);
    if (answer.status >= 400) throw apiError(answer.status, answer.body);
    if (answer.status !== 204 && !/^application\/json\b/.test(answer.headers['content-type'] ?? ''))
      throw new BrokenAnswer(`not JSON but ${answer.headers['content-type'] ?? 'no content type'}`);
    return { statusCode: answer.status, headers: answer.headers, body: answer.body };
  }
}

function foreign(url: string, origin: string): Fatal {
  const host = URL.parse(url)?.host || 'an unnamed place';
  return new Fatal(`a link of Salesforce's answer leads to ${host}: only ${origin} is asked`);
}

function wire(request: HttpRequest): Pick<Exchange, 'method' | 'url' | 'headers' | 'body'> {
  const headers = { ...(request.headers as Record<string, string> | undefined) };
  // fetch counts the body itself.
  delete headers['content-length'];
  return {
    method: request.method,
    url: request.url,
    headers,
    ...(typeof request.body === 'string' ? { body: request.body } : {}),
  };
}
