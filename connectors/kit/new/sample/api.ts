// One run against one account: every call goes through its budget, its retries and a shape check.
import type { z } from 'zod';
import type { Check, Host, Session } from '../../../contract.ts';
import { Budget } from '../../budget.ts';
import { type Answer, exchange } from '../../http.ts';
import { DEFAULT_RETRY, withRetry } from '../../retry.ts';
import type { Config } from './config.ts';
import { BadAnswer, classify } from './failure.ts';
import { Account, Listing } from './wire.ts';

/** An answer, and the server's own time when it gave it. */
export interface At<T> {
  readonly body: T;
  readonly at: number;
}

export class SampleSession implements Session {
  private readonly budget: Budget;

  constructor(
    readonly config: Config,
    readonly host: Host,
  ) {
    this.budget = new Budget(host, { calls: config.callsPerSecond, windowMs: 1000 });
  }

  async check(): Promise<Check> {
    const { body } = await this.get('account', {}, Account);
    return { account: body.name, missingPermissions: [] };
  }

  async close(): Promise<void> {}

  /** Records changed at or after `since`, removed ones too; `after` is the `next` of the page before. */
  list(path: string, query: { since?: string | null; after?: string | null; limit?: number }): Promise<At<Listing>> {
    return this.get(path, query, Listing);
  }

  private get<S extends z.ZodType>(
    path: string,
    query: Readonly<Record<string, string | number | null>>,
    schema: S,
  ): Promise<At<z.output<S>>> {
    const given = Object.entries(query).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]]));
    const url = `${this.config.baseUrl.replace(/\/$/, '')}/v1/${path}?${new URLSearchParams(given)}`;
    const attempt = async () => {
      await this.budget.take();
      this.host.onRequest();
      const answer = await exchange({
        url,
        headers: { authorization: `Bearer ${this.config.token}`, accept: 'application/json' },
        timeoutMs: this.config.timeoutSeconds * 1000,
        signal: this.host.signal,
      });
      if (answer.status !== 200) throw new BadAnswer(answer.status, retryAfter(answer));
      return {
        body: schema.parse(JSON.parse(answer.body)),
        at: Date.parse(answer.headers.date ?? '') || this.host.now(),
      };
    };
    return withRetry(this.host, DEFAULT_RETRY, attempt, error => {
      const verdict = classify(error);
      // All callers of this account wait, not only the one that was told.
      if (error instanceof BadAnswer && error.status === 429) this.budget.pause(error.afterMs ?? 1000);
      return verdict;
    });
  }
}

function retryAfter({ headers }: Answer): number | undefined {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? seconds * 1000 : undefined;
}
