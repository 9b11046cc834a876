// Rules and alerts from before there were groups and levels are what they were.
import { expect, it } from 'vitest';
import { createPools, endPools } from '../../src/base/database/pools.ts';
import { createSql } from '../../src/base/database/sql.ts';
import { migrate } from '../../src/base/tables/migrate.ts';
import { createOrm } from '../../src/base/tables/orm.ts';
import { createTestDatabase } from '../support/database.ts';

it('keeps rules with the level they had, and alerts as those of the whole', async () => {
  const database = await createTestDatabase({ empty: true });
  const orm = await createOrm(database.url);
  const pools = createPools(database.url);
  try {
    const sql = createSql(pools.jobs);
    await orm.migrator.up({ to: '20261201020000_rollups' });
    await sql.query(
      `insert into alert_rule (key, name, metric, condition, every) values
       ('change', 'Change', 'NPS', '{"significantChange": true}', 'MONTH'), ('low', 'Low', 'NPS', '{"below": 1}', 'DAY')`,
    );
    await sql.query(
      `insert into alert (rule_id, revision, start, "end", finding, opened_at, value, message)
       select id, 1, '2026-10-01', '2026-10-31', 'FELL', now(), '{}', 'It fell.' from alert_rule`,
    );
    await migrate(database.url, orm);
    expect(await sql.query('select key, every, level, "by" from alert_rule order by key')).toEqual([
      { key: 'change', every: 'MONTH', level: 0.05, by: [] },
      { key: 'low', every: 'DAY', level: null, by: [] },
    ]);
    expect(await sql.query('select finding, group_key, "by" from alert')).toEqual(
      [1, 2].map(() => ({ finding: 'FELL', group_key: '', by: [] })),
    );
    // Of one rule several groups may be open, but each only once.
    const another = (group: string) =>
      sql.query(
        `insert into alert (rule_id, revision, start, "end", finding, opened_at, value, message, group_key)
         select min(id), 1, '2026-10-01', '2026-10-31', 'FELL', now(), '{}', 'It fell.', $1 from alert_rule`,
        [group],
      );
    await another('["CHAT"]');
    await expect(another('["CHAT"]')).rejects.toThrow('alert_open');
  } finally {
    await endPools(pools);
    await orm.close();
    await database.drop();
  }
});
