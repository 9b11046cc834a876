// From canonical organizations to accounts: records of one domain, or merged at their source, are one account.
import type { Of } from '../../../connectors/records.ts';
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { Claim } from '../identity/learn.ts';
import { type NormalIdentifier, normalDomain } from '../identity/normalize.ts';
import { resolve } from '../identity/resolve.ts';
import { type Matcher, matcherOf } from '../identity/rules.ts';
import { readRules } from '../identity/stored-rules.ts';
import { ACCOUNTS } from '../identity/tables.ts';
import type { LandedAs } from '../landed.ts';
import type { Scope } from '../ref.ts';

type Organization = Of<'organization'>;

export interface GoneAccount {
  readonly id: number;
  readonly mergedInto: string | null;
}

/** Returns the records that are new or changed hands, so that what refers to them is bound again. */
export async function projectOrganizations(
  tx: Sql,
  scope: Scope,
  organizations: readonly LandedAs<Organization>[],
  gone: readonly GoneAccount[],
): Promise<number[]> {
  if (organizations.length === 0 && gone.length === 0) return [];
  const rows =
    gone.length === 0
      ? []
      : await tx.query<{ id: number }>(`select id from account_record where id = any($1)`, [gone.map(g => g.id)]);
  const known = new Set(rows.map(row => row.id));
  const matcher = matcherOf(await readRules(tx));
  const claims: Claim[] = [
    ...organizations.map(organization => ({
      id: organization.id,
      identifiers: identifiersOf(scope, organization, matcher),
    })),
    ...gone
      .filter(record => known.has(record.id))
      .map(record => ({
        id: record.id,
        identifiers: record.mergedInto
          ? [{ kind: 'ACCOUNT_ID' as const, value: record.mergedInto, linking: true }]
          : [],
        addOnly: true,
      })),
  ];
  const { entityOf, moved, touched } = await resolve(tx, ACCOUNTS, claims, matcher);
  await writeRecords(tx, scope, organizations, entityOf, matcher);
  await tx.query(
    `update account_record a set live = false, version = s.version from source_record s where s.id = a.id and a.id = any($1) and a.live`,
    [gone.map(record => record.id)],
    'accounts-tombstone',
  );
  await refreshAccounts(tx, [...new Set([...touched, ...claims.map(claim => entityOf.get(claim.id)!)])]);
  return [...moved];
}

function identifiersOf(scope: Scope, organization: LandedAs<Organization>, matcher: Matcher): NormalIdentifier[] {
  const domain = organization.record.domain ? normalDomain(organization.record.domain) : null;
  return [
    { kind: 'ACCOUNT_ID', value: organization.ref, linking: true },
    ...organization.record.aliases.map(alias => ({
      kind: 'ACCOUNT_ID' as const,
      value: `${scope.connectionKey}:${alias}`,
      linking: true,
    })),
    ...(domain ? [{ kind: 'DOMAIN' as const, value: domain, linking: matcher.links('DOMAIN', domain) }] : []),
  ];
}

async function writeRecords(
  tx: Sql,
  scope: Scope,
  organizations: readonly LandedAs<Organization>[],
  entityOf: ReadonlyMap<number, number>,
  matcher: Matcher,
): Promise<void> {
  if (organizations.length === 0) return;
  const rows = organizations.map(({ id, ref, version, record }) => {
    const { name, industry, country, employees, annualRevenue, currency } = record;
    const given = record.domain ? normalDomain(record.domain) : null;
    const domain = given !== null && matcher.links('DOMAIN', given) ? given : null;
    return {
      id,
      ref,
      version,
      account: entityOf.get(id),
      fields: { name, domain, industry, country, employees, annualRevenue, currency },
    };
  });
  await tx.query(
    `insert into account_record (id, connection_id, ref, account_id, origin_account_id, fields, version, live)
     select r.id, $2, r.ref, r.account, r.account, jsonb_strip_nulls(r.fields), r.version, true
     from ${recordset('r', { id: 'bigint', ref: 'text', account: 'bigint', fields: 'jsonb', version: 'timestamptz' })}
     on conflict (id) do update set account_id = excluded.account_id, fields = excluded.fields, version = excluded.version, live = true`,
    [encodeRows(rows), scope.connectionId],
    'accounts-write',
  );
}

const COLUMNS = [
  'name',
  'domain',
  'industry',
  'country',
  'employees',
  'annual_revenue',
  'currency',
  'created_at',
  'updated_at',
  'deleted_at',
];

/** What segments ask of a customer's account. */
const askedFor = (row: string) => `row(${row}.name, ${row}.industry, ${row}.employees)`;

/**
 * Per field: source order, then the newest record that has it. Customers of accounts whose name, industry or employees
 * changed are marked: segments ask for these.
 */
export async function refreshAccounts(tx: Sql, accounts: readonly number[]): Promise<void> {
  if (accounts.length === 0) return;
  await tx.query(
    `with record as (
       select r.*, c.priority from account_record r join connection c on c.id = r.connection_id where r.account_id = any($1)
     ), fields as (
       select account_id, jsonb_object_agg(key, value) as fields from (
         select distinct on (r.account_id, f.key) r.account_id, f.key, f.value
         from record r cross join lateral jsonb_each(r.fields) f
         where r.live
         order by r.account_id, f.key, r.priority, r.version desc, r.ref
       ) w group by account_id
     ), base as (
       select account_id, min(version) as created_at, max(version) as updated_at,
         case when bool_or(live) then null else max(version) end as deleted_at, min(ref) as ref
       from record group by account_id
     ), written as (
       insert into account as a (id, ${COLUMNS.join(', ')})
       select b.account_id, coalesce(f.fields ->> 'name', f.fields ->> 'domain', b.ref), f.fields ->> 'domain', f.fields ->> 'industry',
         f.fields ->> 'country', case when (f.fields ->> 'employees')::numeric between 0 and 2147483647 then (f.fields ->> 'employees')::numeric::int end, (f.fields ->> 'annualRevenue')::float8, f.fields ->> 'currency',
         b.created_at, b.updated_at, b.deleted_at
       from base b left join fields f using (account_id)
       where not exists (select from account m where m.id = b.account_id and m.merged_into is not null)
       order by b.account_id
       on conflict (id) do update set ${COLUMNS.map(column => `${column} = excluded.${column}`).join(', ')}
       returning a.id, ${askedFor('a')} as present
     )
     insert into change_mark (subject)
     select c.id from (
       select w.id from written w join account before on before.id = w.id
       where ${askedFor('before')} is distinct from w.present offset 0
     ) a cross join lateral (
       select c.id from customer c where c.account_id = a.id and c.merged_into is null offset 0
     ) c`,
    [accounts],
    'accounts-refresh',
  );
}
