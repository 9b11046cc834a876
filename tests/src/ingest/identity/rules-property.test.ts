// Whatever rules came before: after a change, who is who is as if the last rules had been there from the start.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawRecord } from '../../../../connectors/contract.ts';
import type { Sql } from '../../../../src/base/database/sql.ts';
import { changeRules } from '../../../../src/ingest/identity/change-rules.ts';
import { previewRules } from '../../../../src/ingest/identity/preview-rules.ts';
import { DEFAULT_RULES, type IdentityRules } from '../../../../src/ingest/identity/rules.ts';
import { writeRules } from '../../../../src/ingest/identity/stored-rules.ts';
import { recheckIdentities } from '../../../../src/ingest/page/recheck.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';
import { naivePartition, normal } from './naive.ts';

let world: TestContext;
let fresh: TestContext;
beforeAll(async () => {
  [world, fresh] = await Promise.all([createTestContext(), createTestContext()]);
});
afterAll(() => Promise.all([world.close(), fresh.close()]));

interface PersonEdit {
  readonly id: string;
  readonly emails: readonly string[];
  readonly externalIds: readonly string[];
  /** Id of a company. */
  readonly employer: string;
}
interface CompanyEdit {
  readonly id: string;
  readonly domain: string;
}

/** The source merges one record away into another. */
interface MergeEdit {
  readonly id: string;
  readonly into: string;
}

const TABLES = [
  'identifier',
  'person_record',
  'account_record',
  'interaction',
  'customer',
  'customer_activity',
  'account',
  'merge',
  'source_record',
  'stream_state',
  'stream_run',
  'sync_run',
  'identity_recheck',
  'change_mark',
];

const email = fc.constantFrom('info@a.example', 'sales@a.example', 'x@a.example', 'none@a.example', 'y@b.example');
const personEdit: fc.Arbitrary<PersonEdit> = fc.record({
  id: fc.integer({ min: 1, max: 12 }).map(String),
  emails: fc.uniqueArray(email, { maxLength: 2 }),
  externalIds: fc.uniqueArray(fc.constantFrom('contact/1', 'contact/n/a', 'unknown', 'other/7'), { maxLength: 1 }),
  employer: fc.integer({ min: 1, max: 6 }).map(String),
});
const companyEdit: fc.Arbitrary<CompanyEdit> = fc.record({
  id: fc.integer({ min: 1, max: 6 }).map(String),
  domain: fc.constantFrom('gmail.com', 'firm.example', 'shop.example'),
});
const mergeEdit: fc.Arbitrary<MergeEdit> = fc
  .record({ id: fc.integer({ min: 1, max: 12 }).map(String), into: fc.integer({ min: 1, max: 12 }).map(String) })
  .filter(({ id, into }) => id !== into);
const change = fc.record(
  {
    maxRecordsPerValue: fc.integer({ min: 1, max: 8 }),
    roleMailboxes: fc.subarray(['info', 'sales', 'x']),
    placeholders: fc.subarray(['n/a', 'unknown', 'none@a.example', '7']),
    publicMailDomains: fc.subarray(['gmail.com', 'firm.example']),
  },
  { requiredKeys: [] },
);
const step = fc.oneof(
  fc.record({
    persons: fc.array(personEdit, { minLength: 1, maxLength: 8 }),
    companies: fc.array(companyEdit, { maxLength: 4 }),
    merges: fc.uniqueArray(mergeEdit, { maxLength: 2, selector: edit => edit.id }),
  }),
  // Cut short, the batches left over are mixed with the pages that follow.
  fc.record({ change, batches: fc.constantFrom(0, 1, 99) }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Page = Extract<Step, { persons: unknown }>;

describe('after any sequence of pages and changes of the rules', () => {
  it('all data are those of an installation that had the last rules from the start', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async steps => {
        await Promise.all([world, fresh].map(({ sql }) => empty(sql)));
        const source = await createSource(world.sql, 'crm');
        const { rules, pages } = await play(source, steps);
        await recheckIdentities(world.sql, { size: 3 });
        expect(await partition(world.sql)).toEqual(naivePartition(lastOf(pages), rules));
        await ledgerHolds();

        const other = await createSource(fresh.sql, 'crm');
        await fresh.sql.transaction(tx => writeRules(tx, DEFAULT_RULES, rules, new Date()));
        for (const [minute, page] of pages.entries()) await commit(other, page, minute);
        expect(await dump(world.sql)).toEqual(await dump(fresh.sql));
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 120_000);
});

async function play(source: TestSource, steps: readonly Step[]): Promise<{ rules: IdentityRules; pages: Page[] }> {
  const pages: Page[] = [];
  let rules: IdentityRules = DEFAULT_RULES;
  for (const step of steps) {
    if ('persons' in step) {
      await commit(source, step, pages.length);
      pages.push(step);
      continue;
    }
    const preview = await previewRules(world.sql, step.change);
    const before = await counts();
    ({ rules } = await changeRules(world.sql, step.change, new Date()));
    expect(preview.next).toEqual(rules);
    const done = await recheckIdentities(world.sql, { size: 3, batches: step.batches });
    if (!done) continue;
    const { customers, accounts } = preview;
    expect(await counts()).toEqual({
      customers: before.customers - customers.merged + customers.split,
      accounts: before.accounts - accounts.merged + accounts.split,
    });
  }
  return { rules, pages };
}

async function commit(source: TestSource, page: Page, minute: number): Promise<void> {
  const deleted = page.merges.map(({ id, into }) => ({
    object: 'contact',
    id,
    deletedAt: at(minute),
    mergedInto: into,
  }));
  await source.commit({ records: recordsOf(page, minute) });
  await source.commit({ deleted });
}

/** What the source says of each person in the end: one merged away has the survivor's id too. */
function lastOf(pages: readonly Page[]): PersonEdit[] {
  const persons = new Map<string, PersonEdit>();
  for (const { persons: edits, merges } of pages) {
    for (const edit of edits) persons.set(edit.id, edit);
    for (const { id, into } of merges) {
      const edit = persons.get(id);
      if (edit) persons.set(id, { ...edit, externalIds: [...edit.externalIds, `contact/${into}`] });
    }
  }
  return [...persons.values()];
}

function recordsOf({ persons, companies }: Page, minute: number): RawRecord[] {
  return [
    ...persons.map(edit => person(edit.id, minute, { ...edit, account: { object: 'company', id: edit.employer } })),
    ...persons.map(({ id, employer }) =>
      raw('note', id, minute, {
        type: 'interaction',
        kind: 'NOTE',
        occurredAt: at(minute),
        customer: { object: 'contact', id },
        account: { object: 'company', id: employer },
      }),
    ),
    ...companies.map(({ id, domain }) => raw('company', id, minute, { type: 'organization', name: id, domain })),
  ];
}

async function counts(): Promise<{ customers: number; accounts: number }> {
  const row = await world.sql.one<{ customers: number; accounts: number }>(
    `select (select count(*) from customer where merged_into is null) as customers,
       (select count(*) from account where merged_into is null) as accounts`,
  );
  return row!;
}

async function partition(sql: Sql): Promise<string[][]> {
  const rows = await sql.query<{ ids: string[] }>(
    `select array_agg(split_part(ref, '/', 2)) as ids from person_record group by customer_id`,
  );
  return normal(rows.map(row => row.ids));
}

/** Every customer and account by the records it is made of, with all that readers see of it. */
async function dump(sql: Sql): Promise<unknown[]> {
  const refs = (table: string, column: string, id: string) =>
    `(select array_agg(r.ref order by r.ref) from ${table} r where r.${column} = ${id})`;
  return sql.query(
    `select ${refs('person_record', 'customer_id', 'c.id')} as records, c.display_name, c.email, c.emails, c.deleted_at,
       c.created_at, c.updated_at, c.traits, c.search_text, ${refs('account_record', 'account_id', 'c.account_id')} as account,
       (select jsonb_object_agg(f.key, f.value || jsonb_build_object('record', w.ref))
        from jsonb_each(c.provenance) f join person_record w on w.id = (f.value ->> 'record')::bigint) as provenance,
       ${refs('interaction', 'customer_id', 'c.id')} as timeline, a.last_interaction_at, null as domain
     from customer c left join customer_activity a on a.customer_id = c.id where c.merged_into is null
     union all
     select ${refs('account_record', 'account_id', 'a.id')}, a.name, null, null, a.deleted_at, a.created_at, a.updated_at,
       null, null, null, null, ${refs('interaction', 'account_id', 'a.id')}, null, a.domain
     from account a where a.merged_into is null
     order by 1`,
  );
}

/** Every merge that stands has its row, and every row that was not undone its merge. */
async function ledgerHolds(): Promise<void> {
  const wrong = await world.sql.query(
    `select m.* from merge m join customer c on c.id = m.merged_id and m.entity = 'customer'
     where m.undone_at is null and c.merged_into is null
     union all
     select m.* from customer c left join merge m on m.merged_id = c.id and m.entity = 'customer' and m.undone_at is null
     where c.merged_into is not null and m.id is null`,
  );
  expect(wrong).toEqual([]);
}

async function empty(sql: Sql): Promise<void> {
  for (const table of TABLES) await sql.query(`delete from ${table}`);
  await sql.query(`delete from setting where key like 'identity.%'`);
  await sql.query(`delete from connection where key = 'crm'`);
}
