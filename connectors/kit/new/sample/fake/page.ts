// One page of a list of changes, as Sample gives it.
import type { FakeRow, FakeTable } from '../../../fake-rows.ts';

const PAGE = 50;

export function page(table: FakeTable, query: URLSearchParams) {
  const limit = Math.min(PAGE, Number(query.get('limit') ?? PAGE));
  const after = query.get('after');
  const rows: FakeRow[] = [];
  for (const row of table.scan('modified', start(query))) {
    if (after !== null && token(row) === after) continue;
    rows.push(row);
    if (rows.length > limit) break;
  }
  const shown = rows.slice(0, limit);
  return {
    data: shown.map(wireRow),
    next: rows.length > limit ? token(shown.at(-1)!) : null,
    total: [...table.scan('id')].filter(row => row.fields.deleted !== true).length,
  };
}

/** Where the page begins in the order of changes: right behind `after`, or at `since`. */
function start(query: URLSearchParams): Pick<FakeRow, 'id' | 'modifiedAt'> | undefined {
  const [modifiedAt = '', id = ''] = (query.get('after') ?? '').split('.');
  if (id) return { id, modifiedAt: Number(modifiedAt) };
  const since = query.get('since');
  return since === null ? undefined : { id: '', modifiedAt: Date.parse(since) };
}

const token = (row: FakeRow): string => `${row.modifiedAt}.${row.id}`;

function wireRow({ id, createdAt, modifiedAt, fields }: FakeRow): Record<string, unknown> {
  const changed_at = new Date(modifiedAt).toISOString();
  if (fields.deleted === true) return { id, changed_at, deleted: true };
  return { id, changed_at, created_at: new Date(createdAt).toISOString(), ...fields };
}
