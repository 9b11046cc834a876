// Who asks for the stages of a journey: segments, alert rules and indexes.
import type { Sql } from '../database/sql.ts';
import type { SegmentRule } from '../segments/rule.ts';
import { namesIn } from '../segments/rule-names.ts';
import { dependentsOf, readSegments } from '../segments/stored-segments.ts';

export interface JourneyUser {
  /** In words, such as `segment "stuck"`. */
  readonly name: string;
  /** Key of a stage; null for whoever asks for the journey as a whole. */
  readonly stage: string | null;
}

/** Must run under the lock of segments, so that none comes to name it meanwhile. */
export async function usersOf(tx: Sql, journey: string): Promise<JourneyUser[]> {
  const segments = (await readSegments(tx)).flatMap(({ key, rule }) =>
    stagesNamed(rule, journey).map(stage => ({ name: `segment "${key}"`, stage })),
  );
  return [...segments, ...(await filtersBy(tx, journey))];
}

/** Row ids of the segments that name a stage of it, directly or through others. */
export async function segmentsAbout(tx: Sql, journey: string): Promise<number[]> {
  const segments = await readSegments(tx);
  const direct = segments.filter(({ rule }) => stagesNamed(rule, journey).length > 0);
  const others = direct.flatMap(({ key }) => dependentsOf(key, segments));
  return [...new Set([...direct, ...others].map(({ id }) => id))];
}

function stagesNamed(rule: SegmentRule, journey: string): string[] {
  const stages = namesIn(rule).filter(named => named.kind === 'stage' && named.journey === journey);
  return [...new Set(stages.map(({ name }) => name))];
}

/** Alert rules, and the newest version of each index. */
function filtersBy(tx: Sql, journey: string): Promise<JourneyUser[]> {
  return tx.query<JourneyUser>(
    `with filters as (
       select 'alert rule "' || key || '"' as name, filter from alert_rule
       union all
       select 'index "' || i.key || '"', c -> 'where' from (
         select distinct on (key) key, components from cx_index_definition order by key, version desc
       ) i cross join lateral jsonb_array_elements(i.components) c
     )
     select distinct name, case when filter -> 'journeyStage' ->> 'journey' = $1 then filter -> 'journeyStage' ->> 'stage' end as stage
     from filters where filter ->> 'journey' = $1 or filter -> 'journeyStage' ->> 'journey' = $1 order by 1, 2`,
    [journey],
  );
}
