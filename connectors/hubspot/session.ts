// One run against one portal: every call goes through its budgets, its retries and its clock.
import type { Client } from '@hubspot/api-client';
import type { z } from 'zod';
import type { Check, Host, Session } from '../contract.ts';
import { Fatal } from '../errors.ts';
import { Budget } from '../kit/budget.ts';
import { DEFAULT_RETRY, withRetry } from '../kit/retry.ts';
import { Api } from './api.ts';
import { connect } from './client.ts';
import type { Config } from './config.ts';
import { BadAnswer, classify } from './failure.ts';
import { millisUntilMidnight } from './midnight.ts';
import { checkScopes } from './scopes.ts';

/** What the client's `…WithHttpInfo` calls give: the body as it came, before the client drops what it does not know. */
export interface Raw {
  readonly body: { text(): Promise<string> };
}

const TEN_SECONDS = 10_000;
const HOUR = 3_600_000;

export class HubSpotSession implements Session {
  readonly api: Api;
  private readonly client: Client;
  private readonly closeClient: () => void;
  private readonly general: Budget;
  private readonly searches: Budget;
  private readonly onAbort = () => this.closeClient();
  private learned = 0;
  private lastDate = 0;
  private lastDateSeenAt = 0;
  private readonly memos = new Map<string, Promise<unknown>>();
  private timeZone: string | null = null;

  constructor(
    readonly config: Config,
    readonly host: Host,
  ) {
    const connection = connect(config, (_, headers) => this.note(headers));
    this.client = connection.client;
    this.closeClient = connection.close;
    this.general = new Budget(host, { calls: config.callsPerTenSeconds, windowMs: TEN_SECONDS });
    this.searches = new Budget(host, { calls: config.searchesPerSecond, windowMs: 1000 });
    this.api = new Api(this);
    host.signal.addEventListener('abort', this.onAbort, { once: true });
  }

  check(): Promise<Check> {
    return checkScopes(this);
  }

  async close(): Promise<void> {
    this.host.signal.removeEventListener('abort', this.onAbort);
    this.closeClient();
  }

  /** The server's time in ms: its last Date plus the time since, so a wrong local clock does no harm. The first call asks. */
  async serverNow(): Promise<number> {
    await this.once('account', () =>
      this.api.account().catch(error => {
        // The time zone is only needed when the day's calls are used up, and a refusal has a Date, too.
        if (!(error instanceof Fatal)) throw error;
      }),
    );
    // A server without Date headers leaves only our own clock.
    return this.lastDate === 0 ? this.host.now() : this.lastDate + this.host.now() - this.lastDateSeenAt;
  }

  /** Asked once in a run, however many streams want it. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.memos.get(key) as Promise<T> | undefined;
    if (known) return known;
    const asked = ask();
    this.memos.set(key, asked);
    asked.catch(() => this.memos.delete(key));
    return asked;
  }

  learnTimeZone(zone: string | null): void {
    this.timeZone = zone;
  }

  /** One call, checked against `schema` before it counts as an answer: HTML or {} with 200 is a failure like any other. */
  call<S extends z.ZodType>(
    kind: 'general' | 'search',
    schema: S,
    send: (client: Client) => Promise<Raw>,
  ): Promise<z.output<S>> {
    const attempt = async () => {
      if (kind === 'search') await this.searches.take();
      await this.general.take();
      this.host.onRequest();
      const raw = await send(this.client);
      return schema.parse(JSON.parse(await raw.body.text()));
    };
    return withRetry(this.host, DEFAULT_RETRY, attempt, error => {
      const verdict = classify(error, () => this.untilDailyReset());
      if (error instanceof BadAnswer && error.status === 429 && verdict.kind === 'again')
        (kind === 'search' ? this.searches : this.general).pause(verdict.afterMs ?? 1000);
      return verdict;
    });
  }

  /** Takes what an answer's headers tell: the server's clock and the account's limits. Searches tell no limits. */
  note(headers: Record<string, string>): void {
    const date = Date.parse(headers.date ?? '');
    if (date > this.lastDate) {
      this.lastDate = date;
      this.lastDateSeenAt = this.host.now();
    }
    const limit = Number(headers['x-hubspot-ratelimit-max'] ?? Number.NaN);
    const windowMs = Number(headers['x-hubspot-ratelimit-interval-milliseconds'] ?? TEN_SECONDS);
    const remaining = Number(headers['x-hubspot-ratelimit-remaining'] ?? Number.NaN);
    if (!Number.isFinite(limit) || limit <= 0) return;
    if (limit !== this.learned && windowMs > 0) {
      this.learned = limit;
      // A little is left for people who try things with the same token.
      this.general.adjust({ calls: Math.max(1, Math.floor(limit * 0.98)), windowMs });
    }
    this.host.onRateLimit({ limit, remaining: Number.isFinite(remaining) ? remaining : null, resetsAt: null });
  }

  private untilDailyReset(): number {
    return this.timeZone ? millisUntilMidnight(this.lastDate || this.host.now(), this.timeZone) : HOUR;
  }
}
