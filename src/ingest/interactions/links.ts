// Links that come apart from the records they join: each delivery replaces one record's whole set.
import type { Of } from '../../../connectors/records.ts';
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import { followLinks, type Role } from '../identity/bind.ts';
import type { LandedAs } from '../landed.ts';
import { refOf, type Scope } from '../ref.ts';
import { inheritFromCases, refreshCases } from './cases.ts';

export interface ProjectedLinks {
  /** Customers who gained or lost an interaction or answer. */
  readonly customers: readonly number[];
  /** person_record ids whose employer changed. */
  readonly employees: readonly number[];
}

export async function projectLinks(
  tx: Sql,
  scope: Scope,
  items: readonly LandedAs<Of<'links'>>[],
  gone: readonly number[],
): Promise<ProjectedLinks> {
  if (items.length === 0 && gone.length === 0) return { customers: [], employees: [] };
  const rows = items.flatMap(({ id, record }) =>
    record.to.map((to, position) => ({
      from: refOf(scope, record.from.object, record.from.id),
      role: record.role,
      to: refOf(scope, record.toObject, to),
      position,
      source: id,
    })),
  );
  const removed = await tx.query<{ from_ref: string; role: Role; to_ref: string }>(
    `delete from link where source_record_id = any($1) returning from_ref, role, to_ref`,
    [[...items.map(item => item.id), ...gone]],
    'links-forget',
  );
  await tx.query(
    `insert into link (from_ref, role, to_ref, position, source_record_id)
     select distinct on (r.from, r.role, r.to) r.from, r.role, r.to, r.position, r.source
     from ${recordset('r', { from: 'text', role: 'text', to: 'text', position: 'int', source: 'bigint' })}
     order by r.from, r.role, r.to, r.position
     on conflict (from_ref, role, to_ref) do update set position = excluded.position, source_record_id = excluded.source_record_id`,
    [encodeRows(rows)],
    'links-write',
  );
  const touched = new Map<Role, Set<string>>();
  for (const { role, from } of [...rows, ...removed.map(row => ({ role: row.role, from: row.from_ref }))]) {
    touched.set(role, (touched.get(role) ?? new Set()).add(from));
  }
  const customers: number[] = [];
  const bound: number[] = [];
  for (const [role, refs] of touched) {
    const interactions = await followLinks(tx, 'interaction', role, [...refs]);
    const responses = await followLinks(tx, 'survey_response', role, [...refs]);
    customers.push(...interactions.customers, ...responses.customers);
    bound.push(...interactions.ids);
  }
  customers.push(...(await inheritFromCases(tx, bound)));
  const former = removed.filter(row => row.role === 'case').map(row => row.to_ref);
  await refreshLinkedCases(tx, [...(touched.get('case') ?? [])], former);
  return { customers, employees: await followEmployer(tx, [...(touched.get('account') ?? [])]) };
}

/** Cases that these conversations belong to now, and those that they left. */
async function refreshLinkedCases(tx: Sql, conversations: readonly string[], former: readonly string[]): Promise<void> {
  if (conversations.length === 0) return;
  const rows = await tx.query<{ id: number }>(
    `select case_id as id from interaction where ref = any($1) and case_id is not null
     union select id from interaction where ref = any($2)`,
    [conversations, former],
    'links-cases',
  );
  await refreshCases(
    tx,
    rows.map(row => row.id),
  );
}

async function followEmployer(tx: Sql, refs: readonly string[]): Promise<number[]> {
  if (refs.length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `with found as materialized (
       select p.id, (select l.to_ref from link l where l.from_ref = p.ref and l.role = 'account' order by l.position limit 1) as to_ref
       from person_record p where p.ref = any($1)
     )
     update person_record p set account_ref = f.to_ref from found f
     where f.id = p.id and p.account_ref is distinct from f.to_ref
     returning p.id`,
    [refs],
    'links-employer',
  );
  return rows.map(row => row.id);
}
