// Late binding: rows keep what their source named, and get the customer, account or case when it is known.
import type { Sql } from '../../base/database/sql.ts';
import { mark } from '../marks/marks.ts';

/** Tables with customer_ref/customer_id, and most with the same for account and case. */
export type BoundTable = 'interaction' | 'survey_response' | 'survey_invitation';
export type Role = 'customer' | 'account' | 'case';

/** SQL that finds whom a ref names, given the SQL of the ref: its own record first, then those that only quote it. */
const lookups: Record<Role, (ref: string) => string> = {
  customer: ref => `(select p.customer_id from identifier x join person_record p on p.id = x.record_id
    where x.kind = 'EXTERNAL_ID' and x.value = ${ref} order by p.ref <> ${ref}, p.id limit 1)`,
  account: ref => `(select a.account_id from identifier x join account_record a on a.id = x.record_id
    where x.kind = 'ACCOUNT_ID' and x.value = ${ref} order by a.ref <> ${ref}, a.id limit 1)`,
  case: ref => `(select s.id from interaction s where s.ref = ${ref} and s.kind = 'SUPPORT_CASE')`,
};

export function lookup(role: Role, ref: string): string {
  return lookups[role](ref);
}

/** SQL of the primary link that a source keeps apart from the record, given the SQL of the record's own ref. */
export function linkedRef(role: Role, ref: string): string {
  return `(select l.to_ref from link l where l.from_ref = ${ref} and l.role = '${role}' order by l.position limit 1)`;
}

/** Rows that were bound anew. */
export interface Bound {
  readonly ids: readonly number[];
  /** Customers that lost or gained one. */
  readonly customers: readonly number[];
}

const NOTHING: Bound = { ids: [], customers: [] };

/** Binds rows that name one of these refs. */
export async function bindRefs(tx: Sql, table: BoundTable, role: Role, refs: readonly string[]): Promise<Bound> {
  if (refs.length === 0) return NOTHING;
  return marked(
    tx,
    role,
    await tx.query<BoundRow>(
      // What is found is found once: a subquery might be looked through again for each row of the table.
      `with found as materialized (
         select t.id, t.customer_id, ${lookup(role, `t.${role}_ref`)} as found from ${table} t where t.${role}_ref = any($1)
       )
       update ${table} t set ${role}_id = f.found from found f
       where f.id = t.id and t.${role}_id is distinct from f.found
       returning t.id, f.customer_id as before, t.customer_id as after`,
      [refs],
      `bind-${table}-${role}`,
    ),
  );
}

/** After links changed: rows take the primary link as what their source names. */
export async function followLinks(
  tx: Sql,
  table: Exclude<BoundTable, 'survey_invitation'>,
  role: Role,
  fromRefs: readonly string[],
): Promise<Bound> {
  if (fromRefs.length === 0) return NOTHING;
  return marked(
    tx,
    role,
    await tx.query<BoundRow>(
      `with found as materialized (
         select t.id, t.customer_id, ${linkedRef(role, 't.ref')} as to_ref from ${table} t where t.ref = any($1)
       )
       update ${table} t set ${role}_ref = f.to_ref, ${role}_id = ${lookup(role, 'f.to_ref')} from found f
       where f.id = t.id and t.${role}_ref is distinct from f.to_ref
       returning t.id, f.customer_id as before, t.customer_id as after`,
      [fromRefs],
      `follow-${table}-${role}`,
    ),
  );
}

/**
 * Customers who lost or gained a row are told to the caller, who marks them. Nobody would hear of a row that belongs to
 * nobody now, or that only got another case.
 */
export async function marked(tx: Sql, role: Role, rows: readonly BoundRow[]): Promise<Bound> {
  const bound = boundOf(rows);
  const unheard = role === 'case' ? bound.ids : rows.filter(row => row.after === null).map(row => row.id);
  if (role !== 'account') await mark(tx, { records: unheard });
  return bound;
}

export interface BoundRow {
  readonly id: number;
  readonly before: number | null;
  readonly after: number | null;
}

function boundOf(rows: readonly BoundRow[]): Bound {
  const customers = rows.flatMap(row => [row.before, row.after]).filter(id => id !== null);
  return { ids: rows.map(row => row.id), customers: [...new Set(customers)] };
}

/** The refs under which these records are known: their own and those of records merged into them. */
export async function refsOf(
  tx: Sql,
  kind: 'EXTERNAL_ID' | 'ACCOUNT_ID',
  records: readonly number[],
): Promise<string[]> {
  if (records.length === 0) return [];
  const rows = await tx.query<{ value: string }>(
    `select distinct value from identifier where kind = $1 and record_id = any($2)`,
    [kind, records],
    'bind-refs',
  );
  return rows.map(row => row.value);
}
