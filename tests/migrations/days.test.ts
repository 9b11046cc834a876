// A database from before: what Salesforce dated by a day is on that day in the Americas too, and nothing else moves.
import { expect, it } from 'vitest';
import { createPools, endPools } from '../../src/base/database/pools.ts';
import { createSql } from '../../src/base/database/sql.ts';
import { migrate } from '../../src/base/tables/migrate.ts';
import { createOrm } from '../../src/base/tables/orm.ts';
import { createTestDatabase } from '../support/database.ts';

it('puts dates without a time to ten of UTC, and keeps moments', async () => {
  const database = await createTestDatabase({ empty: true });
  const orm = await createOrm(database.url);
  const pools = createPools(database.url);
  try {
    const sql = createSql(pools.jobs);
    await orm.migrator.up({ to: '20261201144745_answer_dimensions' });
    await sql.query(
      `insert into connection (id, key, connector, name, config)
       values (1001, 'sf', 'salesforce', 'sf', '{}'), (1002, 'hs', 'hubspot', 'hs', '{}')`,
    );
    const [midnight, later] = ['2026-03-01T00:00:00Z', '2026-03-01T08:15:00Z'];
    await sql.query(
      `insert into interaction (id, connection_id, ref, kind, channel, occurred_at)
       values (1, 1001, 'a', 'PURCHASE', 'OTHER', $1), (2, 1001, 'b', 'PURCHASE', 'OTHER', $2), (3, 1002, 'c', 'PURCHASE', 'OTHER', $1),
         (4, 1001, 'd', 'CAMPAIGN_RESPONSE', 'OTHER', $1), (5, 1001, 'e', 'CALL', 'PHONE', $1)`,
      [midnight, later],
    );
    await migrate(database.url, orm);
    const ten = new Date('2026-03-01T10:00:00Z');
    expect(
      await sql.query(`select id, occurred_at as at, occurred_on::text as day from interaction order by id`),
    ).toEqual([
      { id: 1, at: ten, day: '2026-03-01' },
      { id: 2, at: new Date(later), day: null },
      { id: 3, at: new Date(midnight), day: null },
      { id: 4, at: ten, day: '2026-03-01' },
      { id: 5, at: new Date(midnight), day: null },
    ]);
  } finally {
    await endPools(pools);
    await orm.close();
    await database.drop();
  }
});
