// What the segments and journeys that rules name are called.
import type { Sql } from '../../base/database/sql.ts';
import type { DisplayNames } from './condition.ts';

interface Named {
  readonly key: string;
  readonly name: string;
}

export async function readDisplayNames(sql: Sql, segments: readonly Named[]): Promise<DisplayNames> {
  const journeys = await sql.query<Named>('select key, name from journey', [], 'journey-names');
  const byKey = (list: readonly Named[]) => new Map(list.map(({ key, name }) => [key, name]));
  return { segments: byKey(segments), journeys: byKey(journeys) };
}
