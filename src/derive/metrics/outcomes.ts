// Finds groups and filters that are made by the very answers whose figure is shown: a cause may not be part of its effect.
import type { Sql } from '../../base/database/sql.ts';
import type { Dimension } from './dimensions.ts';
import type { NarrowedFilter } from './filter.ts';
import type { Kind } from './kinds.ts';

/** The kinds of answers and texts that customer health is made of. */
export const HEALTH_KINDS: readonly Kind[] = ['NPS', 'CSAT', 'CES', 'SENTIMENT'];

/** Whether one of these kinds of facts decides who is in a group, or who is counted at all. */
export type DefinedBy = (group: readonly string[], kinds: readonly Kind[]) => boolean;

export const NOT_DEFINED: DefinedBy = () => false;

interface Row {
  /** As groups name it. */
  readonly id: string;
  /** As filters name it. */
  readonly key: string;
  readonly kinds: readonly Kind[];
}

/**
 * A segment by its rule, and by those of the segments and stages that it names; a stage by its own rule, and by that of the
 * stages whose answer moves people on. One statement, only where segments or stages are asked for.
 */
export async function readOutcomes(
  tx: Sql,
  by: readonly Dimension[],
  filters: readonly (NarrowedFilter | null)[],
): Promise<DefinedBy> {
  const all = filters.flatMap(where => [where, where?.and]).filter(where => where != null);
  const segments = all.flatMap(({ segment }) => segment ?? []);
  const stages = all.flatMap(({ journeyStage }) =>
    journeyStage ? `${journeyStage.journey}/${journeyStage.stage}` : [],
  );
  const [ofSegments, ofStages] = [by.indexOf('SEGMENT'), by.indexOf('JOURNEY_STAGE')];
  if (segments.length + stages.length === 0 && ofSegments < 0 && ofStages < 0) return NOT_DEFINED;
  const rows = await tx.query<Row & { of: string }>(OUTCOMES, [
    HEALTH_KINDS,
    ...[ofSegments >= 0, segments],
    ...[ofStages >= 0, stages],
  ]);
  const find = (of: string, name: (row: Row) => string) =>
    new Map(rows.filter(row => row.of === of).map(row => [name(row), row.kinds]));
  const [segmentKeys, stageKeys] = [find('segment', row => row.key), find('stage', row => row.key)];
  const [segmentIds, stageIds] = [find('segment', row => row.id), find('stage', row => row.id)];
  const filtered = [...segments.map(key => segmentKeys.get(key)), ...stages.map(key => stageKeys.get(key))];
  return (group, kinds) =>
    [...filtered, segmentIds.get(group[ofSegments] ?? ''), stageIds.get(group[ofStages] ?? '')].some(
      made => made?.some(kind => kinds.includes(kind)) ?? false,
    );
}

/** The kinds of answers that a rule looks at, wherever they stand in it. */
const lookedAt = (rule: string) => `
  select m #>> '{}' as kind from jsonb_path_query(${rule}, '$.**.answer.measure') m
  union select unnest($1::text[]) where jsonb_path_exists(${rule}, '$.** ? (@.field == "HEALTH")')`;

const OUTCOMES = `
with recursive stage as (
  select j.id || '/' || (n - 1) as id, j.key || '/' || (e.stage ->> 'key') as key, jsonb_build_array(
    e.stage -> 'rule',
    (select jsonb_agg(o.stage -> 'rule') from jsonb_array_elements(j.stages) with ordinality as o(stage, place)
     where case j.mode when 'ANY_ORDER' then o.place <> n else o.place = n + 1 end)
  ) as rules
  from journey j cross join jsonb_array_elements(j.stages) with ordinality as e(stage, n)
), reach (id, key, part, rule) as (
  select s.id, s.key, 's' || s.id, s.rule from segment s where $2 or s.key = any($3::text[])
  union
  select r.id, r.key, t.part, t.rule from reach r cross join lateral (
    select 's' || t.id as part, t.rule from jsonb_path_query(r.rule, '$.**.segment') k join segment t on t.key = k #>> '{}'
    union all
    select 'j' || t.id, t.rules from jsonb_path_query(r.rule, '$.**.stage') k
    join stage t on t.key = (k ->> 'journey') || '/' || (k ->> 'stage')
  ) t
)
select 'segment' as of, r.id::text as id, r.key, array_agg(distinct x.kind) as kinds
from reach r cross join lateral (${lookedAt('r.rule')}) x group by r.id, r.key
union all
select 'stage', t.id, t.key, array_agg(distinct x.kind)
from stage t cross join lateral (${lookedAt('t.rules')}) x where $4 or t.key = any($5::text[]) group by t.id, t.key`;
