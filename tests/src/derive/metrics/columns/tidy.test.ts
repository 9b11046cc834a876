// However often the refresh adds to the columnar copy, it stays small, and stays the facts.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readColumns } from '../../../../../src/derive/metrics/columns/read-columns.ts';
import { tidyChunks } from '../../../../../src/derive/metrics/columns/rebuild-chunks.ts';
import { refresh } from '../../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { at, createSource, person, raw, type TestSource } from '../../../../support/pipeline.ts';
import { plainChunks, storedChunks } from '../../../../support/stored/chunks.ts';
import { storedFacts } from '../../../../support/stored/facts.ts';

let world: TestContext;
let source: TestSource;
beforeAll(async () => {
  world = await createTestContext();
  source = await createSource(world.sql, 'shop');
});
afterAll(() => world.close());

/** One more purchase, and another amount of the first. */
const purchase = (id: number, version: number) =>
  raw('purchase', String(id), version, {
    type: 'interaction',
    kind: 'PURCHASE',
    channel: version % 2 ? 'WEB' : 'PHONE',
    touchpoint: version % 3 ? null : 'checkout',
    occurredAt: at(id),
    customer: { object: 'contact', id: '1' },
    amount: 10 + version / 8,
    currency: 'EUR',
  });
const chunks = async () =>
  (await world.sql.one<{ n: number; negative: number }>(
    `select count(*)::int as n, coalesce(sum(facts) filter (where signed = -1), 0)::int as negative from metric_chunk`,
  ))!;
const expectFacts = async () =>
  expect(await storedChunks(world.sql)).toEqual(plainChunks(await storedFacts(world.sql)));

const byAccount = () =>
  readColumns(world.sql, {
    ...{ kinds: ['PURCHASE'], by: ['ACCOUNT'], where: {} },
    spans: [{ lo: Date.UTC(1970, 0), hi: Date.UTC(2100, 0) }],
  });

test('after a hundred refreshes', async () => {
  await source.commit({ records: [person('1', 1, { fields: { country: 'DE' } })] });
  for (let version = 1; version <= 100; version++) {
    await source.commit({ records: [purchase(1, version), purchase(1 + version, 1)] });
    await refresh(world.sql);
  }
  await expectFacts();
  // Complete from the start, without a recount.
  expect((await byAccount())!.reduce((sum, row) => sum + row.n, 0)).toBe(101);
  const { n, negative } = await chunks();
  // Up to 15 of each of two sizes, added and taken away.
  expect(n).toBeLessThanOrEqual(60);
  expect(negative).toBe(99);
  await world.sql.transaction(tx => tidyChunks(tx, 0));
  expect(await chunks()).toEqual({ n: 1, negative: 0 });
  await expectFacts();
});

test('an id that does not fit four bytes stops nothing, and is counted from the facts', async () => {
  await world.sql.query('update customer set account_id = 5000000000');
  await source.commit({ records: [purchase(200, 1)] });
  await world.sql.query('insert into change_mark (subject) select id from customer');
  await refresh(world.sql);
  expect(await world.sql.one('select min(account_id) as id from metric_fact')).toEqual({ id: 5_000_000_000 });
  expect(await world.sql.one('select bool_and(whole) as whole from metric_chunk')).toEqual({ whole: false });
  expect(await byAccount()).toBeNull();
});
