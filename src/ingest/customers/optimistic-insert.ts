// Optimistic insert of people who are new and share nothing with anybody: their customers are made before the lock.
import { columnset, encodeColumns } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import { type Claim, learn } from '../identity/learn.ts';
import { matcherOf } from '../identity/rules.ts';
import { readRules } from '../identity/stored-rules.ts';
import type { LandedAs, OptimisticInsert } from '../landed.ts';
import { maybeRef, type Scope } from '../ref.ts';
import { claimOf } from './claim.ts';
import { employerId, employerRef, PERSON, type Person, personRow, presentFields } from './person-rows.ts';
import { displayName, fieldColumns, fieldValues, searchText } from './survive.ts';

/**
 * Writes identifiers of new records, and with `profiles` also the record and the whole customer of each that shares no
 * joining value with a record that can be seen. `settlePersons` looks again, under the lock.
 */
export async function insertPersons(
  tx: Sql,
  scope: Scope,
  persons: readonly LandedAs<Person>[],
  profiles: boolean,
): Promise<OptimisticInsert> {
  if (persons.length === 0) return { rules: null, customers: new Map() };
  const matcher = matcherOf(await readRules(tx));
  const claims = persons.map(person => claimOf(scope, person, matcher));
  await learn(tx, claims);
  const customers = profiles ? await insertProfiles(tx, scope, persons, claims) : new Map();
  return { rules: matcher.rules.version, customers };
}

/**
 * Keeps the customers of those who still share nothing and whose employer is still the same; of the others nothing is left
 * but their identifiers, as if they had only come now. Returns the customer of each record that keeps it.
 * Must run under the projection lock, before anything else is decided. `rules` is the version in force.
 */
export async function settlePersons(
  tx: Sql,
  scope: Scope,
  persons: readonly LandedAs<Person>[],
  rules: number,
): Promise<Map<number, number>> {
  const made = persons.filter(person => person.optimistic?.customers.has(person.id));
  if (made.length === 0) return new Map();
  const customers = new Map(made.map(person => [person.id, person.optimistic!.customers.get(person.id)!]));
  const doubtful = new Set(made.filter(person => person.optimistic!.rules !== rules).map(person => person.id));
  const rows = made.map(({ id, ref, record }) => ({
    id,
    ref,
    account: maybeRef(scope, record.account),
    customer: customers.get(id),
  }));
  const changed = await tx.query<{ id: number }>(CHANGED, encodeColumns(rows, MADE));
  for (const { id } of changed) doubtful.add(id);
  const undone = [...doubtful];
  if (undone.length > 0) await tx.query(UNDO, [undone, undone.map(id => customers.get(id)!)], 'persons-undo');
  for (const id of undone) customers.delete(id);
  return customers;
}

/** SQL: whether a record shares a joining value with another. By its own rows first, whatever the planner believes. */
const isShared = (id: string) => `exists (
  select from (select i.kind, i.value from identifier i where i.record_id = ${id} and i.linking offset 0) own
  cross join lateral (
    select from identifier o where o.kind = own.kind and o.value = own.value and o.record_id <> ${id} limit 1
  ) other
)`;

async function insertProfiles(
  tx: Sql,
  scope: Scope,
  persons: readonly LandedAs<Person>[],
  claims: readonly Claim[],
): Promise<Map<number, number>> {
  const rows = persons.map((person, i) => ({
    ...personRow(scope, person),
    emails: JSON.stringify(claims[i]!.identifiers.filter(({ kind }) => kind === 'EMAIL').map(({ value }) => value)),
    provenance: provenanceOf(person),
  }));
  const made = await tx.query<{ id: number; customer: number }>(INSERT, [
    scope.connectionId,
    ...encodeColumns(rows, INCOMING),
  ]);
  return new Map(made.map(({ id, customer }) => [id, customer]));
}

/** PostgreSQL takes ten times as long to put it together. */
function provenanceOf({ id, version, record }: LandedAs<Person>): string {
  const fields = Object.keys(presentFields(record.fields));
  return JSON.stringify(Object.fromEntries(fields.map(key => [key, { record: id, at: version }])));
}

// Neither this statement nor CHANGED has a name: a plan kept from when the tables were small would read them whole for
// each person.
const INCOMING = { ...PERSON, emails: 'jsonb', provenance: 'jsonb' } as const;

/** The same as the general way makes of one live record: see `refreshCustomers`. */
const INSERT = `
with unshared as materialized (
  select * from ${columnset('r', INCOMING, 2)} where not ${isShared('r.id')}
), numbered as materialized (
  select r.*, nextval((select pg_get_serial_sequence('customer', 'id')::regclass)) as customer, ${employerRef('r')} as account_ref
  from unshared r
), profile as materialized (
  select n.*, ${employerId('n.account_ref')} as account_id,
    coalesce((select array_agg(distinct e) from jsonb_array_elements_text(n.emails) e), '{}') as addresses,
    (select jsonb_object_agg(t.key, jsonb_build_object('value', t.value, 'source', c.key, 'at', n.version))
     from jsonb_each(n.traits) t) as shown_traits
  from numbered n join connection c on c.id = $1
), named as materialized (
  select p.*, ${displayName('p.fields', 'p.addresses', 'p.ref')} as display_name from profile p
), records as (
  insert into person_record
    (id, connection_id, ref, customer_id, origin_customer_id, fields, observed, traits, stages, account_ref, version, created_at, live)
  select id, $1, ref, customer, customer, fields, observed, traits, stages, account_ref, version, created, true from named
), activities as (
  insert into customer_activity (customer_id) select customer from named
), scores as (
  insert into customer_score (customer_id) select customer from named
), customers as (
  insert into customer (id, ${fieldColumns}, display_name, emails, account_id, traits, provenance, search_text, created_at, updated_at)
  select n.customer, ${fieldValues('n.fields', 'n.addresses')}, n.display_name, n.addresses, n.account_id,
    coalesce(n.shown_traits, '{}'), n.provenance, ${searchText('n.display_name', 'n.addresses', 'n.fields')},
    coalesce(n.created, n.version), n.version
  from named n
)
select id, customer from named`;

const MADE = { id: 'bigint', ref: 'text', account: 'text', customer: 'bigint' } as const;

const CHANGED = `
select r.id from (select r.*, ${employerRef('r')} as account_ref from ${columnset('r', MADE)}) r
cross join lateral (select account_ref from person_record p where p.id = r.id limit 1) p
cross join lateral (select account_id from customer c where c.id = r.customer limit 1) c
where ${isShared('r.id')} or r.account_ref is distinct from p.account_ref
  or c.account_id is distinct from ${employerId('r.account_ref')}`;

const UNDO = `
with records as (delete from person_record where id = any($1::bigint[])),
  activities as (delete from customer_activity where customer_id = any($2::bigint[])),
  scores as (delete from customer_score where customer_id = any($2::bigint[]))
delete from customer where id = any($2::bigint[])`;
