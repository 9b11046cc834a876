// Links that come apart from the records they join: each delivery replaces one record's whole set.
import type { Of } from '../../connectors/records.ts';
import { encodeRows, recordset } from '../database/bulk.ts';
import type { Sql } from '../database/sql.ts';
import { followLinks, type Role } from '../identity/bind.ts';
import { type Landed, refOf, type Scope } from '../sync/ref.ts';
import { refreshCases } from './project.ts';

export interface ProjectedLinks {
  /** Customers who gained or lost an interaction or answer. */
  readonly customers: readonly number[];
  /** person_record ids whose employer changed. */
  readonly employees: readonly number[];
}

export async function projectLinks(
  tx: Sql,
  scope: Scope,
  items: readonly Landed<Of<'links'>>[],
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
  const removed = await tx.query<{ from_ref: string; role: Role }>(
    `delete from link where source_record_id = any($1) returning from_ref, role`,
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
  const customers = new Set<number>();
  for (const [role, refs] of touched) {
    for (const table of ['interaction', 'survey_response'] as const) {
      for (const customer of await followLinks(tx, table, role, [...refs])) customers.add(customer);
    }
  }
  await refreshLinkedCases(tx, [...(touched.get('case') ?? [])]);
  return { customers: [...customers], employees: await followEmployer(tx, [...(touched.get('account') ?? [])]) };
}

async function refreshLinkedCases(tx: Sql, refs: readonly string[]): Promise<void> {
  if (refs.length === 0) return;
  // Every case that a conversation was linked to or away from: those it names now, and those that counted it before.
  const rows = await tx.query<{ id: number }>(
    `select distinct case_id as id from interaction where ref = any($1) and case_id is not null`,
    [refs],
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
    `update person_record p set account_ref = f.to_ref
     from (
       select p.id, (select l.to_ref from link l where l.from_ref = p.ref and l.role = 'account' order by l.position limit 1) as to_ref
       from person_record p where p.ref = any($1)
     ) f
     where f.id = p.id and p.account_ref is distinct from f.to_ref
     returning p.id`,
    [refs],
    'links-employer',
  );
  return rows.map(row => row.id);
}
