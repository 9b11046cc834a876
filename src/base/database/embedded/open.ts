// The embedded database as the rest of the program sees it: open it, or attach to one that is open.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { keptSecret, prepareCluster } from './cluster.ts';
import { lockHolder, takeLock } from './lock.ts';
import { findHome, type Place, preparePlace } from './place.ts';
import { findPostmaster, type Postmaster } from './postmaster.ts';
import { type Settings, signalServer, startServer, stopServer, untilReady } from './server.ts';

export interface OpenDatabase {
  readonly url: string;
  /** A server was found running whose program had died. */
  readonly adopted: boolean;
  /** Stops the server and gives the data folder free. */
  stop(): Promise<void>;
  /** Tells it to stop without waiting, when this program ends at once. */
  kill(): void;
}

/** Of the user and of the database. */
const NAME = 'cxgraph';

/** Throws CONFLICT when another program has the folder open, CONFIGURATION when it cannot be used. */
export async function openEmbedded(dataDir: string, settings: Settings = {}): Promise<OpenDatabase> {
  const place = preparePlace(dataDir);
  const lock = takeLock(place.home);
  try {
    const adopted = await adopt(place);
    if (!adopted) await prepareCluster(place);
    const server = adopted ?? (await startServer(place, settings));
    const url = urlOf(place.dataDir, server);
    await createDatabase(url);
    return {
      url,
      adopted: adopted !== null,
      async stop() {
        await stopServer(place);
        lock.release();
      },
      kill() {
        signalServer(place);
        lock.release();
      },
    };
  } catch (error) {
    await stopServer(place).catch(() => undefined);
    lock.release();
    throw error;
  }
}

/** Where the database listens that another program holds open; null when none does. Changes nothing. */
export function attachEmbedded(dataDir: string): { url: string; pid: number } | null {
  const home = findHome(dataDir);
  if (!home || !existsSync(join(dataDir, 'password'))) return null;
  const pid = lockHolder(home);
  const server = findPostmaster(join(home, 'postgres'));
  if (!pid || !server?.ready) return null;
  return { url: urlOf(dataDir, server), pid };
}

/** The secret that seals credentials when CXGRAPH_SECRET is not set. */
export function embeddedSecret(dataDir: string): string {
  return keptSecret(dataDir, 'secret');
}

/** A server whose program died: it goes on where it answers to our password, and is stopped where it does not. */
async function adopt(place: Place): Promise<Postmaster | null> {
  const orphan = findPostmaster(place.cluster);
  if (!orphan) return null;
  const server = await untilReady(place.cluster, () => findPostmaster(place.cluster) === null);
  if (server && (await answers(urlOf(place.dataDir, server, 'postgres')))) return server;
  await stopServer(place);
  return null;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url: string): Promise<void> {
  if (await answers(url)) return;
  const client = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [NAME]);
    // The wal_log way copies less than a checkpoint costs.
    if (!rowCount) await client.query(`create database ${NAME}`);
  } finally {
    await client.end();
  }
}

function urlOf(dataDir: string, server: Postmaster, database = NAME): string {
  const password = readFileSync(join(dataDir, 'password'), 'utf8');
  return `postgres://${NAME}:${password}@127.0.0.1:${server.port}/${database}`;
}
