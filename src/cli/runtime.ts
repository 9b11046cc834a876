// Everything that is made once a program: composed here, handed to jobs and requests as their context.
import type { MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import type { Connector } from '../../connectors/contract.ts';
import { createSecretBox } from '../access/secrets.ts';
import type { Config } from '../config.ts';
import type { Context, Viewer } from '../context.ts';
import { embeddedSecret } from '../database/embedded/open.ts';
import { createOrm } from '../database/orm.ts';
import { createPool, createSql, type Sql } from '../database/sql.ts';
import type { QueueStore } from '../jobs/backend.ts';
import { createQueue, type JobQueue } from '../jobs/queue.ts';
import type { Log } from '../log.ts';

export interface Runtime {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
  readonly sql: Sql;
  readonly orm: MikroORM;
  readonly queue: JobQueue;
  readonly store: QueueStore;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly log: Log;
  /** Made anew for each request and job. Jobs and commands run as the system. */
  context(viewer?: Viewer): Context;
  close(): Promise<void>;
}

const SYSTEM: Viewer = Object.freeze({ name: 'system', role: 'ADMIN' });

export async function createRuntime(
  config: Config,
  databaseUrl: string,
  connectors: ReadonlyMap<string, Connector>,
  log: Log,
): Promise<Runtime> {
  const pool = createPool(databaseUrl);
  const sql = createSql(pool);
  const orm = await createOrm(databaseUrl);
  const store = { databaseUrl, redisUrl: config.redisUrl };
  const queue = createQueue(store, log);
  const secrets = createSecretBox(config.secret ?? embeddedSecret(config.dataDir));
  return {
    config,
    databaseUrl,
    pool,
    sql,
    orm,
    queue,
    store,
    connectors,
    log,
    context: (viewer = SYSTEM) => ({
      viewer,
      em: orm.em.fork(),
      sql,
      jobs: queue.jobs,
      connectors,
      secrets,
      log,
      reporting: { minReport: config.minReport, minReliable: config.minReliable },
      now: () => new Date(),
    }),
    async close() {
      await queue.close();
      await orm.close();
      await pool.end();
    },
  };
}
