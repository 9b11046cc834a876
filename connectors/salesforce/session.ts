// A signed-in run against one org: every call goes through here, with its token, its retries and its budget.
import { Connection } from 'jsforce';
import pLimit from 'p-limit';
import type { z } from 'zod';
import type { Check, Host, Session } from '../contract.ts';
import { Retry } from '../errors.ts';
import { exchangeStream } from '../kit/http.ts';
import { DEFAULT_RETRY, withRetry } from '../kit/retry.ts';
import { CONCURRENCY, path } from './api.ts';
import { Auth } from './auth.ts';
import { checkOrg } from './check.ts';
import { ServerClock } from './clock.ts';
import type { Config } from './config.ts';
import { ApiError, apiError, BrokenAnswer, classify } from './failures.ts';
import { SafeTransport } from './transport.ts';
import { Described, type Token } from './wire.ts';

const QUOTA_PARK_MS = 3600_000;

/** What a call may add to a GET. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE' | 'PATCH';
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface CsvAnswer {
  readonly headers: Record<string, string>;
  readonly body: AsyncIterable<Buffer>;
}

export class SalesforceSession implements Session {
  private readonly auth: Auth;
  private readonly inSlot = pLimit(CONCURRENCY);
  private readonly clock = new ServerClock();
  private readonly timeoutMs: number;
  private readonly described = new Map<string, Promise<Described>>();
  private signedIn: { token: Token; connection: Connection } | null = null;
  private usage: { used: number; limit: number } | null = null;

  constructor(
    readonly config: Config,
    readonly host: Host,
  ) {
    this.timeoutMs = config.timeoutSeconds * 1000;
    this.auth = new Auth(config, host, this.timeoutMs);
  }

  check(): Promise<Check> {
    return checkOrg(this);
  }

  async close(): Promise<void> {}

  /** The org's id, once signed in; null when the token does not tell. */
  async orgId(): Promise<string | null> {
    const { id } = await this.auth.current();
    return /\/id\/(00D\w+)\//.exec(id ?? '')?.[1] ?? null;
  }

  /** Salesforce's own time in ms; throws Retry if no answer told one. */
  serverNow(): number {
    if (this.clock.now === null) throw new Retry('Salesforce sent no Date header', 60_000);
    return this.clock.now;
  }

  /** One JSON call; the answer is checked. Throws ApiError where the caller may know what to do. */
  call<T extends z.ZodType>(shape: T, target: string, call: Call = {}): Promise<z.infer<T>> {
    return this.attempt(async token => {
      const answer = await this.connection(token).request<unknown>({
        method: call.method ?? 'GET',
        url: target,
        headers: { accept: 'application/json', ...call.headers },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
      const parsed = shape.safeParse(answer);
      if (!parsed.success) throw new BrokenAnswer(`unexpected answer of ${target.split('?')[0]}`);
      return parsed.data;
    });
  }

  /** A file, handed on while it arrives. A failure after the first byte is the reader's. */
  csv(target: string): Promise<CsvAnswer> {
    return this.attempt(async token => {
      this.admit();
      const answer = await exchangeStream({
        url: this.connection(token)._baseUrl() + target,
        headers: { authorization: `Bearer ${token.access_token}`, accept: 'text/csv' },
        timeoutMs: this.timeoutMs * 4,
        maxBytes: Number.POSITIVE_INFINITY,
        signal: this.host.signal,
      });
      this.note(answer.headers);
      if (answer.status >= 400) throw apiError(answer.status, await text(answer.body));
      return answer;
    });
  }

  /** Fields of an object as this user sees them; asked once a run, unless `fresh`. */
  describe(object: string, fresh = false): Promise<Described> {
    let known = fresh ? undefined : this.described.get(object);
    if (!known) {
      known = this.call(Described, path.describe(object));
      this.described.set(object, known);
      known.catch(() => this.described.delete(object));
    }
    return known;
  }

  private attempt<T>(task: (token: Token) => Promise<T>): Promise<T> {
    return this.inSlot(() => withRetry(this.host, DEFAULT_RETRY, () => this.signed(task), classify));
  }

  /** At most one new token per call: an org that refuses fresh tokens would be asked for ever. */
  private async signed<T>(task: (token: Token) => Promise<T>): Promise<T> {
    const token = await this.auth.current();
    try {
      return await task(token);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      return await task(await this.auth.after(token));
    }
  }

  /** One a token: a refreshed token may come with another instance. */
  private connection(token: Token): Connection {
    if (this.signedIn?.token === token) return this.signedIn.connection;
    const connection = new Connection({
      version: this.config.apiVersion,
      instanceUrl: token.instance_url,
      accessToken: token.access_token,
    });
    connection._transport = new SafeTransport({
      signal: this.host.signal,
      timeoutMs: this.timeoutMs,
      origin: new URL(token.instance_url).origin,
      before: () => this.admit(),
      after: answer => this.note(answer.headers),
    });
    this.signedIn = { token, connection };
    return connection;
  }

  private admit(): void {
    if (this.usage && this.usage.used >= this.usage.limit * this.config.apiShare)
      throw new Retry("the agreed share of the org's daily API requests is used", QUOTA_PARK_MS, this.usage);
    this.host.onRequest();
  }

  private note(headers: Record<string, string>): void {
    this.clock.note(headers.date);
    const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '') ?? [];
    if (used === undefined || limit === undefined) return;
    this.usage = { used: Number(used), limit: Number(limit) };
    this.host.onRateLimit({ limit: this.usage.limit, remaining: this.usage.limit - this.usage.used, resetsAt: null });
  }
}

async function text(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
