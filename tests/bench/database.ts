// One PostgreSQL in a temporary folder, with the product's own settings, and databases that are copies of a migrated one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../../src/base/database/embedded/open.ts';
import { findHome } from '../../src/base/database/embedded/place.ts';
import { findPostmaster } from '../../src/base/database/embedded/postmaster.ts';
import { migrate } from '../../src/base/tables/migrate.ts';
import { createOrm } from '../../src/base/tables/orm.ts';

export interface BenchServer {
  /** Temporary; the server's own user may write into `files`. */
  readonly folder: string;
  readonly files: string;
  readonly pid: number;
  url(name: string): string;
  /** A new database, a copy of `from`; by default of one with our tables and no rows. Returns its URL. */
  create(name: string, from?: string): Promise<string>;
  drop(name: string): Promise<void>;
  /** Writes all dirty pages, so that no phase pays for the one before. */
  checkpoint(): Promise<void>;
  query<T>(database: string, text: string): Promise<T[]>;
  close(): Promise<void>;
  /** At once, when the program is interrupted. */
  kill(): void;
}

const TEMPLATE = 'bench_template';

export async function startBenchServer(): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), `cxgraph-bench-${process.pid}-`));
  // Counts statements; it costs the same in every phase.
  const database = await openEmbedded(folder, { shared_preload_libraries: 'pg_stat_statements' });
  const home = findHome(folder)!;
  const cluster = join(home, 'postgres');
  const urlOf = (name: string) => database.url.replace(/\/[^/]*$/, `/${name}`);
  const query = <T>(name: string, text: string) => once<T>(urlOf(name), text);
  const remove = () => {
    rmSync(home, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  };
  await query('postgres', `create database ${TEMPLATE}`);
  await query(TEMPLATE, 'create extension pg_stat_statements');
  const orm = await createOrm(urlOf(TEMPLATE));
  await migrate(urlOf(TEMPLATE), orm);
  await orm.close();
  return {
    folder,
    files: cluster,
    pid: findPostmaster(cluster)!.pid,
    url: urlOf,
    async create(name, from = TEMPLATE) {
      await query('postgres', `drop database if exists ${name} with (force)`);
      await query('postgres', `create database ${name} template ${from} strategy file_copy`);
      return urlOf(name);
    },
    async drop(name) {
      await query('postgres', `drop database if exists ${name} with (force)`);
    },
    async checkpoint() {
      await query('postgres', 'checkpoint');
    },
    query,
    async close() {
      await database.stop();
      remove();
    },
    kill() {
      database.kill();
      remove();
    },
  };
}

async function once<T>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query(text);
    return result.rows as T[];
  } finally {
    await client.end();
  }
}
