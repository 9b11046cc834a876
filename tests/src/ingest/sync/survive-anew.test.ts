// A source whose rank changes: every field is won by the right source, whenever the program ends.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { refreshAccounts } from '../../../../src/ingest/accounts/project.ts';
import { refreshCustomers } from '../../../../src/ingest/customers/survive.ts';
import { updateConnection } from '../../../../src/ingest/sync/connections.ts';
import { disconnect } from '../../../../src/ingest/sync/disconnect.ts';
import { takeUpSurvivals } from '../../../../src/ingest/sync/survive-anew.ts';
import { sweepJob } from '../../../../src/run/jobs/sweep.job.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { createSource, person, raw } from '../../../support/pipeline.ts';
import { toyConnector } from '../../../support/toy-connector.ts';

let world: TestContext;
let low: number;
let n = 0;
beforeAll(async () => {
  world = await createTestContext({ connectors: [toyConnector()] });
});
afterAll(() => world.close());

const COUNT = 6;
const mail = (i: number) => `p${i}@source-${n}.example`;

/** Two sources that know the same people and companies; "low" is the one that loses. */
beforeEach(async () => {
  n += 1;
  for (const [name, priority] of [
    ['high', 1],
    ['low', 2],
  ] as const) {
    const source = await createSource(world.sql, `${name}-${n}`, { priority });
    const people = Array.from({ length: COUNT }, (_, i) =>
      person(`${i}`, i, {
        emails: [mail(i)],
        fields: { givenName: name, jobTitle: i % 2 ? name : null },
        traits: { known: name },
      }),
    );
    const companies = Array.from({ length: COUNT }, (_, i) =>
      raw('company', `${i}`, i, { type: 'organization', name, domain: `c${i}.source-${n}.example`, aliases: [] }),
    );
    await source.commit({ records: [...people, ...companies] });
    low = source.target.connectionId;
  }
  await world.sql.query(`update connection set connector = 'toy' where connector = 'test'`);
  await world.sql.query('delete from change_mark');
});

const named = async () =>
  world.sql.query(
    `select given_name as name, count(*)::int as n from customer where email like $1 and merged_into is null group by 1
     union all select name, count(*)::int from account where domain like $1 and merged_into is null group by 1 order by 1`,
    [`%source-${n}.example`],
  );
const marks = async () => {
  const rows = await world.sql.query<{ email: string }>(
    'select distinct c.email from change_mark m join customer c on c.id = m.subject order by 1',
  );
  return rows.map(row => row.email);
};
const stored = () =>
  world.sql.query(
    `select to_jsonb(c) as row from customer c where email like $1
     union all select to_jsonb(a) from account a where domain like $1 order by 1`,
    [`%source-${n}.example`],
  );
/** As if all had been decided in one go. */
async function recompute(): Promise<void> {
  const ids = async (table: string, column: string) => {
    const rows = await world.sql.query<{ id: number }>(`select distinct ${column} as id from ${table}`);
    return rows.map(row => row.id);
  };
  await world.sql.transaction(async tx => {
    await refreshAccounts(tx, await ids('account_record', 'account_id'));
    await refreshCustomers(tx, await ids('person_record', 'customer_id'));
  });
}
const { signal } = new AbortController();
const sweep = () => sweepJob.run(world.ctx, {}, { signal, lastAttempt: false });
const all = (name: string) => [
  { name, n: COUNT },
  { name, n: COUNT },
];

it('a small one is decided within the call', async () => {
  expect(await named()).toEqual(all('high'));
  const connection = await updateConnection(world.fork(), low, { priority: 0 });
  expect(connection).toMatchObject({ priority: 0, survivedThrough: null });
  expect(await named()).toEqual(all('low'));
  expect(await marks()).toHaveLength(COUNT);
});

it('what a program did not finish, the sweep does', async () => {
  const connection = await updateConnection(world.fork(), low, { priority: 0 }, { batches: 1, size: 2 });
  expect(connection.survivedThrough).toBeGreaterThan(0);
  expect(await marks()).toEqual([mail(0), mail(1)]);
  await sweep();
  expect(await named()).toEqual(all('low'));
  expect(await marks()).toEqual(Array.from({ length: COUNT }, (_, i) => mail(i)));
  const swept = await stored();
  await recompute();
  expect(swept).toEqual(await stored());
  expect(await world.sql.query('select from connection where survived_through is not null')).toEqual([]);
});

it('starts over when the rank changes again meanwhile, and not when it stays', async () => {
  await updateConnection(world.fork(), low, { priority: 0 }, { batches: 2, size: 2 });
  const same = await updateConnection(world.fork(), low, { priority: 0, name: 'Same' }, { batches: 1, size: 2 });
  expect(same.survivedThrough).toBeGreaterThan(0);
  const again = await updateConnection(world.fork(), low, { priority: 3 }, { batches: 0 });
  expect(again.survivedThrough).toBe(0);
  await takeUpSurvivals(world.sql, { size: 5 });
  expect(await named()).toEqual(all('high'));
});

it('has nothing left to decide when its data are deleted', async () => {
  await updateConnection(world.fork(), low, { priority: 0 }, { batches: 1, size: 2 });
  expect(await disconnect(world.fork(), low, true)).toMatchObject({ survivedThrough: null, deletedThrough: null });
  expect(await named()).toEqual(all('high'));
});
