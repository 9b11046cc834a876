// Pure: where a customer stands in a journey, as SQL.
import { parseDuration } from '../../../base/time/duration.ts';
import { stagePlaceSql } from '../../metrics/memberships.ts';
import type { StageCondition } from '../rule.ts';
import { and, type Build } from './build.ts';

/** Null counts as false. */
export function stageSql(b: Build, { journey, stage, for: span }: StageCondition): string {
  const key = b.bind(journey, 'text');
  const visit = b.join(
    'journey_visit',
    row =>
      `${row}.journey_id = (select id from journey where key = ${key}) and ${row}.customer_id = c.id and ${row}.until = 'infinity'`,
  );
  const isThere = `${visit}.stage = ${stagePlaceSql(key, b.bind(stage, 'text'))}`;
  if (span === undefined) return isThere;
  const ms = parseDuration('for', span);
  const since = b.ago(ms);
  b.due(`case when ${isThere} and ${visit}.at > ${since} then ${visit}.at + ${b.span(ms)} end`);
  return `(${and([isThere, `${visit}.at <= ${since}`])})`;
}
