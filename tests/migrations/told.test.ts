// A database from before: 0 is kept where it was told, and is null where nobody told.
import { expect, it } from 'vitest';
import { createPools, endPools } from '../../src/base/database/pools.ts';
import { createSql } from '../../src/base/database/sql.ts';
import { migrate } from '../../src/base/tables/migrate.ts';
import { createOrm } from '../../src/base/tables/orm.ts';
import { createTestDatabase } from '../support/database.ts';

it('forgets what no source told of cases, and keeps the rest', async () => {
  const database = await createTestDatabase({ empty: true });
  const orm = await createOrm(database.url);
  const pools = createPools(database.url);
  try {
    const sql = createSql(pools.jobs);
    await orm.migrator.up({ to: '20261201020000_rollups' });
    const at = '2026-03-10T12:00:00Z';
    await sql.query(
      `insert into interaction (id, connection_id, ref, kind, channel, direction, occurred_at, case_id, reopen_count, contact_count)
       values (1, 1, 'a', 'SUPPORT_CASE', 'CHAT', null, $1, null, 0, 0), (2, 1, 'b', 'SUPPORT_CASE', 'EMAIL', null, $1, null, 2, 1),
         (3, 1, 'c', 'EMAIL', 'EMAIL', 'INBOUND', $1, 2, 0, 0), (4, 1, 'd', 'SUPPORT_CASE', 'EMAIL', null, $1, null, 0, 1),
         (5, 1, 'e', 'EMAIL', 'EMAIL', 'INBOUND', $1::timestamptz + interval '5 hours', 4, 0, 0)`,
      [at],
    );
    await migrate(database.url, orm);
    expect(
      await sql.query(
        `select id, reopen_count, contact_count from interaction where kind = 'SUPPORT_CASE' order by id`,
      ),
    ).toEqual([
      { id: 1, reopen_count: null, contact_count: null },
      { id: 2, reopen_count: 2, contact_count: 1 },
      { id: 4, reopen_count: null, contact_count: null },
    ]);
  } finally {
    await endPools(pools);
    await orm.close();
    await database.drop();
  }
});
