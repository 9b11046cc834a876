// `cxgraph migrate`: brings the database to this version.
import type { Config } from '../../base/config.ts';
import { attachEmbedded } from '../../base/database/embedded/open.ts';
import { migrate } from '../../base/tables/migrate.ts';
import { createOrm } from '../../base/tables/orm.ts';
import { Closers } from './closers.ts';
import type { Console } from './console.ts';
import { listenForStop } from './stop.ts';
import { openStores } from './stores.ts';

/** Asked to stop, it first comes to its end: no migration is torn. Throws CONFIGURATION when a newer version migrated it. */
export async function migrateCommand(config: Config, out: Console): Promise<void> {
  const closers = new Closers();
  const stop = listenForStop(() => closers.force());
  closers.add('signals', async () => stop.dispose());
  try {
    const url = await open(config, closers);
    const orm = await createOrm(url);
    closers.add('mapper', () => orm.close());
    const done = await migrate(url, orm);
    for (const name of done) out.line(`ran ${name}`);
    out.line('The database is up to date.');
  } finally {
    await closers.close();
  }
}

async function open(config: Config, closers: Closers): Promise<string> {
  const running = config.databaseUrl === null ? attachEmbedded(config.dataDir) : null;
  if (running) return running.url;
  const database = await openStores(config);
  closers.add('database', () => database.stop(), database.kill);
  return database.url;
}
