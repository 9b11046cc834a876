// What the doctor can tell before it is inside the database.
import { accessSync, constants, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import pg from 'pg';
import type { Config } from '../../base/config.ts';
import { attachEmbedded } from '../../base/database/embedded/open.ts';

export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** Something to know, which is no problem. */
  readonly isNotice?: boolean;
  readonly says: string;
  readonly remedy?: string;
}

/** `url` when it can be used now; `running` when a server of this folder holds it. */
export interface DatabaseFinding extends Finding {
  readonly url: string | null;
  readonly running: boolean;
}

const NEEDED = [22, 19];

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > NEEDED[0]! || (major === NEEDED[0] && minor >= NEEDED[1]!);
  return {
    what: 'node',
    ok,
    says: version,
    remedy: `install Node ${NEEDED.join('.')} or newer, or start with "npm start", which brings its own`,
  };
}

export function checkDataFolder(config: Config): Finding {
  const what = 'data folder';
  if (config.databaseUrl !== null) return { what, ok: true, says: 'not needed with DATABASE_URL' };
  if (!existsSync(config.dataDir)) return { what, ok: true, says: `${config.dataDir} will be made at the first start` };
  try {
    accessSync(config.dataDir, constants.W_OK);
    return { what, ok: true, says: config.dataDir };
  } catch {
    return {
      what,
      ok: false,
      says: `${config.dataDir} cannot be written`,
      remedy: 'make it writable, or set CXGRAPH_DATA_DIR',
    };
  }
}

export async function checkDatabase(config: Config): Promise<DatabaseFinding> {
  const what = 'database';
  const running = config.databaseUrl === null ? attachEmbedded(config.dataDir) : null;
  const url = config.databaseUrl ?? running?.url ?? null;
  if (url === null)
    return {
      what,
      ok: true,
      says: 'embedded; it is stopped, so this is all that can be looked at',
      url,
      running: false,
    };
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>('select current_setting($1) as version', [
      'server_version',
    ]);
    const [major = 0] = (rows[0]?.version ?? '').split('.').map(Number);
    const says = `PostgreSQL ${rows[0]?.version}${running ? `, opened by process ${running.pid}` : ''}`;
    const ok = major >= 15;
    return { what, ok, says, remedy: 'use PostgreSQL 15 or newer', url: ok ? url : null, running: running !== null };
  } catch (error) {
    const says = error instanceof Error ? error.message || 'cannot be reached' : String(error);
    return {
      what,
      ok: false,
      says,
      remedy: 'check DATABASE_URL and whether the server is up',
      url: null,
      running: false,
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A taken port is right where our own server has it. */
export async function checkPort(config: Config, running: boolean): Promise<Finding> {
  const what = 'port';
  const code = await new Promise<string | undefined>(resolve => {
    const probe = createServer();
    probe.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(config.port, config.host, () => probe.close(() => resolve(undefined)));
  });
  const place = `${config.host}:${config.port}`;
  if (code === undefined) return { what, ok: true, says: `${place} is free` };
  if (code === 'EADDRINUSE' && running)
    return { what, ok: true, says: `${place} is in use, as it should be while the server runs` };
  if (code === 'EADDRINUSE')
    return { what, ok: false, says: `${place} is in use`, remedy: `stop what uses it, or set PORT=${config.port + 1}` };
  return {
    what,
    ok: false,
    says: `${place}: ${code}`,
    remedy: 'set HOST to an address of this machine and PORT above 1023',
  };
}
