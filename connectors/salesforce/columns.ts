// Which columns a query asks for: the declared ones and all custom ones, as far as this user may see them.
import { Fatal } from '../errors.ts';
import type { Table } from './tables.ts';
import type { Described, DescribedField } from './wire.ts';

export interface Columns {
  /** Paths, `Id` and `SystemModstamp` first. */
  readonly names: readonly string[];
  /** Salesforce's field types by path; parents' fields are not in it. */
  readonly types: ReadonlyMap<string, string>;
}

const SYSTEM = ['Id', 'SystemModstamp', 'CreatedDate', 'IsDeleted', 'MasterRecordId'];
/** Objects inside a row (their parts are columns of their own), and files. */
const UNREADABLE = new Set(['address', 'location', 'base64', 'complexvalue']);

/** Throws Fatal when the object can't be read by time. `dropped` are columns that were refused in spite of describe. */
export function columnsOf(table: Table, described: Described, dropped: ReadonlySet<string>): Columns {
  const compounds = new Set(described.fields.map(field => field.compoundFieldName));
  // An account's Name is a field of its own, unless it is a person's.
  if (table.name === 'Account') compounds.delete('Name');
  const readable = (field: DescribedField) => !UNREADABLE.has(field.type) && !compounds.has(field.name);
  const fields = new Map(described.fields.filter(readable).map(field => [field.name, field]));
  if (!fields.has('SystemModstamp')) throw new Fatal(`${table.name} has no readable SystemModstamp`);
  const parents = new Set(described.fields.map(field => field.relationshipName));
  const custom = [...fields.values()].filter(field => field.custom || field.name.endsWith('__c'));
  const wanted = [...SYSTEM, ...table.fields, ...custom.map(field => field.name)];
  const names = wanted.filter(
    (name, i) =>
      wanted.indexOf(name) === i &&
      !dropped.has(name) &&
      (name.includes('.') ? parents.has(name.split('.')[0]!) : fields.has(name)),
  );
  return { names, types: new Map(names.map(name => [name, fields.get(name)?.type ?? 'string'])) };
}

/** Columns in parts whose text fits into one URI; each part has what joins it to the others. */
export function parts(names: readonly string[], maxLength: number): string[][] {
  const key = ['Id', 'SystemModstamp'];
  const all: string[][] = [];
  let part: string[] = [];
  let length = 0;
  for (const name of names.filter(n => !key.includes(n))) {
    if (part.length > 0 && length + name.length + 1 > maxLength) {
      all.push([...key, ...part]);
      part = [];
      length = 0;
    }
    part.push(name);
    length += name.length + 1;
  }
  return [...all, [...key, ...part]];
}
