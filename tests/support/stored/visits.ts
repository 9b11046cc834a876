// Journeys and visits as the tables have them, to be compared with those of the naive walk.
import type { Sql } from '../../../src/base/database/sql.ts';
import type { Journey } from '../../../src/derive/journeys/definition.ts';
import type { PlainVisit } from '../naive-journeys.ts';

export async function storedVisits(sql: Sql): Promise<PlainVisit[]> {
  const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return sql.query<PlainVisit>(
    `select journey_id as journey, customer_id as customer, run, stage, ${iso('at')} as at,
       case when until < 'infinity' then ${iso('until')} end as until, ${iso('started_at')} as started,
       seconds_from_previous as seconds, with_previous as "withPrevious", with_first as "withFirst", source_id as source
     from journey_visit`,
  );
}

export function inOrder(visits: readonly PlainVisit[]): PlainVisit[] {
  return [...visits].sort(
    (a, b) => a.journey - b.journey || a.customer - b.customer || a.run - b.run || a.stage - b.stage,
  );
}

/** Writes them without a check, which is what they are to be walked by. */
export async function storeJourneys(
  sql: Sql,
  definitions: readonly Omit<Journey, 'id' | 'key' | 'name'>[],
): Promise<Journey[]> {
  return sql.query<Journey>(
    `insert into journey (key, name, mode, "window", stages)
     select 'j' || n, 'J' || n, j.mode, j."window", j.stages
     from rows from (json_to_recordset($1) as (mode text, "window" float8, stages jsonb)) with ordinality j(mode, "window", stages, n)
     order by n returning id, key, name, mode, "window", stages`,
    [JSON.stringify(definitions)],
  );
}
