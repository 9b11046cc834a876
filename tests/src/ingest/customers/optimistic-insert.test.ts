// Customers that are made before the lock are what the general way makes of them, whoever comes in between.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RawRecord } from '../../../../connectors/contract.ts';
import { refreshCustomers } from '../../../../src/ingest/customers/survive.ts';
import { changeRules } from '../../../../src/ingest/identity/change-rules.ts';
import { readRules } from '../../../../src/ingest/identity/stored-rules.ts';
import { commitPage } from '../../../../src/ingest/page/page.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';
import { pausing } from '../../../support/programs/pausing.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

/** The general way writes only what it sees otherwise. */
async function expectNothingToRefresh(): Promise<void> {
  const all = await world.sql.query<{ id: number }>(`select id from customer`);
  expect(
    await refreshCustomers(
      world.sql,
      all.map(row => row.id),
    ),
  ).toEqual([]);
}

/** Commits `between` while a page waits just before the lock, with its people inserted. */
async function overtake(source: TestSource, page: readonly RawRecord[], between: () => Promise<unknown>) {
  const paused = pausing(world.sql, 'projection-lock');
  const slow = commitPage(paused.sql, source.target, { records: page, deleted: [], cursor: { at: 1 } });
  await paused.reached;
  await between();
  paused.go();
  await slow;
}

const people = (source: TestSource) =>
  world.sql.query(
    `select split_part(p.ref, '/', 2) as ref, p.customer_id as customer, p.origin_customer_id as origin, a.name as firm
     from person_record p join customer c on c.id = p.customer_id left join account a on a.id = c.account_id
     where p.connection_id = $1 order by p.ref`,
    [source.target.connectionId],
  );
/** Rows that nobody should have left behind. */
const orphans = () =>
  world.sql.query(
    `select c.id from customer c where not exists (select from person_record p where p.customer_id = c.id)
     union all select customer_id from customer_activity a where not exists (select from customer c where c.id = a.customer_id)
     union all select customer_id from customer_score s where not exists (select from customer c where c.id = s.customer_id)`,
  );
const ledger = () => world.sql.query(`select from merge`);

const word = fc.oneof(fc.constantFrom(' ', '', 'Ann', 'İpek', 'Ǆ', 'O"Neil\\'), fc.string({ unit: 'grapheme' }));
const maybe = fc.option(word, { nil: null });
const spec = fc.record({
  emails: fc.array(fc.constantFrom('b@x.example', 'a@x.example', 'info@x.example', 'Ä@ö.example', 'none'), {
    maxLength: 3,
  }),
  fields: fc.record({ givenName: maybe, familyName: maybe, email: maybe, phone: maybe, jobTitle: maybe }),
  traits: fc.dictionary(fc.constantFrom('plan', 'size', 'ü"'), fc.oneof(word, fc.integer())),
});

it('makes what the general way makes of the same people', async () => {
  let n = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(spec, { minLength: 1, maxLength: 8 }), async specs => {
      n += 1;
      const source = await createSource(world.sql, `same-${n}`);
      const rename = (email: string) => email.replace('@', `@${n}.`);
      const records = specs.map(({ emails, ...rest }, i) =>
        person(String(i), i, { ...rest, emails: emails.map(rename) }),
      );
      expect((await source.commit({ records })).rejected).toBe(0);
      await expectNothingToRefresh();
    }),
    { numRuns: 60 },
  );
});

it('takes a customer back when somebody with the same address came first', async () => {
  const source = await createSource(world.sql, 'meets');
  const page = [
    person('late', 1, { emails: ['one@meets.example'] }),
    person('other', 1, { emails: ['two@meets.example'] }),
  ];
  await overtake(source, page, () =>
    source.commit({ records: [person('first', 2, { emails: ['one@meets.example'] })] }),
  );
  const rows = await people(source);
  const [first, late, other] = rows;
  // The record that came later was never anybody else: nothing to undo, nothing in the ledger.
  expect(late).toMatchObject({ customer: first!.customer, origin: first!.customer });
  expect(other!.customer).not.toBe(first!.customer);
  expect(await ledger()).toEqual([]);
  expect(await orphans()).toEqual([]);
  await expectNothingToRefresh();
});

it('sees an employer that came meanwhile, and a link to one', async () => {
  const source = await createSource(world.sql, 'employed');
  const company = (id: string) => raw('company', id, 1, { type: 'organization', name: `Firm ${id}` });
  const link = raw('association:contact:company', 'b', 1, {
    type: 'links',
    from: { object: 'contact', id: 'b' },
    role: 'account',
    toObject: 'company',
    to: ['2'],
  });
  const page = [person('a', 1, { account: { object: 'company', id: '1' } }), person('b', 1), person('c', 1)];
  await overtake(source, page, () => source.commit({ records: [company('1'), company('2'), link] }));
  expect(await people(source)).toMatchObject([
    { ref: 'a', firm: 'Firm 1' },
    { ref: 'b', firm: 'Firm 2' },
    { ref: 'c', firm: null },
  ]);
  expect(await orphans()).toEqual([]);
  await expectNothingToRefresh();
});

it('checks them anew when the rules changed meanwhile', async () => {
  const source = await createSource(world.sql, 'rules');
  await source.commit({ records: [person('a', 1, { emails: ['desk@rules.example'] })] });
  const { roleMailboxes } = await readRules(world.sql);
  const change = (words: readonly string[]) => changeRules(world.sql, { roleMailboxes: words }, new Date());
  await change([...roleMailboxes, 'desk']);
  // Alone under the rules of now, but not when these are taken back.
  await overtake(source, [person('b', 1, { emails: ['desk@rules.example'] })], () => change(roleMailboxes));
  const [a, b] = await people(source);
  expect(b!.customer).toBe(a!.customer);
  expect(await orphans()).toEqual([]);
});

it('leaves it to the general way where the page says who somebody was merged into', async () => {
  const source = await createSource(world.sql, 'merging');
  await source.commit({ records: [person('loser', 1)] });
  const deleted = [{ object: 'contact', id: 'loser', deletedAt: '2026-02-01T00:00:00Z', mergedInto: 'winner' }];
  await source.commit({ records: [person('winner', 2)], deleted });
  const [loser, winner] = await people(source);
  expect(winner).toMatchObject({ customer: loser!.customer, origin: loser!.customer });
  expect(await ledger()).toEqual([]);
});
