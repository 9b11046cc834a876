// Looks for figures of the columnar copy that are not those of the facts.
import type { Sql } from '../../../base/database/sql.ts';
import type { Dimension } from '../dimensions.ts';
import type { FactKind } from '../kinds.ts';
import { countPeople, type FactQuery, sumFacts } from '../read-facts.ts';
import { readColumnPeople, readColumns } from './read-columns.ts';

/** Every column is in one of them; few at a time, so that there are fewer groups than facts. */
const TOGETHER: readonly (readonly Dimension[])[] = [
  ['CHANNEL', 'TOUCHPOINT', 'SURVEY'],
  ['COUNTRY', 'LIFECYCLE_STAGE', 'LANGUAGE'],
  ['SOURCE', 'ACCOUNT', 'CASE_PRIORITY'],
];

/** So many figures of these kinds on a UTC day differ, or are in one of both alone. Must see one moment of the database. */
export async function checkColumns(tx: Sql, kinds: readonly FactKind[], day: Date): Promise<number> {
  const span = { lo: day.getTime(), hi: day.getTime() + 24 * 3_600_000 };
  const asked: FactQuery = { kinds, spans: [span], by: [], where: {} };
  let wrong = 0;
  for (const by of TOGETHER) {
    const told = await readColumns(tx, { ...asked, by });
    if (told) wrong += differing(told, await sumFacts(tx, { ...asked, by }, null));
  }
  const people = await readColumnPeople(tx, asked);
  return wrong + (people ? differing(people, await countPeople(tx, asked)) : 0);
}

function differing(told: readonly object[], expected: readonly object[]): number {
  const texts = (rows: readonly object[]) => new Set(rows.map(row => JSON.stringify(Object.entries(row).sort())));
  const [a, b] = [texts(told), texts(expected)];
  return [...a].filter(row => !b.has(row)).length + [...b].filter(row => !a.has(row)).length;
}
