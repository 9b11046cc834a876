// From canonical persons to customers: write the record's view, find out whose it is, let its fields survive.
import { columnset, encodeColumns } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import { type Claim, forget } from '../identity/learn.ts';
import { resolve } from '../identity/resolve.ts';
import { type Matcher, matcherOf } from '../identity/rules.ts';
import { readRules } from '../identity/stored-rules.ts';
import { CUSTOMERS } from '../identity/tables.ts';
import type { LandedAs } from '../landed.ts';
import type { Scope } from '../ref.ts';
import { claimOf, ownId } from './claim.ts';
import { settlePersons } from './optimistic-insert.ts';
import { employerRef, PERSON, type Person, personRow } from './person-rows.ts';
import { refreshCustomers } from './survive.ts';

/** A person record that its source deleted; `mergedInto` is the ref of the record that took it over. */
export interface GonePerson {
  readonly id: number;
  readonly mergedInto: string | null;
}

export interface ProjectedPersons {
  /** Records that are new or changed hands: what refers to them must be bound again. */
  readonly moved: readonly number[];
  /** Customers of whom a record came, changed or went. */
  readonly changed: readonly number[];
}

export async function projectPersons(
  tx: Sql,
  scope: Scope,
  persons: readonly LandedAs<Person>[],
  gone: readonly GonePerson[],
): Promise<ProjectedPersons> {
  if (persons.length === 0 && gone.length === 0) return { moved: [], changed: [] };
  const matcher = matcherOf(await readRules(tx));
  const settled = await settlePersons(tx, scope, persons, matcher.rules.version);
  const rest = persons.filter(person => !settled.has(person.id));
  // A change of rules could not see these: they are checked anew.
  await forget(
    tx,
    rest.filter(({ optimistic }) => optimistic && optimistic.rules !== matcher.rules.version).map(person => person.id),
  );
  const claims: Claim[] = [
    ...rest.map(person => claimOf(scope, person, matcher)),
    ...(await existing(tx, gone)).map(record => ({
      id: record.id,
      // The loser carries the survivor's id from now on, so that both are one person whatever comes first.
      identifiers: record.mergedInto ? [ownId(record.mergedInto, matcher)] : [],
      addOnly: true,
    })),
  ];
  const { moved, changed } = await decide(tx, scope, rest, gone, claims, matcher);
  // All of them: a profile may stay the same where the dates of its stages do not.
  return { moved: [...settled.keys(), ...moved], changed: [...settled.values(), ...changed] };
}

/** Finds out whose the claimed records are, writes them, and lets the fields of their customers survive. */
async function decide(
  tx: Sql,
  scope: Scope,
  persons: readonly LandedAs<Person>[],
  gone: readonly GonePerson[],
  claims: readonly Claim[],
  matcher: Matcher,
): Promise<ProjectedPersons> {
  if (claims.length === 0) return { moved: [], changed: [] };
  const { entityOf, moved, touched } = await resolve(tx, CUSTOMERS, claims, matcher);
  await writeRecords(tx, scope, persons, entityOf);
  await writeTombstones(tx, gone);
  const changed = [...new Set([...touched, ...claims.map(claim => entityOf.get(claim.id)!)])];
  await refreshCustomers(tx, changed);
  return { moved, changed };
}

async function existing(tx: Sql, gone: readonly GonePerson[]): Promise<GonePerson[]> {
  if (gone.length === 0) return [];
  const rows = await tx.query<{ id: number }>(`select id from person_record where id = any($1)`, [
    gone.map(record => record.id),
  ]);
  const known = new Set(rows.map(row => row.id));
  return gone.filter(record => known.has(record.id));
}

async function writeRecords(
  tx: Sql,
  scope: Scope,
  persons: readonly LandedAs<Person>[],
  entityOf: ReadonlyMap<number, number>,
): Promise<void> {
  if (persons.length === 0) return;
  const rows = persons.map(person => ({ ...personRow(scope, person), customer: entityOf.get(person.id) }));
  await tx.query(WRITE, [scope.connectionId, ...encodeColumns(rows, INCOMING)], 'persons-write');
}

const INCOMING = { ...PERSON, customer: 'bigint' } as const;

/**
 * A value that stays keeps the moment since which it is observed. Of a stage, the source's own date counts before what
 * was known, and that before the moment at which this version shows the stage: such an entry is as old as the version.
 */
const WRITE = `
insert into person_record as p
  (id, connection_id, ref, customer_id, origin_customer_id, fields, observed, traits, stages, account_ref, version, created_at, live)
select r.id, $1, r.ref, r.customer, r.customer, r.fields, r.observed, r.traits, r.stages,
  ${employerRef('r')}, r.version, r.created, true
from ${columnset('r', INCOMING, 2)}
on conflict (id) do update set
  customer_id = excluded.customer_id, fields = excluded.fields, traits = excluded.traits,
  account_ref = excluded.account_ref, version = excluded.version, created_at = excluded.created_at, live = true,
  stages = p.stages || case
    when p.stages ? (excluded.fields ->> 'lifecycleStage')
      and excluded.stages -> (excluded.fields ->> 'lifecycleStage') = excluded.observed -> 'lifecycleStage'
    then excluded.stages - (excluded.fields ->> 'lifecycleStage') else excluded.stages end,
  observed = (
    select coalesce(jsonb_object_agg(f.key, case when p.fields -> f.key = f.value then coalesce(p.observed -> f.key, excluded.observed -> f.key) else excluded.observed -> f.key end), '{}')
    from jsonb_each(excluded.fields) f
  )`;

async function writeTombstones(tx: Sql, gone: readonly GonePerson[]): Promise<void> {
  if (gone.length === 0) return;
  await tx.query(
    `update person_record p set live = false, version = s.version from source_record s where s.id = p.id and p.id = any($1) and p.live`,
    [gone.map(record => record.id)],
    'persons-tombstone',
  );
}
