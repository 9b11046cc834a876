// Runs a SOQL query over an org, a page at a time; nothing but the position is kept between pages.
import type { FakeRow } from '../../kit/fake-rows.ts';
import { invalidField } from './errors.ts';
import type { Fields, Org, Scalar } from './org.ts';
import { matches, type Read, type Stretch, stretchOf } from './soql/evaluate.ts';
import { parseSoql, type Query } from './soql/parse.ts';

export type WireRecord = { [field: string]: Scalar | WireRecord };

/** A checked query, ready to be read from. */
export interface Prepared {
  readonly soql: string;
  readonly query: Query;
  /** queryAll: rows in the bin are shown, too. */
  readonly all: boolean;
}

/** Throws as Salesforce does: INVALID_TYPE, INVALID_FIELD, MALFORMED_QUERY. */
export function prepare(org: Org, soql: string, all: boolean): Prepared {
  const query = parseSoql(soql);
  org.table(query.from);
  const names = [...(query.fields ?? []), ...fieldsOf(query.where), ...query.order.map(o => o.field)];
  for (const name of names) checkField(org, query.from, name, soql);
  return { soql, query, all };
}

function fieldsOf(condition: Query['where']): string[] {
  if (condition === null) return [];
  if (condition.kind === 'test') return [condition.field];
  return condition.kind === 'not' ? fieldsOf(condition.part) : condition.parts.flatMap(fieldsOf);
}

function checkField(org: Org, object: string, path: string, soql: string): void {
  const [head = '', tail] = path.split('.');
  if (tail === undefined) {
    if (!org.field(object, head)) throw invalidField(head, object, soql);
    return;
  }
  const target = relation(org, object, head);
  // A field with several targets shows only what all of them have, such as Name.
  if (!target?.some(name => org.schema.get(name)?.fields.has(tail))) throw invalidField(path, object, soql);
}

function relation(org: Org, object: string, name: string): readonly string[] | undefined {
  for (const spec of org.table(object).spec.fields.values())
    if (spec.relationshipName === name) return spec.referenceTo;
  return undefined;
}

/** Rows in the query's order, from behind `after`. */
export function* rowsOf(org: Org, prepared: Prepared, after?: FakeRow): Generator<FakeRow> {
  const { query } = prepared;
  const { rows } = org.table(query.from);
  const byId = idsOf(query);
  if (byId) {
    for (const id of byId) {
      const row = org.get(query.from, id);
      if (row && shows(org, prepared, row) && (!after || row.id > after.id)) yield row;
    }
    return;
  }
  const order = query.order[0]?.field === 'SystemModstamp' ? 'modified' : 'id';
  const stretch = stretchOf(query.where);
  const from = after ?? (order === 'modified' && stretch.from ? stretch.from : undefined);
  for (const row of rows.scan(order, from)) {
    if (after && row.id === after.id && row.modifiedAt === after.modifiedAt) continue;
    if (order === 'modified' && stretch.before !== null && row.modifiedAt >= stretch.before) return;
    if (shows(org, prepared, row)) yield row;
  }
}

/** Ids of `Id = …` or `Id IN (…)`, in order: such rows need no scan. */
function idsOf(query: Query): string[] | null {
  const parts = query.where?.kind === 'and' ? query.where.parts : query.where ? [query.where] : [];
  for (const part of parts)
    if (part.kind === 'test' && part.field === 'Id' && (part.operator === '=' || part.operator === 'IN'))
      return [...new Set(part.values.map(String))].sort();
  return null;
}

function shows(org: Org, { query, all }: Prepared, row: FakeRow): boolean {
  if (!all && row.fields.IsDeleted === true) return false;
  return query.where === null || matches(query.where, reader(org, query.from, row));
}

function reader(org: Org, object: string, row: FakeRow): Read {
  return path => {
    const [head = '', tail] = path.split('.');
    if (tail === undefined) return org.value(object, row, head);
    const target = follow(org, object, row, head);
    return target ? org.value(target.object, target.row, tail) : null;
  };
}

function follow(org: Org, object: string, row: FakeRow, name: string): { object: string; row: FakeRow } | null {
  const id = org.value(object, row, `${name}Id`);
  if (typeof id !== 'string') return null;
  for (const target of relation(org, object, name) ?? []) {
    const found = org.schema.has(target) ? org.get(target, id) : undefined;
    if (found) return { object: target, row: found };
  }
  return null;
}

/** How many rows the query has in all; counted by position where the condition is a plain stretch of time. */
export function total(org: Org, prepared: Prepared): number {
  const stretch = stretchOf(prepared.query.where);
  if (stretch.exact && !idsOf(prepared.query)) return limited(prepared.query, ranked(org, prepared, stretch));
  let count = 0;
  for (const _ of rowsOf(org, prepared)) count += 1;
  return limited(prepared.query, count);
}

function limited(query: Query, count: number): number {
  return query.limit === null ? count : Math.min(query.limit, count);
}

function ranked(org: Org, { query, all }: Prepared, { from, before }: Stretch): number {
  const { rows, bin } = org.table(query.from);
  const low = from ? rows.rank('modified', from) + (from.after && isAt(org, query.from, from) ? 1 : 0) : 0;
  const high = before === null ? rows.size : rows.rank('modified', { modifiedAt: before, id: '' });
  let count = Math.max(0, high - low);
  if (!all)
    for (const id of bin) {
      const row = rows.get(id);
      if (row && matches(query.where ?? { kind: 'and', parts: [] }, reader(org, query.from, row))) count -= 1;
    }
  return count;
}

function isAt(org: Org, object: string, key: { id: string; modifiedAt: number }): boolean {
  return org.get(object, key.id)?.modifiedAt === key.modifiedAt;
}

/** The row as a REST answer shows it. */
export function render(org: Org, { query }: Prepared, row: FakeRow, version: string): WireRecord {
  const record: WireRecord = { attributes: attributes(query.from, row.id, version) };
  for (const path of query.fields ?? []) {
    const [head = '', tail] = path.split('.');
    if (tail === undefined) {
      record[head] = wire(org, query.from, row, head);
      continue;
    }
    const target = follow(org, query.from, row, head);
    if (!target) {
      record[head] = null;
      continue;
    }
    const nested = (record[head] ?? { attributes: attributes(target.object, target.row.id, version) }) as WireRecord;
    record[head] = nested;
    nested[tail] = wire(org, target.object, target.row, tail);
  }
  return record;
}

function attributes(type: string, id: string, version: string): WireRecord {
  return { type, url: `/services/data/v${version}/sobjects/${type}/${id}` };
}

/** Date-times end in +0000 and whole seconds; compound fields are objects made of their parts. */
export function wire(org: Org, object: string, row: FakeRow, name: string): Scalar | WireRecord {
  const spec = org.table(object).spec.fields.get(name);
  const value = org.value(object, row, name);
  if (spec?.type === 'address') return compound(org, object, row, name);
  if (spec?.type === 'boolean') return value ?? false;
  if (spec?.type === 'datetime' && typeof value === 'string')
    return `${new Date(value).toISOString().slice(0, 19)}.000+0000`;
  if (name === 'Name' && value === null && spec?.type === 'string' && org.field(object, 'LastName'))
    return [row.fields.FirstName, row.fields.LastName].filter(Boolean).join(' ') || null;
  return value;
}

function compound(org: Org, object: string, row: FakeRow, name: string): WireRecord | null {
  const parts: Fields = {};
  for (const spec of org.table(object).spec.fields.values())
    if (spec.compoundFieldName === name) {
      const key = spec.name.slice(name.length - 'Address'.length);
      parts[key.charAt(0).toLowerCase() + key.slice(1)] = row.fields[spec.name] ?? null;
    }
  return Object.values(parts).some(part => part !== null) ? parts : null;
}
