// Opens the database that the configuration asks for.
import type { Config } from '../config.ts';
import { attachEmbedded, type OpenDatabase, openEmbedded } from './embedded/open.ts';

/** One of your own is there already, and is not stopped. Throws CONFLICT, CONFIGURATION; see `openEmbedded`. */
export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<OpenDatabase> {
  if (config.databaseUrl === null) return openEmbedded(config.dataDir);
  return foreign(config.databaseUrl);
}

/** For commands: uses the database of a server that is running, and opens it where none is. */
export async function openOrAttach(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<OpenDatabase> {
  const running = config.databaseUrl === null ? attachEmbedded(config.dataDir) : null;
  return running ? foreign(running.url) : openDatabase(config);
}

/** Somebody else's to stop. */
function foreign(url: string): OpenDatabase {
  return { url, adopted: false, stop: async () => undefined, kill: () => undefined };
}
