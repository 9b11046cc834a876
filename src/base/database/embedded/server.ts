// Starts, adopts and stops the PostgreSQL server of a data folder.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from './binaries.ts';
import type { Place } from './place.ts';
import { findPostmaster, type Postmaster } from './postmaster.ts';
import { asServer, run } from './run.ts';

/** `name=value` settings of postgresql.conf. */
export type Settings = Readonly<Record<string, string | number>>;

/** For a laptop: little memory, no replication, one client program. */
const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 60,
  shared_buffers: '128MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '1GB',
  random_page_cost: 1.1,
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const ATTEMPTS = 3;
const START_MS = 60_000;
const LOG_BYTES = 10 * 1024 * 1024;

/** Starts a server on a free port of 127.0.0.1. It outlives this process unless it is stopped. */
export async function startServer(place: Place, settings: Settings = {}): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(place, await freePort(), settings);
    } catch (error) {
      // Another program may have taken the port meanwhile.
      if (attempt === ATTEMPTS || !/in use/.test(String(error))) throw error;
    }
  }
}

/** Disconnects everyone and waits until the data is on disk. */
export async function stopServer(place: Place): Promise<void> {
  if (findPostmaster(place.cluster) === null) return;
  await run(place, 'pg_ctl', ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', '30', '-s']);
}

/** Asks it to stop, and does not wait. */
export function signalServer(place: Place): void {
  const server = findPostmaster(place.cluster);
  if (server) process.kill(server.pid, 'SIGINT');
}

/** Until the server takes connections or is gone (null). */
export async function untilReady(cluster: string, gone: () => boolean): Promise<Postmaster | null> {
  for (const started = Date.now(); Date.now() - started < START_MS; await sleep(25)) {
    const server = findPostmaster(cluster);
    if (server?.ready) return server;
    if (gone()) return null;
  }
  throw new Error(`PostgreSQL did not get ready within ${START_MS / 1000} s.`);
}

async function startOn(place: Place, port: number, settings: Settings): Promise<Postmaster> {
  const logFile = join(place.home, 'postgres.log');
  const log = openLog(logFile);
  const from = statSync(logFile).size;
  const flags = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(program(place.binaries, 'postgres'), ['-D', place.cluster, '-p', String(port), ...flags], {
    ...asServer(place),
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended: string | null = null;
  child.on('error', error => (ended = String(error)));
  child.on('exit', code => (ended = `exit code ${code}`));
  child.unref();
  const server = await untilReady(place.cluster, () => ended !== null);
  if (server) return server;
  const words = readFileSync(logFile, 'utf8').slice(from).trim();
  throw new Error(`PostgreSQL did not start (${ended}). ${logFile} says:\n${words}`);
}

function openLog(file: string): number {
  const log = openSync(file, 'a', 0o600);
  if (statSync(file).size > LOG_BYTES) truncateSync(file);
  return log;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
