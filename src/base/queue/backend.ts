// Where the queue lives: in our PostgreSQL, in a schema of its own, or in Redis.
import {
  createPostgresBackend,
  type PgQueryable,
  type Processor,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import pg from 'pg';

export interface QueueStore {
  readonly databaseUrl: string;
  /** With it the queue lives there instead. */
  readonly redisUrl: string | null;
}

type Options<T> = Omit<T, 'connection'>;

/** Makes queues and workers over one store, and closes what they share. */
export interface Backend {
  queue(name: string, options: Options<QueueOptions>): Queue;
  worker(name: string, processor: Processor, options: Options<WorkerOptions>): Worker;
  close(): Promise<void>;
}

const SCHEMA = 'bullmq';
/** Shared by all queues; each worker keeps one of them listening. */
const CONNECTIONS = 8;

export function createBackend(store: QueueStore): Backend {
  return store.redisUrl ? redis(store.redisUrl) : postgres(store.databaseUrl);
}

/** Brings the queue's own tables up to date. The caller holds the migration lock. */
export async function migrateBackend(client: PgQueryable): Promise<void> {
  await runMigrations(client, SCHEMA);
}

function postgres(connectionString: string): Backend {
  const pool = new pg.Pool({
    connectionString,
    max: CONNECTIONS,
    keepAlive: true,
    application_name: 'cxgraph queue',
    options: `-c search_path=${SCHEMA}`,
  });
  const bound = withBackend(createPostgresBackend);
  // The classes differ by backend only in what no caller of ours touches.
  return {
    queue: (name, options) => new bound.Queue(name, { ...options, connection: pool }) as unknown as Queue,
    worker: (name, processor, options) =>
      new bound.Worker(name, processor, { ...options, connection: pool }) as unknown as Worker,
    close: () => pool.end(),
  };
}

function redis(url: string): Backend {
  return {
    queue: (name, options) => new Queue(name, { ...options, connection: { url }, prefix: 'cxgraph' }),
    // A worker blocks on its connection, so it must not give a command up.
    worker: (name, processor, options) =>
      new Worker(name, processor, {
        ...options,
        connection: { url, maxRetriesPerRequest: null },
        prefix: 'cxgraph',
      }),
    close: async () => undefined,
  };
}
