// Brings a database to this version's tables, the queue's included.
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { migrations } from '../../../migrations/index.ts';
import { UserError } from '../errors.ts';
import { migrateQueue } from '../queue/queue.ts';

/** Any number that nothing else in the database locks. */
const LOCK = 7_203_451_889;

/** Names of the migrations it ran. Several programs may call it at once. Throws CONFIGURATION for a newer database. */
export async function migrate(url: string, orm: MikroORM): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await refuseNewer(orm);
    const done = await orm.migrator.up();
    await migrateQueue(client);
    // What applications record themselves belongs to a connection that is always there.
    await client.query(
      `insert into connection (key, connector, name, config) values ('api', 'api', 'cxgraph API', '{}')
       on conflict (key) do nothing`,
    );
    return done.map(migration => migration.name);
  } finally {
    // Ending the session gives the lock free.
    await client.end();
  }
}

/** Names of the migrations that are still to run. Throws CONFIGURATION for a newer database. */
export async function pendingMigrations(orm: MikroORM): Promise<string[]> {
  await refuseNewer(orm);
  return (await orm.migrator.getPending()).map(migration => migration.name);
}

async function refuseNewer(orm: MikroORM): Promise<void> {
  const known = new Set(migrations.map(migration => migration.name));
  const executed = await orm.migrator.getExecuted();
  const unknown = executed.map(row => row.name).filter(name => !known.has(name));
  if (unknown.length === 0) return;
  throw new UserError(
    'CONFIGURATION',
    `The database was migrated by a newer cxgraph (it has ${unknown.join(', ')}). Use that version, or another database.`,
    { field: 'DATABASE_URL' },
  );
}
