// The files of an embedded installation: the cluster, its password, and which version wrote them.
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Place } from './place.ts';
import { run } from './run.ts';

/** Rises when an older cxgraph can no longer use the data folder. */
const FORMAT = 1;

/** Makes the cluster when there is none. Throws CONFIGURATION when another version wrote it. */
export async function prepareCluster(place: Place): Promise<void> {
  refuseOtherVersion(place);
  const pgVersion = join(place.cluster, 'PG_VERSION');
  if (!existsSync(pgVersion)) await makeCluster(place);
  // Missing too when we were killed right behind the last step.
  if (existsSync(versionFile(place.dataDir))) return;
  const postgres = Number.parseInt(readFileSync(pgVersion, 'utf8'), 10);
  writeFileSync(versionFile(place.dataDir), JSON.stringify({ format: FORMAT, postgres }));
  refuseOtherVersion(place);
}

/** Whole or not at all: it gets its name when it is complete. */
async function makeCluster(place: Place): Promise<void> {
  const making = `${place.cluster}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  if (place.user) chownSync(making, place.user.uid, place.user.gid);
  const password = join(place.home, 'initdb-password');
  writeFileSync(password, keptSecret(place.dataDir, 'password'), { mode: 0o600 });
  if (place.user) chownSync(password, place.user.uid, place.user.gid);
  try {
    // Without syncing it takes a second instead of several; a machine that fails within it starts afresh.
    await run(place, 'initdb', [
      `--pgdata=${making}`,
      '--username=cxgraph',
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
      '--no-instructions',
    ]);
  } finally {
    rmSync(password, { force: true });
  }
  rmdirSync(place.cluster);
  renameSync(making, place.cluster);
}

/** A random secret of the data folder, made at first use, readable by its owner only. */
export function keptSecret(dataDir: string, name: 'password' | 'secret'): string {
  const file = join(dataDir, name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}

function refuseOtherVersion(place: Place): void {
  const file = versionFile(place.dataDir);
  if (!existsSync(file)) return;
  const { format, postgres } = JSON.parse(readFileSync(file, 'utf8')) as { format: number; postgres: number };
  if (format <= FORMAT && postgres === place.binaries.major) return;
  const writer = format > FORMAT ? 'a newer cxgraph' : `PostgreSQL ${postgres}`;
  throw new UserError(
    'CONFIGURATION',
    `The data folder ${place.dataDir} was written by ${writer}; this cxgraph carries PostgreSQL ${place.binaries.major}. Use the version that wrote it, or set CXGRAPH_DATA_DIR to a new folder.`,
    { field: 'CXGRAPH_DATA_DIR' },
  );
}

function versionFile(dataDir: string): string {
  return join(dataDir, 'version.json');
}
