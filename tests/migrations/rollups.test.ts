// A database from before the sums were called rollups keeps them.
import { expect, it } from 'vitest';
import { createPools, endPools } from '../../src/base/database/pools.ts';
import { createSql } from '../../src/base/database/sql.ts';
import { migrate } from '../../src/base/tables/migrate.ts';
import { createOrm } from '../../src/base/tables/orm.ts';
import { createTestDatabase } from '../support/database.ts';

it('renames the table with all that is in it', async () => {
  const database = await createTestDatabase({ empty: true });
  const orm = await createOrm(database.url);
  const pools = createPools(database.url);
  try {
    const sql = createSql(pools.jobs);
    await orm.migrator.up({ to: '20261130050300_dangling' });
    await sql.query(
      `insert into metric_cell (kind, set, grain, at, k1, k2, k3, unit, bin, n, positive, negative, sum, squares, s0, s1, s2, s3, s4, s5, s6, s7)
       values ('NPS', 0, 'D', '2026-03-10', '', '', '', '0..10', 900, 1, 1, 0, 9, 81, 1, 0, 0, 0, 0, 0, 0, 0)`,
    );
    await migrate(database.url, orm);
    expect(await sql.query('select kind, n, sum::int as sum from metric_rollup')).toEqual([
      { kind: 'NPS', n: 1, sum: 9 },
    ]);
    const names = await sql.query(`select relname from pg_class where relname like 'metric_cell%'`);
    expect(names).toEqual([]);
  } finally {
    await endPools(pools);
    await orm.close();
    await database.drop();
  }
});
