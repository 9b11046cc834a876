// Runs one PostgreSQL program to its end, as the server's user.
import { spawn } from 'node:child_process';
import { program } from './binaries.ts';
import type { Place } from './place.ts';

/** Throws with the program's own words when it fails. */
export async function run(place: Place, name: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void> {
  const child = spawn(program(place.binaries, name), args, { ...asServer(place), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${name} failed (${code}): ${output.trim()}`);
}

/**
 * Detached, since Ctrl-C goes to the whole foreground group and the database must outlive us until we have finished.
 * Nothing of our environment: PG* variables of the user's shell are not meant for this server.
 */
export function asServer(place: Place) {
  return { ...place.user, cwd: place.cluster, detached: true, env: { LC_ALL: 'C', TZ: 'UTC' } };
}
