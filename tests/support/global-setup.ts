// One PostgreSQL for the whole test run, with a migrated template database that each test file copies.
import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { lockHolder } from '../../src/base/database/embedded/lock.ts';
import { openEmbedded } from '../../src/base/database/embedded/open.ts';
import { findHome } from '../../src/base/database/embedded/place.ts';
import { migrate } from '../../src/base/tables/migrate.ts';
import { createOrm } from '../../src/base/tables/orm.ts';
import { FOLDER_PREFIX, removeFolder, temporaryFolder } from './folders.ts';

/** Nothing of a test run is older than this. */
const LEFT_MS = 15 * 60_000;
/** Tests may lose their data with the machine. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200 };

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the template database. */
    databaseUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const folder = temporaryFolder();
  const database = await openEmbedded(folder, FAST);
  const orm = await createOrm(database.url);
  await migrate(database.url, orm);
  await orm.close();
  project.provide('databaseUrl', database.url);
  return async () => {
    await database.stop();
    removeFolder(folder);
  };
}

/** Servers of test runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(FOLDER_PREFIX)) continue;
    // Another run may remove its own meanwhile.
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made < LEFT_MS) continue;
    const home = findHome(folder);
    if (home && lockHolder(home) !== null) continue;
    try {
      if (home) await (await openEmbedded(folder, FAST)).stop();
    } catch {
      continue;
    }
    removeFolder(folder);
  }
}
