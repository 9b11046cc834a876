// The limit: PostgreSQL's own COPY of the very same rows into the same tables, with all their indexes.
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { BenchServer } from './database.ts';
import { timed } from './measure.ts';

export interface Dump {
  /** Rows by table. */
  readonly rows: ReadonlyMap<string, number>;
  readonly folder: string;
  remove(): void;
}

/** What steers the sync, and definitions that every database begins with; everything else is what the sync brings. */
const CONTROL = [
  'migration',
  'connection',
  'setting',
  'stream_run',
  'stream_state',
  'sync_run',
  'sync_seen',
  'journey',
  'journey_state',
];

/** Rows of all our tables that hold records, by table. */
export async function countRows(server: BenchServer, database: string): Promise<Map<string, number>> {
  const tables = await server.query<{ name: string }>(
    database,
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const names = tables.map(table => table.name).filter(name => !CONTROL.includes(name));
  const counts = names.map(name => `select '${name}' as name, count(*)::int as rows from "${name}"`);
  const rows = await server.query<{ name: string; rows: number }>(database, counts.join(' union all '));
  return new Map(rows.filter(table => table.rows > 0).map(table => [table.name, table.rows]));
}

export function sumOf(rows: ReadonlyMap<string, number>): number {
  return rows.values().reduce((sum, count) => sum + count, 0);
}

/** Their number depends on how the records fell into pages. */
const BY_PAGE = 'change_mark';

/** Throws when two databases do not hold the same number of rows in every table. */
export function expectSameRows(expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): void {
  const [a, b] = [expected, found].map(rows => JSON.stringify([...rows].filter(([name]) => name !== BY_PAGE).sort()));
  if (a !== b) throw new Error(`the databases differ:\n${a}\n${b}`);
}

/** The server itself reads and writes the files: no row crosses a socket, so that nothing can be faster. */
export async function dump(server: BenchServer, database: string): Promise<Dump> {
  const folder = join(server.files, 'bench-copy');
  const rows = await countRows(server, database);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  // The server may run as another user.
  chmodSync(folder, 0o777);
  for (const table of rows.keys())
    await server.query(database, `copy "${table}" to '${join(folder, table)}' with (format binary)`);
  return { rows, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Loads a dump into a database that has the tables and no rows. Milliseconds. */
export async function load(url: string, { rows, folder }: Dump): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { ms } = await timed(async () => {
      for (const table of rows.keys())
        await client.query(`copy "${table}" from '${join(folder, table)}' with (format binary)`);
    });
    return ms;
  } finally {
    await client.end();
  }
}
