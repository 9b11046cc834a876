// Asks the database for everything that a question needs to know before the columns are read. One statement.
import type { Sql } from '../../../base/database/sql.ts';
import { Statement } from '../../../base/database/statement.ts';
import type { Dimension } from '../dimensions.ts';
import type { NarrowedFilter } from '../filter.ts';
import type { FactKind } from '../kinds.ts';
import type { ColumnPlan, Step } from './chunk.ts';
import { IdLists, IdSet, MOST_ID, MOST_IDS, MOST_LISTED } from './ids.ts';
import { integers } from './packed.ts';
import { COLUMN_PLACES, columnFilters } from './places.ts';

/** Figures of this version and those after it have the copy beside them. */
const SINCE = 2;

export interface Question {
  readonly kinds: readonly FactKind[];
  readonly by: readonly Dimension[];
  readonly where: NarrowedFilter;
}

interface Row {
  readonly role: 'ready' | 'filter' | 'step';
  readonly place: number;
  readonly value: string;
  readonly ids: string;
}

/** Null where the copy cannot answer, or is not there yet. */
export async function planColumns(sql: Sql, { kinds, by, where }: Question): Promise<ColumnPlan | null> {
  const s = new Statement();
  const filters = columnFilters(s, where);
  if (!filters || by.some(dimension => COLUMN_PLACES[dimension] === null)) return null;
  const steps = by.flatMap(dimension => {
    const place = COLUMN_PLACES[dimension]!;
    return place.holds === 'UNIT' ? [] : [{ dimension, place }];
  });
  const parts = [
    readySql(s.bind(kinds, 'text[]')),
    ...filters.map(({ ids }, i) => `select 'filter', ${i}, '', ${packed} from (${ids}) x`),
    ...steps.flatMap(({ place }, i) =>
      place.holds === 'LIST'
        ? [`select 'step', ${i}, value, ${packed} from (${place.list} limit ${MOST_IDS + 1}) x group by value`]
        : [],
    ),
  ];
  const rows = (await sql.query<Row>(parts.join(' union all '), s.params)).map(({ ids, ...row }) => ({
    ...row,
    ids: integers(ids),
  }));
  if (!rows.some(row => row.role === 'ready')) return null;
  if (rows.reduce((sum, row) => sum + row.ids.length, 0) > MOST_IDS) return null;
  const of = (role: Row['role'], place: number) => rows.filter(row => row.role === role && row.place === place);
  if (filters.some((_, i) => of('filter', i)[0]!.ids.some(id => id > MOST_ID))) return null;
  const plan = {
    filters: filters.map(({ column }, i) => ({ column, ids: new IdSet(of('filter', i)[0]!.ids) })),
    steps: steps.map(({ dimension, place }, i): Step => {
      if (place.holds !== 'LIST') return { dimension, column: place.column, overlaps: false };
      const lists = of('step', i);
      return {
        dimension,
        column: place.column,
        lists: new IdLists(lists.map(list => list.ids)),
        values: lists.map(list => list.value),
        overlaps: place.overlaps,
      };
    }),
  };
  return plan.steps.some(({ lists }) => lists && lists.size > MOST_LISTED) ? null : plan;
}

/** An id that does not fit is greater than any that is looked up. */
const packed = `coalesce(encode(string_agg(int4send(least(id, 2147483647)::int), ''), 'base64'), '')`;

const readySql = (kinds: string) => `
  select 'ready' as role, 0 as place, '' as value, '' as ids
  where (select (value ->> 'version')::int from setting where key = 'figures') >= ${SINCE}
    and not exists (select from metric_chunk where kind = any(${kinds}) and not whole)`;
