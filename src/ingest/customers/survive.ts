// Survivorship: what each field of a customer is, given all live records of that person, in one statement.
import { PersonFields } from '../../../connectors/records.ts';
import type { Sql } from '../../base/database/sql.ts';

/** Shown with each field's provenance. */
export const SURVIVORSHIP_RULE = 'source order, then most recently changed at the source';

/**
 * Recomputes these customers from their records: per field the source with the lowest priority number wins, then the
 * newest change, then the first by ref: which of two landed first is chance. Rows that come out the same are not
 * written. Returns those that were.
 * A customer without a live record is marked deleted; one merged away is left alone.
 */
export async function refreshCustomers(tx: Sql, customers: readonly number[]): Promise<number[]> {
  if (customers.length === 0) return [];
  const rows = await tx.query<{ id: number }>(REFRESH, [customers], 'customers-refresh');
  const changed = rows.map(row => row.id);
  if (changed.length > 0) {
    await tx.query(
      `with scored as (insert into customer_score (customer_id) select unnest($1::bigint[]) on conflict (customer_id) do nothing)
       insert into customer_activity (customer_id) select unnest($1::bigint[]) on conflict (customer_id) do nothing`,
      [changed],
      'customers-activity',
    );
  }
  return changed;
}

/** By column: each field of a person is a column of its customer, under the name that SQL gives it. */
const FIELDS = Object.fromEntries(
  Object.keys(PersonFields.shape).map(name => [name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`), name]),
);

export const fieldColumns = Object.keys(FIELDS).join(', ');

/** SQL of these columns, given that of the fields as JSON and of the addresses. */
export const fieldValues = (fields: string, emails: string): string =>
  Object.values(FIELDS)
    // Somebody known by an address alone has no e-mail field from a source.
    .map(field => (field === 'email' ? `coalesce(${fields} ->> 'email', ${emails}[1])` : `${fields} ->> '${field}'`))
    .join(', ');

/** SQL of what a customer is called; `ref` is the first of the records. */
export const displayName = (fields: string, emails: string, ref: string): string => `coalesce(
  nullif(trim(concat_ws(' ', ${fields} ->> 'givenName', ${fields} ->> 'familyName')), ''),
  ${fields} ->> 'email', ${emails}[1], ${fields} ->> 'phone', ${ref}
)`;

/** SQL of what searches look through. */
export const searchText = (name: string, emails: string, fields: string): string =>
  `lower(concat_ws(' ', ${name}, array_to_string(${emails}, ' '), ${fields} ->> 'phone'))`;

const written = [
  ...Object.keys(FIELDS),
  'display_name',
  'emails',
  'account_id',
  'traits',
  'provenance',
  'search_text',
  'created_at',
  'updated_at',
  'deleted_at',
];

/**
 * Most customers have one live record: its fields are theirs. Only the others need the contest per field.
 * Tables are reached by lateral subqueries and each step is made once, so that the cost is that of the customers asked
 * for, whatever is stored and whatever the planner knows of it.
 */
const REFRESH = `
with wanted as materialized (
  select id from unnest($1::bigint[]) as w(id)
  where not exists (select from customer c where c.id = w.id and c.merged_into is not null)
), record as materialized (
  select r.*, c.key as source, c.priority, count(*) filter (where r.live) over (partition by r.customer_id) as views,
    (select array_agg(i.value) from identifier i where i.record_id = r.id and i.kind = 'EMAIL') as addresses,
    (select a.account_id from identifier i join account_record a on a.id = i.record_id
     where i.kind = 'ACCOUNT_ID' and i.value = r.account_ref order by a.id limit 1) as account_id
  from unnest($1::bigint[]) as w(id)
  cross join lateral (select * from person_record p where p.customer_id = w.id offset 0) r
  join connection c on c.id = r.connection_id
), winner as materialized (
  select distinct on (r.customer_id, f.key) r.customer_id, f.key, f.value, r.id, r.observed ->> f.key as at
  from record r cross join lateral jsonb_each_text(r.fields) f
  where r.live and r.views > 1
  order by r.customer_id, f.key, r.priority, (r.observed ->> f.key)::timestamptz desc, r.ref
), fields as materialized (
  select customer_id, fields,
    (select jsonb_object_agg(key, jsonb_build_object('record', id, 'at', value)) from jsonb_each(observed)) as provenance
  from record where live and views = 1
  union all
  select customer_id, jsonb_object_agg(key, value), jsonb_object_agg(key, jsonb_build_object('record', id, 'at', at))
  from winner group by customer_id
), traits as materialized (
  select customer_id, jsonb_object_agg(key, jsonb_build_object('value', value, 'source', source, 'at', version)) as traits
  from (
    select distinct on (r.customer_id, t.key) r.customer_id, t.key, t.value, r.source, r.version
    from record r cross join lateral jsonb_each(r.traits) t
    where r.live
    order by r.customer_id, t.key, r.priority, r.version desc, r.ref
  ) t group by customer_id
), employer as materialized (
  select distinct on (customer_id) customer_id, account_id
  from record where live and account_id is not null
  order by customer_id, priority, version desc, ref
), mail as materialized (
  select customer_id, array_agg(distinct address) as emails
  from record cross join lateral unnest(addresses) as address
  where live
  group by customer_id
), base as materialized (
  select r.customer_id, min(coalesce(r.created_at, r.version)) as created_at, max(r.version) as updated_at,
    case when bool_or(r.live) then null else max(r.version) end as deleted_at, min(r.ref) as ref
  from record r group by r.customer_id
), named as (
  select b.*, f.fields, f.provenance, coalesce(m.emails, '{}') as emails, coalesce(t.traits, '{}') as traits, e.account_id,
    ${displayName('f.fields', 'm.emails', 'b.ref')} as display_name
  from base b
  join wanted w on w.id = b.customer_id
  left join fields f using (customer_id)
  left join mail m using (customer_id)
  left join traits t using (customer_id)
  left join employer e using (customer_id)
)
insert into customer as c (id, ${fieldColumns}, display_name, emails, account_id, traits, provenance, search_text, created_at, updated_at, deleted_at)
select f.customer_id, ${fieldValues('f.fields', 'f.emails')}, f.display_name, f.emails, f.account_id, f.traits, coalesce(f.provenance, '{}'),
  ${searchText('f.display_name', 'f.emails', 'f.fields')}, f.created_at, f.updated_at, f.deleted_at
from named f
order by f.customer_id
on conflict (id) do update set ${written.map(column => `${column} = excluded.${column}`).join(', ')}
where (${written.map(column => `c.${column}`).join(', ')}) is distinct from (${written.map(column => `excluded.${column}`).join(', ')})
returning c.id`;

/** Recomputes when the customers were last heard of. */
export async function refreshLastInteraction(tx: Sql, customers: readonly number[]): Promise<void> {
  if (customers.length === 0) return;
  await tx.query(
    `insert into customer_activity as a (customer_id, last_interaction_at)
     select w.id, coalesce((select max(i.occurred_at) from interaction i where i.customer_id = w.id), '-infinity')
     from unnest($1::bigint[]) as w(id) order by w.id
     on conflict (customer_id) do update set last_interaction_at = excluded.last_interaction_at
     where a.last_interaction_at <> excluded.last_interaction_at`,
    [customers],
    'customers-last-interaction',
  );
}
