// Everything a service needs, over a real database of its own.
import type { MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import type { Connector } from '../../connectors/contract.ts';
import { createSecretBox } from '../../src/access/secrets.ts';
import type { Context, Role } from '../../src/context.ts';
import { createOrm } from '../../src/database/orm.ts';
import { createPool, createSql, type Sql } from '../../src/database/sql.ts';
import { createQueue } from '../../src/jobs/queue.ts';
import { createLog } from '../../src/log.ts';
import { createTestDatabase } from './database.ts';
import { createMemoryJobs, type MemoryJobs } from './memory-jobs.ts';

export interface TestContext {
  readonly ctx: Context;
  readonly sql: Sql;
  readonly pool: pg.Pool;
  readonly orm: MikroORM;
  readonly url: string;
  /** Every SQL statement sent through `ctx`, the mapper's included. Empty it before what you count. */
  readonly statements: string[];
  /** What was put into the queue; empty with `realQueue`. */
  readonly jobs: MemoryJobs;
  /** Another context over the same database: a request of its own, with its own entities in memory. */
  fork(role?: Role): Context;
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
  const pool = createPool(database.url);
  const sql = createSql(pool, text => statements.push(text));
  const orm = await createOrm(database.url, text => statements.push(text));
  const log = createLog('silent');
  const jobs = createMemoryJobs();
  const queue = options.realQueue ? createQueue({ databaseUrl: database.url, redisUrl: null }, log) : null;
  const connectors = new Map((options.connectors ?? []).map(connector => [connector.key, connector]));
  const fork = (role: Role = options.role ?? 'ADMIN'): Context => ({
    viewer: { name: 'test', role },
    em: orm.em.fork(),
    sql,
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
    orm,
    url: database.url,
    statements,
    jobs,
    fork,
    async close() {
      await queue?.close();
      await orm.close();
      await pool.end();
      await database.drop();
    },
  };
}
