// What most commands do first: find the database, whether a server runs or not, and compose a runtime over it.
import type { Config } from '../../base/config.ts';
import { attachEmbedded } from '../../base/database/embedded/open.ts';
import { createLog } from '../../base/log.ts';
import { migrate } from '../../base/tables/migrate.ts';
import { loadConnectors } from '../find-connectors.ts';
import { Closers } from './closers.ts';
import { createRuntime, type Runtime } from './runtime.ts';
import { listenForStop } from './stop.ts';
import { openStores } from './stores.ts';

export interface Session {
  readonly runtime: Runtime;
  /** Whether a server of this data folder runs: it works what is queued. */
  readonly attached: boolean;
  /** What is added is closed before the database is. */
  readonly closers: Closers;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The tables are those of this version while `work` runs. Throws as `openStores` and `migrate` do. */
export async function withRuntime<T>(config: Config, work: (session: Session) => Promise<T>): Promise<T> {
  const closers = new Closers();
  const stop = listenForStop(() => closers.force());
  closers.add('signals', async () => stop.dispose());
  try {
    const running = config.databaseUrl === null ? attachEmbedded(config.dataDir) : null;
    const database = running ? null : await openStores(config);
    if (database) closers.add('database', () => database.stop(), database.kill);
    const url = running?.url ?? database!.url;
    const runtime = await createRuntime(config, url, await loadConnectors(), createLog(config.logLevel));
    closers.add('runtime', () => runtime.close());
    await migrate(url, runtime.orm);
    return await work({ runtime, attached: running !== null, closers, signal: stop.signal });
  } finally {
    await closers.close();
  }
}
