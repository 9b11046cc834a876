// What a change of rules touches: values that begin or cease to join, and the records to decide anew for them.
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { IdentifierKind } from './normalize.ts';
import { type IdentityRules, matcherOf } from './rules.ts';

interface Value {
  readonly kind: IdentifierKind;
  readonly value: string;
}

export interface Affected {
  /** Stored values that the rules see otherwise, with what they say now. */
  readonly flipped: readonly (Value & { readonly linking: boolean })[];
  /**
   * Who carries a value that joins otherwise: any one of them leads to the others, but it may be gone when its turn comes.
   * Of a domain all, few or many, since what it says of each company changes too.
   */
  readonly records: readonly number[];
}

/** Only reads. */
export async function findAffected(tx: Sql, from: IdentityRules, to: IdentityRules): Promise<Affected> {
  const [before, after] = [matcherOf(from), matcherOf(to)];
  const flipped = (await candidates(tx, from, to))
    .filter(({ kind, value }) => before.links(kind, value) !== after.links(kind, value))
    .map(({ kind, value }) => ({ kind, value, linking: after.links(kind, value) }));
  const records = new Set([
    ...(await carriers(tx, flipped, from.maxRecordsPerValue, to.maxRecordsPerValue)),
    ...(await between(tx, from.maxRecordsPerValue, to.maxRecordsPerValue)),
  ]);
  return { flipped, records: [...records] };
}

/** Stored values that have a word in them which one of the two lists and the other does not. */
async function candidates(tx: Sql, from: IdentityRules, to: IdentityRules): Promise<Value[]> {
  const roles = difference(from.roleMailboxes, to.roleMailboxes);
  const placeholders = difference(from.placeholders, to.placeholders);
  const domains = difference(from.publicMailDomains, to.publicMailDomains);
  const name = `lower(substr(value, strpos(value, ':') + 1))`;
  const searches: [condition: string, words: readonly string[]][] = [
    [`kind = 'EMAIL' and regexp_replace(value, '@[^@]*$', '') = any($1)`, roles],
    [`kind = 'EMAIL' and value = any($1)`, placeholders],
    [`kind = 'EXTERNAL_ID' and (${name} = any($1) or regexp_replace(${name}, '^[^/]*/', '') = any($1))`, placeholders],
    [`kind = 'DOMAIN' and value = any($1)`, domains],
  ];
  const found = new Map<string, Value>();
  for (const [condition, words] of searches) {
    if (words.length === 0) continue;
    const rows = await tx.query<Value>(`select distinct kind, value from identifier where ${condition}`, [words]);
    for (const row of rows) found.set(`${row.kind} ${row.value}`, row);
  }
  return [...found.values()];
}

/** A value joined, or joins now, only where more than one record carries it and no more than the limit. */
async function carriers(
  tx: Sql,
  flipped: Affected['flipped'],
  oldLimit: number,
  newLimit: number,
): Promise<readonly number[]> {
  if (flipped.length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `with flipped as materialized (select * from ${recordset('r', { kind: 'text', value: 'text', linking: 'boolean' })})
     select unnest(c.ids) as id from flipped f
     cross join lateral (
       select array_agg(i.record_id) as ids from (
         select i.record_id from identifier i where i.kind = f.kind and i.value = f.value
         limit ${Math.max(oldLimit, newLimit) + 1}
       ) i
     ) c
     where f.kind <> 'DOMAIN' and cardinality(c.ids) between 2 and case when f.linking then $3::int else $2::int end
     union
     select i.record_id from flipped f join identifier i on i.kind = f.kind and i.value = f.value where f.kind = 'DOMAIN'`,
    [encodeRows(flipped), oldLimit, newLimit],
  );
  return rows.map(row => row.id);
}

/** Linking values that were over the limit and are not now, or the other way round. */
async function between(tx: Sql, oldLimit: number, newLimit: number): Promise<readonly number[]> {
  if (oldLimit === newLimit) return [];
  const rows = await tx.query<{ id: number }>(
    `select distinct unnest(ids) as id from (
       select array_agg(record_id) as ids from identifier where linking
       group by kind, value having count(*) > $1 and count(*) <= $2
     ) v`,
    [Math.min(oldLimit, newLimit), Math.max(oldLimit, newLimit)],
  );
  return rows.map(row => row.id);
}

/** What is in one of them only. */
function difference(a: readonly string[], b: readonly string[]): string[] {
  return [...a.filter(word => !b.includes(word)), ...b.filter(word => !a.includes(word))];
}
