// What is tried out gives its result and leaves nothing.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tryOut } from '../../../../src/base/database/try-out.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
  await world.sql.query('create table tried (id int not null)');
});
afterAll(() => world.close());

const count = async () => (await world.sql.one<{ n: number }>('select count(*) as n from tried'))!.n;

it('gives what the work gave, and takes it back', async () => {
  const found = await tryOut(world.sql, async tx => {
    await tx.query('insert into tried values (1), (2)');
    return (await tx.one<{ n: number }>('select count(*) as n from tried'))!.n;
  });
  expect(found).toBe(2);
  expect(await count()).toBe(0);
});

it('fails as the work fails', async () => {
  await expect(tryOut(world.sql, tx => tx.query('insert into tried values (null)'))).rejects.toThrow('null value');
  expect(await count()).toBe(0);
});
