// The stores that a program works on, found fit before anything is made of them.
import pg from 'pg';
import type { Config } from '../../base/config.ts';
import { type OpenDatabase, openEmbedded } from '../../base/database/embedded/open.ts';
import { UserError } from '../../base/errors.ts';
import { reachRedis } from '../../base/queue/reach-redis.ts';

const PATIENCE_MS = 10_000;
const OLDEST = 15;

/** Throws CONFIGURATION with a remedy when one cannot be used; else as `openEmbedded`. One of your own is not stopped. */
export async function openStores(config: Pick<Config, 'databaseUrl' | 'dataDir' | 'redisUrl'>): Promise<OpenDatabase> {
  const { databaseUrl: url } = config;
  if (url !== null) await reachDatabase(url);
  if (config.redisUrl !== null) await reachRedis(config.redisUrl);
  if (url === null) return openEmbedded(config.dataDir);
  return { url, adopted: false, stop: async () => undefined, kill: () => undefined };
}

/** Throws CONFIGURATION when it cannot be reached, does not let us in, is too old, or lets us make no tables. */
export async function reachDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; fit: boolean }>(
      `select current_setting('server_version') as version, to_regclass('migration') is not null
         or has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create') as fit`,
    );
    const { version = '', fit = false } = rows[0] ?? {};
    if (Number.parseInt(version, 10) < OLDEST) throw refused(`is PostgreSQL ${version}. Use ${OLDEST} or newer`);
    if (!fit) throw refused('lets its user make no tables. Use a database that this user owns');
  } catch (cause) {
    throw cause instanceof UserError ? cause : refused(wordsOf(cause), cause);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function wordsOf(cause: unknown): string {
  const { code = '', message = '' } = cause as { code?: string; message?: string };
  if (code.startsWith('28')) return `does not let us in (${message}). Check user and password`;
  if (code === '3D000') return `is not there (${message}). Create it, with "createdb" for example`;
  // An own code means that PostgreSQL answered.
  if (/^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E')) return `cannot be used now (${message}). Try again later`;
  return `cannot be reached (${message || code}). Check host and port, and whether PostgreSQL is up`;
}

function refused(words: string, cause?: unknown): UserError {
  return new UserError('CONFIGURATION', `The database of DATABASE_URL ${words}.`, { field: 'DATABASE_URL' }, { cause });
}
