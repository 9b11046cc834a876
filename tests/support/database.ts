// A database of its own for a test file: a copy of the migrated template.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** `empty` copies nothing: not even our tables are there. */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const template = new URL(inject('databaseUrl'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  const from = options.empty ? 'template1' : template.pathname.slice(1);
  await administer(template, `create database ${name} template ${from} strategy file_copy`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(template, `drop database ${name} with (force)`) };
}

async function administer(server: URL, statement: string): Promise<void> {
  const url = new URL(server);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        // Two copies at once, or a template that someone is just leaving.
        if ((error as pg.DatabaseError).code !== '55006' || attempt === 50) throw error;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    }
  } finally {
    await client.end();
  }
}
