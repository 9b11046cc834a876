// How a readable type is declared: its table and, for each field of the API, where the value comes from.
import type { Statement } from '../../base/database/statement.ts';
import { literal, utc } from '../../base/database/statement.ts';
import type { IdKind } from '../../base/ids.ts';

export type Args = Readonly<Record<string, unknown>>;
/** SQL of a condition between a parent row and a child row, given their aliases. */
export type Join = (parent: string, child: string) => string;

export interface GraphType {
  /** The GraphQL object or interface type. */
  readonly name: string;
  /** Empty where rows come from a query alone, or are parts of others. */
  readonly table: string;
  /** Of an interface: its object types, and SQL that tells which of them a row is. */
  readonly variants?: { readonly names: readonly string[]; typename(row: string): string };
  /** Condition under which a row may be seen at all. */
  visible?(row: string): string;
  readonly fields: Readonly<Record<string, Field>>;
}

export type Field =
  /** A value of the row. `column` is named where it is that and nothing else: null exactly where the column is. */
  | { readonly kind: 'leaf'; readonly column?: string; sql(row: string, statement: Statement, args: Args): string }
  /** An object made of the row's own columns; null unless `when` holds. */
  | { readonly kind: 'part'; readonly type: () => GraphType; when?(row: string): string }
  /** The one row that the join finds. */
  | { readonly kind: 'one'; readonly type: () => GraphType; readonly join: Join }
  /** A short list, all of it. `from` replaces the type's table and may refer to the parent row. */
  | {
      readonly kind: 'many';
      readonly type: () => GraphType;
      from?(parent: string, statement: Statement, args: Args): string;
      readonly join?: Join;
      order?(row: string): string;
      /** How many there may be, where they ask for pages of their own: for the limit on items of a request. */
      readonly about?: number;
    }
  /** A list that is read page by page. `total` is how many there are, where the parent knows without counting. */
  | { readonly kind: 'page'; readonly list: () => List; readonly join: Join; total?(parent: string): string };

/** A list that can be paged: its orders are total, because the id decides between equal keys. */
export interface List {
  readonly type: () => GraphType;
  readonly orders: Readonly<Record<string, Order>>;
  readonly defaultOrder: { readonly field: string; readonly descending: boolean };
  /** SQL conditions for the arguments given. */
  filter(row: string, statement: Statement, args: Args): string[];
}

export interface Order {
  /** Never null, so that pages neither lose nor repeat rows. Absent: the id alone. */
  key?(row: string): string;
  /** Joins the table that holds the key, where the list's own does not. */
  join?(row: string): string;
  /** The row's id in that table, so that one index gives key and id. */
  id?(row: string): string;
  /** SQL type of the key. */
  readonly type: string;
}

export const column = (name: string): Field => ({ kind: 'leaf', column: name, sql: row => `${row}."${name}"` });
export const time = (name: string): Field => ({ kind: 'leaf', column: name, sql: row => utc(`${row}."${name}"`) });
export const id = (kind: IdKind, name = 'id'): Field => ({
  kind: 'leaf',
  column: name,
  sql: row => `${literal(`${kind}_`)} || ${row}."${name}"`,
});
export const leaf = (sql: (row: string, statement: Statement, args: Args) => string): Field => ({ kind: 'leaf', sql });
export const part = (type: () => GraphType, when?: (row: string) => string): Field => ({ kind: 'part', type, when });
export const one = (type: () => GraphType, join: Join): Field => ({ kind: 'one', type, join });
export const page = (list: () => List, join: Join, total?: (parent: string) => string): Field => ({
  kind: 'page',
  list,
  join,
  ...(total && { total }),
});
/** Columns whose name is the field's in snake case. */
export function columns(...fields: string[]): Record<string, Field> {
  return Object.fromEntries(fields.map(field => [field, column(snake(field))]));
}
export function times(...fields: string[]): Record<string, Field> {
  return Object.fromEntries(fields.map(field => [field, time(snake(field))]));
}

function snake(field: string): string {
  return field.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
