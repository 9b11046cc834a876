// Finds CX index definitions: the templates, and what was saved.
import type { Sql } from '../../../base/database/sql.ts';
import { notFound } from '../../../base/errors.ts';
import { decodeId, encodeId } from '../../../base/ids.ts';
import type { IndexAggregation, IndexComponent, IndexDefinition } from './definition.ts';
import { templates } from './templates.ts';

export interface IndexRow {
  id: number;
  key: string;
  version: number;
  name: string;
  description: string | null;
  aggregation: string;
  components: readonly IndexComponent[];
  created_at: Date;
}

export function definitionOfRow({ id, aggregation, created_at, ...row }: IndexRow): IndexDefinition {
  return {
    ...row,
    id: encodeId('index', id),
    aggregation: aggregation as IndexAggregation,
    createdAt: created_at,
  };
}

const COLUMNS = 'id, key, version, name, description, aggregation, components, created_at';

/** The newest version of each key, by name; with `versions` all of them, newest first. */
export async function listIndices(
  sql: Sql,
  { versions = false }: { versions?: boolean } = {},
): Promise<IndexDefinition[]> {
  const rows = await sql.query<IndexRow>(
    versions
      ? `select ${COLUMNS} from cx_index_definition`
      : `select distinct on (key) ${COLUMNS} from cx_index_definition order by key, version desc`,
  );
  const saved = rows.map(definitionOfRow);
  const isCovered = (key: string) => !versions && saved.some(each => each.key === key);
  const all = [...saved, ...templates.filter(({ key }) => !isCovered(key))];
  const nameOf = new Map(all.toSorted((a, b) => a.version - b.version).map(({ key, name }) => [key, name]));
  return all.sort(
    (a, b) =>
      nameOf.get(a.key)!.localeCompare(nameOf.get(b.key)!) || a.key.localeCompare(b.key) || b.version - a.version,
  );
}

/** The newest version unless told. @throws UserError NOT_FOUND */
export async function findIndex(sql: Sql, key: string, version?: number | null): Promise<IndexDefinition> {
  const row = await sql.one<IndexRow>(
    `select ${COLUMNS} from cx_index_definition where key = $1 and ($2::bigint is null or version = $2)
     order by version desc limit 1`,
    [key, version ?? null],
  );
  if (row) return definitionOfRow(row);
  const template = templates.find(each => each.key === key && (version ?? each.version) === each.version);
  if (template) return template;
  throw notFound('CX index', version == null ? key : `${key} (version ${version})`);
}

/** By global id; null when there is no such definition. */
export async function findIndexById(sql: Sql, id: string): Promise<IndexDefinition | null> {
  const template = templates.find(each => each.id === id);
  if (template) return template;
  const row = await sql.one<IndexRow>(`select ${COLUMNS} from cx_index_definition where id = $1`, [
    decodeId('index', id),
  ]);
  return row ? definitionOfRow(row) : null;
}
