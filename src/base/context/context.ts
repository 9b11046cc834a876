// What every service gets as its first argument: made anew per request and per job.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Connector } from '../../../connectors/contract.ts';
import type { SecretBox } from '../access/secrets.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Notifications } from '../database/notifications.ts';
import type { Sql } from '../database/sql.ts';
import type { Jobs } from '../jobs.ts';
import type { Log } from '../log.ts';
import type { Budget } from './budget.ts';

/** When figures are shown, and when they may be relied on. */
export interface Reporting {
  /** Customers; fewer, and the value is withheld, because it would tell about single people. */
  readonly minReport: number;
  /** Answers; fewer, and the value is flagged. */
  readonly minReliable: number;
}

export interface Context {
  readonly viewer: Viewer;
  /** Forked for this request or job. */
  readonly em: EntityManager;
  /** Of a request: ends with it, and throws TIMEOUT, UNAVAILABLE and TOO_MANY_REQUESTS. */
  readonly sql: Sql;
  /** Over a few connections of its own, for heartbeats: they must not wait behind what takes long. */
  readonly control: Sql;
  /** Aborts when nobody waits any more, with the error to be thrown: for what takes long without SQL. */
  readonly signal: AbortSignal;
  /** Rows that a page may have, where that is not what it is for applications. */
  readonly maxPage?: number;
  /** What the answer may still hold. */
  readonly budget: Budget;
  readonly jobs: Jobs;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly secrets: SecretBox;
  readonly log: Log;
  readonly reporting: Reporting;
  now(): Date;
}

/** What a context has besides where answers may follow one another. */
export interface LiveContext extends Context {
  readonly notifications: Notifications;
}
