// Where an embedded installation keeps its files, also when PostgreSQL runs as another user.
import { createHash } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type Binaries, findBinaries, program } from './binaries.ts';
import { canEnter, canRun, type SystemUser, serverUser } from './system-user.ts';

export interface Place {
  /** Our own files: password, key, version. */
  readonly dataDir: string;
  /** Lock, log and cluster: the data folder itself, or a folder that the server's user can enter. */
  readonly home: string;
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly user: SystemUser | null;
}

const SHARED = '/var/lib/cxgraph';
const POINTER = 'database-place';

/** Makes the folders. Throws CONFIGURATION when the data folder cannot be written. */
export function preparePlace(folder: string): Place {
  const dataDir = writable(folder);
  const user = serverUser();
  const found = findBinaries();
  const home = homeOf(dataDir, user);
  const cluster = join(home, 'postgres');
  if (!existsSync(cluster)) {
    mkdirSync(cluster, { recursive: true, mode: 0o700 });
    if (user) chownSync(cluster, user.uid, user.gid);
  }
  const binaries = user && !canRun(user, program(found, 'postgres')) ? copyBinaries(found) : found;
  return { dataDir, home, cluster, binaries, user };
}

/** Where the files of an existing installation are, without changing any; null when there is none. */
export function findHome(folder: string): string | null {
  const pointer = join(folder, POINTER);
  const home = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : folder;
  return existsSync(join(home, 'postgres', 'PG_VERSION')) ? home : null;
}

function writable(folder: string): string {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    // Root passes every access check, yet not a read-only file system: only writing tells.
    const probe = join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
    return realpathSync(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(
      'CONFIGURATION',
      `The data folder ${folder} cannot be written (${code}). Make it writable, or set CXGRAPH_DATA_DIR to a folder that is.`,
      { field: 'CXGRAPH_DATA_DIR' },
      { cause },
    );
  }
}

/** Node's own recursive way never ends where a parent is there but takes no folders, as under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o755 });
}

function homeOf(dataDir: string, user: SystemUser | null): string {
  const pointer = join(dataDir, POINTER);
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  if (!user || existsSync(join(dataDir, 'postgres')) || canEnter(user, dataDir)) return dataDir;
  const home = join(SHARED, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  writeFileSync(pointer, `${home}\n`);
  return home;
}

/** One copy for all installations of this machine; complete as soon as it has its name. */
function copyBinaries(binaries: Binaries): Binaries {
  const home = join(SHARED, `postgresql-${binaries.version}`);
  if (!existsSync(home)) {
    const making = `${home}.${process.pid}`;
    cpSync(binaries.home, making, {
      recursive: true,
      verbatimSymlinks: true,
      filter: source => !source.endsWith('.a') && !['pgxs', 'pkgconfig'].includes(basename(source)),
    });
    try {
      renameSync(making, home);
    } catch (error) {
      rmSync(making, { recursive: true, force: true });
      if (!existsSync(home)) throw error;
    }
  }
  return { ...binaries, home };
}
