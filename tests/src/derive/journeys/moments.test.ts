// Moments of visits are those of what brought them about, to the microsecond where sources are that exact.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { emptyTables } from '../../../support/empty-tables.ts';
import { storeJourneys } from '../../../support/stored/visits.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
  await emptyTables(world.sql, 'journey, journey_state');
  const rule = { interaction: { kind: 'CALL' as const } };
  await storeJourneys(world.sql, [
    { mode: 'ORDERED', window: 1, stages: [{ key: 's', name: 'S', phase: 'PURCHASE', rule }] },
  ]);
  await world.sql.query('insert into customer (id) values (1)');
});
afterAll(() => world.close());

const MOMENTS = [
  '0001-01-01 00:00:00.001',
  '1583-10-15 12:00:00.999',
  '1969-12-31 23:59:59.999999',
  '2026-03-01 00:00:00.123456',
  '2199-12-31 23:59:59.999999',
  '4000-12-31 23:59:59.999',
];

it('keeps them as they are, and waits for those to come', async () => {
  const { sql } = world;
  await sql.query(
    `insert into interaction (id, connection_id, ref, kind, channel, customer_id, occurred_at)
     select n, 1, 'i' || n, 'CALL', 'PHONE', 1, (m || 'Z')::timestamptz from unnest($1::text[]) with ordinality t(m, n)`,
    [MOMENTS],
  );
  const visited = async (now: string) => {
    await refresh(sql, { now: new Date(now) });
    const rows = await sql.query<{ same: boolean; open: boolean }>(
      `select v.at = i.occurred_at and v.started_at = v.at
         and v.until = coalesce((select min(n.at) from journey_visit n where n.at > v.at), 'infinity') as same
       from journey_visit v join interaction i on i.id = v.source_id`,
    );
    expect(rows.every(row => row.same)).toBe(true);
    return rows.length;
  };
  expect(await visited('2026-03-01T00:00:00.123Z')).toBe(3);
  // 456 microseconds later, so within this millisecond.
  expect(await visited('2026-03-01T00:00:00.124Z')).toBe(4);
  expect(await visited('2199-12-31T23:59:59.999Z')).toBe(4);
  expect(await visited('2200-01-01T00:00:00Z')).toBe(5);
  expect(await sql.query('select due_at from customer_due')).toEqual([
    { due_at: new Date('4000-12-31T23:59:59.999Z') },
  ]);
  expect(await visited('4000-12-31T23:59:59.999Z')).toBe(6);
});
