// Everything that is made once a program: composed here, handed to jobs and requests as their context.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Connector } from '../../../connectors/contract.ts';
import { createSecretBox } from '../../base/access/secrets.ts';
import type { Viewer } from '../../base/access/viewer.ts';
import type { Config } from '../../base/config.ts';
import { Budget } from '../../base/context/budget.ts';
import type { Context } from '../../base/context/context.ts';
import { embeddedSecret } from '../../base/database/embedded/open.ts';
import { createPools, endPools } from '../../base/database/pools.ts';
import { createRequestSql } from '../../base/database/request-sql.ts';
import { createSql, type Sql } from '../../base/database/sql.ts';
import type { Log } from '../../base/log.ts';
import type { QueueStore } from '../../base/queue/backend.ts';
import { createQueue, type JobQueue } from '../../base/queue/queue.ts';
import { createOrm } from '../../base/tables/orm.ts';
import type { RequestOwn, RequestSource } from '../../serve/server/requests.ts';

export interface Runtime extends RequestSource {
  readonly config: Config;
  readonly databaseUrl: string;
  /** For jobs and commands. */
  readonly sql: Sql;
  /** For heartbeats and health. */
  readonly control: Sql;
  readonly orm: MikroORM;
  readonly queue: JobQueue;
  readonly store: QueueStore;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly log: Log;
  /** Made anew for each request and job. Jobs and commands run as the system, and have no limits. */
  context(viewer?: Viewer, own?: RequestOwn): Context;
  close(): Promise<void>;
}

/** Jobs are told to stop in another way. */
const UNENDING = new AbortController().signal;
const SYSTEM: Viewer = Object.freeze({ name: 'system', role: 'ADMIN' });

export async function createRuntime(
  config: Config,
  databaseUrl: string,
  connectors: ReadonlyMap<string, Connector>,
  log: Log,
): Promise<Runtime> {
  const pools = createPools(databaseUrl);
  const sql = createSql(pools.jobs);
  const control = createSql(pools.control);
  const orm = await createOrm(databaseUrl);
  const store = { databaseUrl, redisUrl: config.redisUrl };
  const queue = createQueue(store, log);
  const secrets = createSecretBox(config.secret ?? embeddedSecret(config.dataDir));
  return {
    config,
    databaseUrl,
    sql,
    control,
    orm,
    queue,
    store,
    connectors,
    log,
    requestSql: bounds => createRequestSql({ pool: pools.requests, control }, bounds),
    context: (viewer = SYSTEM, own = undefined) => ({
      viewer,
      em: orm.em.fork(own && { signal: own.signal, inflightQueryAbortStrategy: 'cancel query' }),
      sql: own?.sql ?? sql,
      control,
      signal: own?.signal ?? UNENDING,
      budget: own?.budget ?? new Budget(),
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
      await endPools(pools);
    },
  };
}
