// A value that only PostgreSQL refuses costs its own record: the page goes on without it, and says so.
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { createSource, person, type TestSource } from '../../../support/pipeline.ts';

let world: TestContext;
let crm: TestSource;
beforeEach(async () => {
  await world?.close();
  world = await createTestContext();
  crm = await createSource(world.sql, 'crm');
});
afterAll(() => world.close());

/** Whatever it may be about a value: it is refused when it is written. */
async function refuse(when: string): Promise<void> {
  await world.sql.query(
    `create function refuse() returns trigger language plpgsql as
     $$ begin if ${when} then raise 'not this one' using errcode = '22023'; end if; return new; end $$`,
  );
  await world.sql.query(
    'create trigger refusing before insert on source_record for each row execute function refuse()',
  );
}

const landed = async () =>
  (await world.sql.query<{ id: string }>(`select external_id as id from source_record order by source_record.id`)).map(
    ({ id }) => id,
  );
const rejected = () =>
  world.sql.query(`select external_id as id, reason from rejected_record order by rejected_record.id`);
const people = (...ids: readonly string[]) => ids.map((id, n) => person(id, n, { emails: [`${id}@x.example`] }));

it('is found among many by few tries, whatever stands beside it', async () => {
  await crm.commit({ records: people('gone') });
  await refuse(`new.external_id in ('p3', 'p40')`);
  const ids = Array.from({ length: 64 }, (_, n) => `p${n}`);
  world.statements.length = 0;
  const counts = await crm.commit({
    records: people(...ids),
    deleted: [{ object: 'contact', id: 'gone', deletedAt: new Date().toISOString() }],
  });
  expect(counts).toMatchObject({ read: 64, created: 62, deleted: 1, rejected: 2 });
  const reason = 'A value cannot be stored: not this one';
  expect(await rejected()).toEqual([
    { id: 'p3', reason },
    { id: 'p40', reason },
  ]);
  expect(await landed()).toEqual(['gone', ...ids.filter(id => id !== 'p3' && id !== 'p40')]);
  expect(await world.sql.query(`select cursor from stream_state`)).toEqual([{ cursor: { at: 1 } }]);
  const tries = world.statements.filter(text => text === 'savepoint part').length;
  expect(tries).toBeLessThan(2 + 4 * 6);
});

it('is found where it is refused for what came before it', async () => {
  await refuse(`new.external_id = 'b' and exists (select from source_record where external_id = 'a')`);
  expect(await crm.commit({ records: people('a', 'b', 'c') })).toMatchObject({ created: 2, rejected: 1 });
  expect(await landed()).toEqual(['a', 'c']);
});
