// The lock that keeps two programs out of one data folder.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { startOf } from './processes.ts';

interface Holder {
  readonly pid: number;
  readonly started: string | null;
}

export interface Lock {
  release(): void;
}

/** Throws CONFLICT naming the process that holds it. A lock left by a dead process is taken over. */
export function takeLock(home: string): Lock {
  const file = join(home, 'lock');
  const mine = join(home, `lock.${process.pid}`);
  const content = JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Holder);
  writeFileSync(mine, content);
  try {
    for (;;) {
      try {
        // Linking either makes the lock complete or fails: no half-written lock is ever seen.
        linkSync(mine, file);
        return { release: () => content === read(file) && rmSync(file, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const seen = read(file);
      const holder = lockHolderIn(seen);
      if (holder !== null) throw inUse(home, holder);
      setAside(file, seen);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Pid of the living process that holds the folder; null when none does. */
export function lockHolder(home: string): number | null {
  return lockHolderIn(read(join(home, 'lock')));
}

/** Removes a stale lock, unless another program has just replaced it. */
function setAside(file: string, stale: string | null): void {
  if (stale === null) return;
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== stale) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function lockHolderIn(content: string | null): number | null {
  if (content === null) return null;
  try {
    const { pid, started } = JSON.parse(content) as Holder;
    return started !== null && startOf(pid) === started ? pid : null;
  } catch {
    return null;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function inUse(home: string, pid: number): UserError {
  return new UserError(
    'CONFLICT',
    `The data folder ${home} is in use by process ${pid}. Stop it first, or set CXGRAPH_DATA_DIR to another folder.`,
    { field: 'CXGRAPH_DATA_DIR', pid },
  );
}
