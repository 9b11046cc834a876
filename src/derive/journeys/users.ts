// Who asks for the stages of a journey: segments, alert rules and indexes.
import type { Sql } from '../../base/database/sql.ts';
import { filtersInUse } from '../metrics/filters-in-use.ts';
import { dependentsOf, namesIn } from '../rules/names.ts';
import type { SegmentRule } from '../rules/rule.ts';
import { readSegments } from '../segments/stored-segments.ts';

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
  const filters = (await filtersInUse(tx)).flatMap(({ name, filter }): JourneyUser[] => {
    if (filter.journeyStage?.journey === journey) return [{ name, stage: filter.journeyStage.stage }];
    return filter.journey === journey ? [{ name, stage: null }] : [];
  });
  // Several components of an index may ask for the same.
  return [...new Map([...segments, ...filters].map(user => [JSON.stringify(user), user])).values()];
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
