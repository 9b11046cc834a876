// Names for the groups of a report: keys that filters take, and labels for people.
import type { Sql } from '../../base/database/sql.ts';
import { encodeId } from '../../base/ids.ts';
import { type Dimension, type DimensionName, nameOf, traitOf } from './dimensions.ts';
import { NO_CURRENCY } from './filter.ts';

export interface DimensionValue {
  readonly dimension: DimensionName;
  /** The key of a TRAIT. */
  readonly trait?: string | null;
  /** What a filter takes; empty for those that have none. */
  readonly key: string;
  readonly label: string;
}

const NONE = '(none)';
type Table = 'survey' | 'connection' | 'account' | 'segment' | 'journey';
const TABLES: Partial<Record<Dimension, Table>> = {
  SURVEY: 'survey',
  SOURCE: 'connection',
  ACCOUNT: 'account',
  SEGMENT: 'segment',
  JOURNEY_STAGE: 'journey',
};

/** Of a stage: its journey's. */
const rowId = (raw: string) => raw.split('/')[0]!;

function namedRows(table: Table): string {
  if (table === 'journey')
    return `t.id || '/' || (n - 1) as id, t.name || ': ' || (stage ->> 'name') as name, t.key || '/' || (stage ->> 'key') as key
      from journey t cross join jsonb_array_elements(t.stages) with ordinality as e(stage, n)`;
  return `t.id::text as id, t.name, ${table === 'account' ? 'null' : 't.key'} as key from ${table} t`;
}

/** One statement, only where a dimension is of rows that have names. */
export async function labelGroups(
  sql: Sql,
  by: readonly Dimension[],
  keys: readonly (readonly string[])[],
): Promise<(key: readonly string[]) => DimensionValue[]> {
  const wanted = by.flatMap((dimension, i) => {
    const table = TABLES[dimension];
    return table ? [{ table, ids: [...new Set(keys.map(key => rowId(key[i]!)))].filter(Boolean) }] : [];
  });
  const names = new Map<string, { key: string; label: string }>();
  if (wanted.length > 0) {
    const parts = wanted.map(
      ({ table }, i) => `select '${table}' as of, ${namedRows(table)} where t.id = any($${i + 1}::bigint[])`,
    );
    const rows = await sql.query<{ of: string; id: string; name: string; key: string | null }>(
      parts.join(' union all '),
      wanted.map(({ ids }) => ids),
    );
    for (const { of, id, name, key } of rows)
      names.set(`${of} ${id}`, { key: key ?? encodeId('account', Number(id)), label: name || (key ?? NONE) });
  }
  return key =>
    by.map((dimension, i) => {
      const raw = key[i]!;
      const filtered = dimension === 'CURRENCY' ? raw || NO_CURRENCY : raw;
      const named = names.get(`${TABLES[dimension]} ${raw}`) ?? { key: filtered, label: raw || NONE };
      const trait = traitOf(dimension);
      return { dimension: nameOf(dimension), ...(trait === null ? {} : { trait }), ...named };
    });
}
