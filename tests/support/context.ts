// Everything a service needs, over a real database of its own.
import type { MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import type { Connector } from '../../connectors/contract.ts';
import { createSecretBox } from '../../src/base/access/secrets.ts';
import type { Role } from '../../src/base/access/viewer.ts';
import { Budget } from '../../src/base/context/budget.ts';
import type { Context } from '../../src/base/context/context.ts';
import { createPools, endPools } from '../../src/base/database/pools.ts';
import { createRequestSql } from '../../src/base/database/request-sql.ts';
import { createSql, type Sql } from '../../src/base/database/sql.ts';
import { createLog } from '../../src/base/log.ts';
import { createQueue } from '../../src/base/queue/queue.ts';
import { createOrm } from '../../src/base/tables/orm.ts';
import type { RequestOwn, RequestSource } from '../../src/serve/server/requests.ts';
import { createTestDatabase } from './database.ts';
import { createMemoryJobs, type MemoryJobs } from './memory-jobs.ts';

export interface TestContext {
  readonly ctx: Context;
  readonly sql: Sql;
  /** Behind `sql`. */
  readonly pool: pg.Pool;
  /** Behind the SQL of requests. */
  readonly requests: pg.Pool;
  readonly control: Sql;
  readonly requestSql: RequestSource['requestSql'];
  readonly orm: MikroORM;
  readonly url: string;
  /** Every SQL statement sent through `ctx`, the mapper's included. Empty it before what you count. */
  readonly statements: string[];
  /** What was put into the queue; empty with `realQueue`. */
  readonly jobs: MemoryJobs;
  /** Another context over the same database: a request of its own, with its own entities in memory. */
  fork(role?: Role, own?: RequestOwn): Context;
  close(): Promise<void>;
}

export interface TestOptions {
  readonly connectors?: readonly Connector[];
  readonly role?: Role;
  readonly now?: () => Date;
  /** BullMQ on the same database instead of a list. */
  readonly realQueue?: boolean;
}

export async function createTestContext(options: TestOptions = {}): Promise<TestContext> {
  const database = await createTestDatabase();
  const statements: string[] = [];
  const pools = createPools(database.url);
  const { jobs: pool, requests } = pools;
  const onStatement = (text: string) => statements.push(text);
  const sql = createSql(pool, onStatement);
  const control = createSql(pools.control);
  const orm = await createOrm(database.url, onStatement);
  const log = createLog('silent');
  const jobs = createMemoryJobs();
  const queue = options.realQueue ? createQueue({ databaseUrl: database.url, redisUrl: null }, log) : null;
  const connectors = new Map((options.connectors ?? []).map(connector => [connector.key, connector]));
  const fork = (role: Role = options.role ?? 'ADMIN', own?: RequestOwn): Context => ({
    viewer: { name: 'test', role },
    em: orm.em.fork(own && { signal: own.signal, inflightQueryAbortStrategy: 'cancel query' }),
    sql: own?.sql ?? sql,
    control,
    signal: own?.signal ?? new AbortController().signal,
    budget: own?.budget ?? new Budget(),
    jobs: queue?.jobs ?? jobs,
    connectors,
    secrets: createSecretBox('a secret for tests only'),
    log,
    reporting: { minReport: 5, minReliable: 30 },
    now: options.now ?? (() => new Date()),
  });
  return {
    ctx: fork(),
    sql,
    pool,
    requests,
    control,
    requestSql: bounds => createRequestSql({ pool: requests, control, onStatement }, bounds),
    orm,
    url: database.url,
    statements,
    jobs,
    fork,
    async close() {
      await queue?.close();
      await orm.close();
      await endPools(pools);
      await database.drop();
    },
  };
}
