// Long answers are read in parts, as of their beginning, whatever is written and taken back meanwhile.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inBatches } from '../../../../src/base/database/batches.ts';
import { savepoint } from '../../../../src/base/database/sql.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

it('gives so many rows a time, each once', async () => {
  await world.sql.query('insert into change_mark (subject) select n from generate_series(1, 25) n');
  const sizes: number[] = [];
  const seen: number[] = [];
  await world.sql.transaction(async tx => {
    const select = 'select subject from change_mark where subject <= $1::bigint order by subject';
    for await (const rows of inBatches<{ subject: number }>(tx, select, [23], 10)) {
      sizes.push(rows.length);
      seen.push(...rows.map(row => row.subject));
      await tx.query('insert into change_mark (subject) values (22)');
      await tx.query('delete from change_mark where subject = 23');
      await savepoint(tx, () => tx.query('select 1 / 0')).catch(() => undefined);
    }
    // Another one after it.
    for await (const rows of inBatches(tx, select, [5], 10)) sizes.push(rows.length);
  });
  expect(sizes).toEqual([10, 10, 3, 5]);
  expect(seen).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
});

it('a savepoint takes back its own part only', async () => {
  await world.sql.query('truncate change_mark');
  const mark = (subject: number) => `insert into change_mark (subject) values (${subject})`;
  await world.sql.transaction(async tx => {
    await tx.query(mark(1));
    const failed = savepoint(tx, async () => {
      await tx.query(mark(2));
      await savepoint(tx, () => tx.query(mark(3)));
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await savepoint(tx, () => tx.query(mark(4)));
  });
  expect(await world.sql.query('select subject from change_mark order by 1')).toEqual([{ subject: 1 }, { subject: 4 }]);
});
