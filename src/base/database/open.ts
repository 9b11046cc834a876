// Opens the database that the configuration asks for.
import type { Config } from '../config.ts';
import { type OpenDatabase, openEmbedded } from './embedded/open.ts';

/** One of your own is there already, and is not stopped. Throws CONFLICT, CONFIGURATION; see `openEmbedded`. */
export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<OpenDatabase> {
  if (config.databaseUrl === null) return openEmbedded(config.dataDir);
  return { url: config.databaseUrl, adopted: false, stop: async () => undefined, kill: () => undefined };
}
