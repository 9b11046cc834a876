// `cxgraph migrate`: brings the database to this version.
import type { Config } from '../config.ts';
import { attachEmbedded } from '../database/embedded/open.ts';
import { migrate } from '../database/migrate.ts';
import { createOrm } from '../database/orm.ts';
import type { Console } from './console.ts';
import { openStores } from './stores.ts';

/** Throws CONFIGURATION when a newer version migrated it. */
export async function migrateCommand(config: Config, out: Console): Promise<void> {
  const running = config.databaseUrl === null ? attachEmbedded(config.dataDir) : null;
  const database = running ? null : await openStores(config);
  const url = running?.url ?? database!.url;
  const orm = await createOrm(url);
  try {
    const done = await migrate(url, orm);
    for (const name of done) out.line(`ran ${name}`);
    out.line('The database is up to date.');
  } finally {
    await orm.close();
    await database?.stop();
  }
}
