// One page of a list as SQL, and the page that its JSON becomes.
import { literal, Statement } from '../../base/database/statement.ts';
import { branchKey, compileObject, jsonObject, pair } from './compile.ts';
import { encodeCursor } from './cursor.ts';
import type { Args, List } from './model.ts';
import type { PageRequest } from './page-args.ts';
import { orderName, pageRequest } from './page-args.ts';
import type { Selected } from './selection.ts';
import { childrenOf } from './selection.ts';

/** A page as SQL builds it: up to `size` rows and, where there are more, one beyond. */
export interface RawPage {
  readonly rows?: RawRow[];
  readonly totalCount?: number;
  readonly size: number;
  readonly backward: boolean;
  /** True when the page starts behind a cursor. */
  readonly continued: boolean;
  readonly order: string;
}
export interface RawRow {
  readonly key: string | null;
  readonly id: number;
  /** The row under each alias of `nodes` and `edges`. */
  readonly [branch: string]: unknown;
}

export function compilePage(
  s: Statement,
  list: List,
  selected: Selected,
  join?: (row: string) => string,
  total?: string,
): string {
  const request = pageRequest(list, selected.args, s.context.maxPage);
  const asked = childrenOf(selected);
  const wants = (name: string) => asked.some(field => field.name === name);
  const row = s.alias();
  const lists = wants('nodes') || wants('edges') || wants('pageInfo');
  const counts = wants('totalCount') && total === undefined;
  // Where nobody asks for rows filters are checked all the same, but PostgreSQL takes no parameter that stands nowhere.
  const where = conditions(lists || counts ? s : new Statement(s.context), list, selected.args, row, join);
  const size = s.bind(request.size, 'int');
  const pairs = [
    pair('size', size),
    pair('backward', String(request.backward)),
    pair('continued', String(request.from !== null)),
    pair('order', literal(orderName(request.order))),
  ];
  if (wants('totalCount')) {
    pairs.push(pair('totalCount', total ?? `(select count(*) from ${list.type().table} ${row} where ${where})`));
  }
  if (lists) pairs.push(pair('rows', rows(s, list, { ...request, limit: size }, asked, row, where)));
  return jsonObject(pairs);
}

function conditions(s: Statement, list: List, args: Args, row: string, join?: (row: string) => string): string {
  const all = [list.type().visible?.(row), join?.(row), ...list.filter(row, s, args)].filter(sql => sql !== undefined);
  return all.length ? all.join(' and ') : 'true';
}

function rows(
  s: Statement,
  list: List,
  request: PageRequest & { limit: string },
  asked: Selected[],
  row: string,
  where: string,
): string {
  const type = list.type();
  const order = list.orders[request.order.field]!;
  const { key, type: keyType } = order;
  const id = order.id?.(row) ?? `${row}.id`;
  const upwards = request.order.descending === request.backward;
  const direction = upwards ? 'asc' : 'desc';
  const place = key ? `${key(row)} ${direction}, ${id} ${direction}` : `${id} ${direction}`;
  let beyond = '';
  if (request.from) {
    const from = s.bind(request.from.id, 'bigint');
    const sign = upwards ? '>' : '<';
    beyond = key
      ? ` and (${key(row)}, ${id}) ${sign} (${s.bind(request.from.key, keyType)}, ${from})`
      : ` and ${id} ${sign} ${from}`;
  }
  const found = `select ${row}.*, ${key ? `(${key(row)})::text` : 'null::text'} as "sort key" from ${type.table} ${row} ${order.join?.(row) ?? ''} where ${where}${beyond} order by ${place} limit ${request.limit} + 1`;
  const outer = s.alias();
  // The inner query is sorted, and json_agg keeps the order it gets.
  const object = s.perRow(request.size, () => rowObject(s, list, asked, outer));
  return `(select coalesce(json_agg(${object}), '[]'::json) from (${found}) ${outer})`;
}

function rowObject(s: Statement, list: List, asked: Selected[], row: string): string {
  const object = (selected: Selected) => compileObject(s, list.type(), selected.fields, row);
  const pairs = [pair('key', `${row}."sort key"`), pair('id', `${row}.id`)];
  for (const selected of asked) {
    if (selected.name === 'nodes') pairs.push(pair(branchKey(selected.key), object(selected)));
    if (selected.name !== 'edges') continue;
    const nodes = childrenOf(selected).filter(child => child.name === 'node');
    pairs.push(pair(branchKey(selected.key), jsonObject(nodes.map(node => pair(branchKey(node.key), object(node))))));
  }
  return jsonObject(pairs);
}

/** The page's own rows, in the list's order. */
function ownRows(page: RawPage): RawRow[] {
  const own = page.rows?.slice(0, page.size) ?? [];
  return page.backward ? own.reverse() : own;
}

/** A row whose thing is gone has none. */
export function nodesOf(page: RawPage, alias: string): unknown[] {
  return ownRows(page)
    .map(row => row[branchKey(alias)])
    .filter(node => node !== undefined);
}

export function edgesOf(page: RawPage, alias: string): object[] {
  return ownRows(page).map(row => ({ ...(row[branchKey(alias)] as object), cursor: encodeCursor(page.order, row) }));
}

export function pageInfoOf(page: RawPage): object {
  const own = ownRows(page);
  const more = (page.rows?.length ?? 0) > page.size;
  return {
    hasNextPage: page.backward ? page.continued : more,
    hasPreviousPage: page.backward ? more : page.continued,
    startCursor: own[0] ? encodeCursor(page.order, own[0]) : null,
    endCursor: own.at(-1) ? encodeCursor(page.order, own.at(-1)!) : null,
  };
}
