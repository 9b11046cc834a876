// From canonical persons to customers: write the record's view, find out whose it is, let its fields survive.
import type { Of } from '../../connectors/records.ts';
import { columnset, encodeColumns } from '../database/bulk.ts';
import type { Sql } from '../database/sql.ts';
import { type Claim, forget, learn } from '../identity/learn.ts';
import { type NormalIdentifier, normalEmail, normalIdentifier } from '../identity/normalize.ts';
import { resolve } from '../identity/resolve.ts';
import { type Judge, judgeOf } from '../identity/rules.ts';
import { readRules } from '../identity/stored-rules.ts';
import { CUSTOMERS } from '../identity/tables.ts';
import { type Landed, maybeRef, type Scope } from '../sync/ref.ts';
import { refreshCustomers } from './refresh.ts';

type Person = Of<'person'>;

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
  persons: readonly Landed<Person>[],
  gone: readonly GonePerson[],
): Promise<ProjectedPersons> {
  if (persons.length === 0 && gone.length === 0) return { moved: [], changed: [] };
  const judge = judgeOf(await readRules(tx));
  // A change of rules could not see these: they are judged anew.
  await forget(
    tx,
    persons.filter(({ ahead }) => ahead && ahead.rules !== judge.rules.version).map(person => person.id),
  );
  const claims: Claim[] = [
    ...persons.map(person => claimOf(scope, person, judge)),
    ...(await existing(tx, gone)).map(record => ({
      id: record.id,
      // The loser carries the survivor's id from now on, so that both are one person whatever comes first.
      identifiers: record.mergedInto ? [ownId(record.mergedInto, judge)] : [],
      addOnly: true,
    })),
  ];
  const { entityOf, moved, touched } = await resolve(tx, CUSTOMERS, claims, judge);
  await writeRecords(tx, scope, persons, entityOf);
  await bury(tx, gone);
  const affected = new Set([...touched, ...claims.map(claim => entityOf.get(claim.id)!)]);
  await refreshCustomers(tx, [...affected]);
  // All of them: a profile may stay the same where the dates of its stages do not.
  return { moved, changed: [...affected] };
}

/** Writes the identifiers of new records before the lock. Returns the version of the rules that they are judged by. */
export async function learnPersons(tx: Sql, scope: Scope, persons: readonly Landed<Person>[]): Promise<number | null> {
  if (persons.length === 0) return null;
  const judge = judgeOf(await readRules(tx));
  await learn(
    tx,
    persons.map(person => claimOf(scope, person, judge)),
  );
  return judge.rules.version;
}

function claimOf(scope: Scope, person: Landed<Person>, judge: Judge): Claim {
  const learned = person.ahead?.rules === judge.rules.version;
  return { id: person.id, identifiers: learned ? [] : identifiersOf(scope, person, judge), learned };
}

function identifiersOf(scope: Scope, person: Landed<Person>, judge: Judge): NormalIdentifier[] {
  const country = person.record.fields.country;
  const given = person.record.identifiers.map(identifier =>
    normalIdentifier(scope.connectionKey, identifier, judge, country),
  );
  return [ownId(person.ref, judge), ...given.filter(identifier => identifier !== null)];
}

function ownId(ref: string, judge: Judge): NormalIdentifier {
  return { kind: 'EXTERNAL_ID', value: ref, linking: judge.links('EXTERNAL_ID', ref) };
}

async function existing(tx: Sql, gone: readonly GonePerson[]): Promise<GonePerson[]> {
  if (gone.length === 0) return [];
  const rows = await tx.query<{ id: number }>(`select id from person_record where id = any($1)`, [
    gone.map(record => record.id),
  ]);
  const held = new Set(rows.map(row => row.id));
  return gone.filter(record => held.has(record.id));
}

async function writeRecords(
  tx: Sql,
  scope: Scope,
  persons: readonly Landed<Person>[],
  entityOf: ReadonlyMap<number, number>,
): Promise<void> {
  if (persons.length === 0) return;
  const rows = persons.map(person => {
    const fields = presentFields(person.record.fields);
    return {
      id: person.id,
      ref: person.ref,
      customer: entityOf.get(person.id),
      fields: JSON.stringify(fields),
      observed: JSON.stringify(Object.fromEntries(Object.keys(fields).map(key => [key, person.version]))),
      traits: JSON.stringify(person.record.traits),
      stages: JSON.stringify(stagesOf(person)),
      account: maybeRef(scope, person.record.account),
      version: person.version,
      created: person.record.createdAt ?? null,
    };
  });
  await tx.query(WRITE, [scope.connectionId, ...encodeColumns(rows, INCOMING)], 'persons-write');
}

const INCOMING = {
  id: 'bigint',
  ref: 'text',
  customer: 'bigint',
  fields: 'jsonb',
  observed: 'jsonb',
  traits: 'jsonb',
  stages: 'jsonb',
  account: 'text',
  version: 'timestamptz',
  created: 'timestamptz',
};

/**
 * A value that stays keeps the moment since which it is observed. Of a stage, the source's own date counts before what
 * was known, and that before the moment at which this version shows the stage: such an entry is as old as the version.
 */
const WRITE = `
insert into person_record as p
  (id, connection_id, ref, customer_id, origin_customer_id, fields, observed, traits, stages, account_ref, version, created_at, live)
select r.id, $1, r.ref, r.customer, r.customer, r.fields, r.observed, r.traits, r.stages,
  coalesce(r.account, (select l.to_ref from link l where l.from_ref = r.ref and l.role = 'account' order by l.position limit 1)),
  r.version, r.created, true
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

/** What the source says: fields that are null or empty are not there, the e-mail is in its normal form where it has one. */
function presentFields(fields: Person['fields']): Record<string, string> {
  const present = Object.entries(fields).filter((entry): entry is [string, string] => !!entry[1]?.trim());
  return Object.fromEntries(
    present.map(([key, value]) => [key, key === 'email' ? (normalEmail(value) ?? value.trim()) : value.trim()]),
  );
}

/** The first date of each stage that the source dates; the present one, if it is not among them, as old as this version. */
function stagesOf({ record, version }: Landed<Person>): Record<string, string> {
  const dated = [...(record.stages ?? [])].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const present = record.fields.lifecycleStage;
  return {
    ...(present ? { [present]: version } : {}),
    ...Object.fromEntries(dated.map(({ stage, at }) => [stage, at])),
  };
}

async function bury(tx: Sql, gone: readonly GonePerson[]): Promise<void> {
  if (gone.length === 0) return;
  await tx.query(
    `update person_record p set live = false, version = s.version from source_record s where s.id = p.id and p.id = any($1) and p.live`,
    [gone.map(record => record.id)],
    'persons-bury',
  );
}
