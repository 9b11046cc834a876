// The migrations make exactly the tables that the entities describe.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, pendingMigrations } from '../../../../src/base/tables/migrate.ts';
import { createOrm } from '../../../../src/base/tables/orm.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { createTestDatabase } from '../../../support/database.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

test('the migrated schema differs in nothing from the entities', async () => {
  const sql = await world.orm.schema.getUpdateSchemaSQL({ wrap: false, safe: false });
  expect(sql).toBe('');
  expect(await world.orm.migrator.checkSchema()).toBe(false);
});

test('the connection of recorded data is there', async () => {
  const rows = await world.sql.query('select key, connector from connection');
  expect(rows).toEqual([{ key: 'api', connector: 'api' }]);
});

describe('an empty database', () => {
  test('is migrated once by several programs at the same time', async () => {
    const database = await createTestDatabase({ empty: true });
    const orms = await Promise.all([createOrm(database.url), createOrm(database.url), createOrm(database.url)]);
    try {
      const done = await Promise.all(orms.map(orm => migrate(database.url, orm)));
      expect(done.flat().sort()).toEqual([...new Set(done.flat())].sort());
      expect(done.flat().length).toBeGreaterThan(0);
      expect(await pendingMigrations(orms[0]!)).toEqual([]);
    } finally {
      await Promise.all(orms.map(orm => orm.close()));
      await database.drop();
    }
  });
});

test('a database of a newer version is refused', async () => {
  await world.sql.query(`insert into migration (name) values ('29990101000000_future')`);
  await expect(migrate(world.url, world.orm)).rejects.toThrow(/newer cxgraph.*29990101000000_future/);
  await world.sql.query(`delete from migration where name = '29990101000000_future'`);
});
