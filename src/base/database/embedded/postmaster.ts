// What PostgreSQL's own pid file tells of a running server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, startOf } from './processes.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Null when no server runs on that cluster. */
export function findPostmaster(cluster: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!pid || startOf(pid) === null) return null;
  // After a reboot the pid may belong to anything.
  if (process.platform !== 'win32' && !commandOf(pid).includes(cluster)) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}
