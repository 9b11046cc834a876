// Runs a selection as exactly one statement and gives back its JSON.
import { createHash } from 'node:crypto';
import type { Context } from '../../base/context/context.ts';
import { Statement } from '../../base/database/statement.ts';
import { badInput } from '../../base/errors.ts';
import { compileObject } from './compile.ts';
import type { GraphType, List } from './model.ts';
import { compilePage, type RawPage } from './page.ts';
import type { Selected } from './selection.ts';

type Reader = Pick<Context, 'sql' | 'connectors' | 'budget' | 'maxPage'>;

export async function readPage(ctx: Reader, list: () => List, selected: Selected): Promise<RawPage> {
  const s = new Statement(ctx);
  const data = await run<RawPage>(ctx, s, `select ${compilePage(s, list(), selected)} as data`);
  return data!;
}

/** The row that `where` finds, if it may be seen. */
export async function readOne<T = object>(
  ctx: Reader,
  type: () => GraphType,
  selected: Selected,
  where: (row: string, s: Statement) => string,
): Promise<T | null> {
  const s = new Statement(ctx);
  const row = s.alias();
  const conditions = [where(row, s), type().visible?.(row)].filter(sql => sql !== undefined).join(' and ');
  const object = compileObject(s, type(), selected.fields, row);
  return run<T>(ctx, s, `select ${object} as data from ${type().table} ${row} where ${conditions} limit 1`);
}

/** `about` is how many there may be, where they ask for pages of their own. */
export async function readAll<T = object>(
  ctx: Reader,
  type: () => GraphType,
  selected: Selected,
  options: { where?(row: string, s: Statement): string; order(row: string): string; about?: number },
): Promise<T[]> {
  const s = new Statement(ctx);
  const row = s.alias();
  const conditions = [options.where?.(row, s), type().visible?.(row)].filter(sql => sql !== undefined);
  const object = s.each(options.about ?? 1, () => compileObject(s, type(), selected.fields, row));
  const where = conditions.length ? ` where ${conditions.join(' and ')}` : '';
  const list = `select coalesce(json_agg(${object} order by ${options.order(row)}), '[]'::json) as data from ${type().table} ${row}${where}`;
  return (await run<T[]>(ctx, s, list)) ?? [];
}

/** Rows by id, those that are there and may be seen. One statement. */
export async function readByIds(
  ctx: Reader,
  type: GraphType,
  selected: Selected,
  ids: readonly number[],
): Promise<Map<number, object>> {
  const s = new Statement(ctx);
  const row = s.alias();
  const conditions = [`${row}.id = any(${s.bind(ids, 'bigint[]')})`, type.visible?.(row)].filter(Boolean).join(' and ');
  const object = s.perRow(ids.length, () => compileObject(s, type, selected.fields, row));
  const list = `select coalesce(json_agg(json_build_array(${row}.id, ${object})), '[]'::json) as data from ${type.table} ${row} where ${conditions}`;
  return new Map((await run<[number, object][]>(ctx, s, list)) ?? []);
}

async function run<T>(ctx: Reader, s: Statement, text: string): Promise<T | null> {
  spend(ctx, s.items);
  const found = await ctx.sql.one<{ data: T | null; bytes: number | null }>(...within(s, text, ctx.budget.bytesLeft));
  ctx.budget.spendBytes(found?.bytes ?? 0);
  return found?.data ?? null;
}

/** What is larger than `bytes` is not even sent; `offset 0` keeps it from being made twice. */
function within(s: Statement, text: string, bytes: number): [string, unknown[], string | undefined] {
  const limit = s.bind(Math.min(Math.max(bytes, 0), MAX_BYTES), 'int');
  const bounded = `select case when pg_column_size(data) <= ${limit} then data end as data, pg_column_size(data) as bytes from (${text} offset 0) answer`;
  return [bounded, s.params, s.isRare ? undefined : statementName(bounded)];
}

/** PostgreSQL makes no larger value. */
const MAX_BYTES = 1_000_000_000;

export const MAX_ITEMS = 10_000;
const spent = new WeakMap<object, number>();

/** One request, which has one context, can ask for so many items in all its fields together. */
function spend(ctx: object, items: number): void {
  const total = (spent.get(ctx) ?? 0) + items;
  if (total > MAX_ITEMS) {
    throw badInput(
      'first',
      `This asks for up to ${total} items; at most ${MAX_ITEMS} at a time. Ask for smaller pages.`,
    );
  }
  spent.set(ctx, total);
}

/** Every connection keeps its prepared statements for good, so only so many shapes get a name. */
const MAX_NAMES = 500;
const names = new Map<string, string>();

function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MAX_NAMES) return known;
  const name = `graph_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  names.set(text, name);
  return name;
}
