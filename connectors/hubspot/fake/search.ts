// Search: matches, sorts and counts on the index, and shows the live row of what it found.
import { compareIds, type FakeRow } from '../../kit/fake-rows.ts';
import type { FakeReply } from '../../kit/fake-server.ts';
import { errors } from './errors.ts';
import { type Condition, matches, type Order } from './filter.ts';
import type { Portal } from './portal.ts';
import { wireRow } from './rows.ts';
import { createdName, modifiedName } from './types.ts';

const WALL = 10_000;
const DAY = 86_400_000;

export interface SearchBody {
  readonly filterGroups?: readonly { readonly filters: readonly Condition[] }[];
  readonly sorts?: readonly (string | { propertyName: string; direction?: string })[];
  readonly properties?: readonly string[];
  readonly limit?: number;
  readonly after?: string | number;
}

export function search(portal: Portal, path: string, body: SearchBody): FakeReply {
  const groups = body.filterGroups ?? [];
  const limit = body.limit ?? 10;
  const { pageLoops = false } = portal.switches;
  const offset = pageLoops ? 0 : Number(body.after ?? 0);
  const filters = groups.flatMap(group => group.filters);
  if (limit > 200 || groups.length > 5 || groups.some(g => g.filters.length > 6) || filters.length > 18)
    return errors.badRequest();
  if (!Number.isInteger(offset) || offset < 0 || offset >= WALL) return errors.badRequest();
  if (filters.some(filter => filter.operator === 'GTE' && filter.value === '0')) return errors.internal();
  const order: Order = portal.switches.idSort ?? 'numeric';
  const sort = body.sorts?.[0];
  const sortName = typeof sort === 'string' ? sort : sort?.propertyName;
  const descending = typeof sort === 'object' && sort.direction === 'DESCENDING';
  let found: { total: number; page: FakeRow[] };
  try {
    found = run(portal, path, groups, { name: sortName ?? createdName(path), descending, order }, offset, limit);
  } catch {
    return errors.badRequest();
  }
  const { live } = portal.store(path);
  const rows = found.page.flatMap(row => live.get(row.id) ?? []);
  const end = offset + limit;
  const more = pageLoops || end < found.total;
  return {
    status: 200,
    body: {
      total: found.total,
      results: rows.map(row => wireRow(path, row, body.properties ?? [], portal.world.portalId)),
      ...(more ? { paging: { next: { after: String(pageLoops ? limit : end) } } } : {}),
    },
  };
}

interface Sort {
  readonly name: string;
  readonly descending: boolean;
  readonly order: Order;
}

function run(
  portal: Portal,
  path: string,
  groups: readonly { readonly filters: readonly Condition[] }[],
  sort: Sort,
  offset: number,
  limit: number,
): { total: number; page: FakeRow[] } {
  const { index } = portal.store(path);
  const modified = modifiedName(path);
  const only = groups.length === 1 ? groups[0]!.filters : [];
  const { from, below, rest } = timeRange(only, modified);
  const first = { id: '', modifiedAt: from };
  const inOrder = sort.name === modified && !sort.descending;
  if (groups.length <= 1 && rest.length === 0 && inOrder) {
    const total = index.rank('modified', { id: '', modifiedAt: below }) - index.rank('modified', first);
    const page =
      total > offset
        ? [
            ...index
              .scan('modified', first)
              .drop(offset)
              .take(Math.min(limit, total - offset)),
          ]
        : [];
    return { total, page };
  }
  const hits: FakeRow[] = [];
  for (const row of index.scan('modified', first)) {
    if (row.modifiedAt >= below) break;
    if (groups.length === 0 || groups.some(group => group.filters.every(f => matches(path, row, f, sort.order))))
      hits.push(row);
  }
  hits.sort((a, b) => compare(path, a, b, sort));
  if (sort.descending) hits.reverse();
  return { total: hits.length, page: hits.slice(offset, offset + limit) };
}

/** What conditions on the modification time leave, so that large worlds need not be walked. */
function timeRange(filters: readonly Condition[], modified: string) {
  let from = Number.NEGATIVE_INFINITY;
  let below = Date.now() + 1000 * 365 * DAY;
  const rest: Condition[] = [];
  for (const filter of filters) {
    const time = /^\d+$/.test(filter.value ?? '') ? Number(filter.value) : Date.parse(filter.value ?? '');
    if (filter.propertyName !== modified || Number.isNaN(time)) rest.push(filter);
    else if (filter.operator === 'GTE') from = Math.max(from, time);
    else if (filter.operator === 'GT') from = Math.max(from, time + 1);
    else if (filter.operator === 'LT') below = Math.min(below, time);
    else if (filter.operator === 'LTE') below = Math.min(below, time + 1);
    else rest.push(filter);
  }
  return { from, below: Math.max(from, below), rest };
}

function compare(path: string, a: FakeRow, b: FakeRow, { name, order }: Sort): number {
  const ids = order === 'text' ? (a.id < b.id ? -1 : 1) : compareIds(a.id, b.id);
  if (name === modifiedName(path)) return a.modifiedAt - b.modifiedAt || ids;
  if (name === createdName(path)) return a.createdAt - b.createdAt || ids;
  if (name === 'hs_object_id') return ids;
  const [x, y] = [String(a.fields[name] ?? ''), String(b.fields[name] ?? '')];
  return x < y ? -1 : x > y ? 1 : ids;
}
