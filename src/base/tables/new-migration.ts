// What `npm run migration NAME` runs: writes the migration that takes the tables from what the migrations make to what
// the entities describe. With --check it writes nothing, and fails where one is due.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../../../migrations/index.ts';
import { openEmbedded } from '../database/embedded/open.ts';
import { findHome } from '../database/embedded/place.ts';
import { migrate } from './migrate.ts';
import { listed, migrationFile, statementsOf } from './migration-text.ts';
import { createOrm } from './orm.ts';

const FOLDER = new URL('../../../migrations/', import.meta.url);
const USAGE = 'Usage: npm run migration NAME, in lower case with underscores, such as answer_channel\n';

/** What an empty database still lacks after all migrations. */
async function missing(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cxgraph-migration-'));
  try {
    const database = await openEmbedded(folder, { fsync: 'off', full_page_writes: 'off' });
    try {
      const orm = await createOrm(database.url);
      try {
        await migrate(database.url, orm);
        return statementsOf(await orm.schema.getUpdateSchemaSQL({ wrap: false, safe: false }));
      } finally {
        await orm.close();
      }
    } finally {
      await database.stop();
    }
  } finally {
    const home = findHome(folder);
    if (home) rmSync(home, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(title: string, statements: readonly string[]): void {
  const file = migrationFile(title, statements, new Date(), migrations.at(-1)!.name);
  if (migrations.some(migration => migration.class.name === file.className))
    throw new Error(`There is a migration ${file.className} already.`);
  const index = new URL('index.ts', FOLDER);
  const list = listed(readFileSync(index, 'utf8'), file);
  writeFileSync(new URL(`${file.name}.ts`, FOLDER), file.text, { flag: 'wx' });
  writeFileSync(index, list);
  process.stdout.write(`Wrote migrations/${file.name}.ts and its line in migrations/index.ts.\n`);
}

const [title = ''] = process.argv.slice(2);
if (title !== '--check' && !/^[a-z]+(_[a-z0-9]+)*$/.test(title)) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const statements = await missing();
  if (statements.length === 0) {
    if (title !== '--check') process.stdout.write('Nothing to do: the migrations make what the entities describe.\n');
  } else if (title === '--check') {
    process.stderr.write(
      `The entities describe what no migration makes. Run: npm run migration NAME\n${statements.join(';\n')};\n`,
    );
    process.exitCode = 1;
  } else write(title, statements);
}
