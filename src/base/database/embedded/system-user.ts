// PostgreSQL refuses to run as root: finds the system user that runs it then.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { UserError } from '../../errors.ts';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Null when this process is not root and simply runs PostgreSQL itself. */
export function serverUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find(fields => fields[0] === name);
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new UserError(
    'CONFIGURATION',
    'PostgreSQL does not run as root, and this machine has no user "postgres" or "nobody". Start cxgraph as another user, or set DATABASE_URL.',
    { field: 'DATABASE_URL' },
  );
}

/** Whether that user can work in the folder. Asked of the system itself, which also knows of ACLs. */
export function canEnter(user: SystemUser, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

export function canRun(user: SystemUser, file: string): boolean {
  return spawnSync(file, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}
