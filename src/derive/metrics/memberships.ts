// Pure: SQL of who is in which segment, and of what fell into which stage of a journey.
import type { Statement } from '../../base/database/statement.ts';
import { type Dimension, SEGMENT_ALIAS, VISIT_ALIAS } from './dimensions.ts';

/** A stage of a journey, both by key. */
export interface JourneyStageRef {
  readonly journey: string;
  readonly stage: string;
}

/** False between a change of a journey and its next walk: until then its visits would be told under wrong stages. */
export function isWalkedSql(journey: string): string {
  return `not exists (select from journey_state w where w.journey_id = ${journey}.id and w.revision <> ${journey}.revision)`;
}

/** The place of a stage, from 0, given the SQL of both keys; null where there is none. */
export function stagePlaceSql(journey: string, stage: string): string {
  return `(select e.place - 1 from journey j, jsonb_array_elements(j.stages) with ordinality e(stage, place)
    where j.key = ${journey} and e.stage ->> 'key' = ${stage})`;
}

const isDuring = (visit: string, fact: string) =>
  `${visit}.customer_id = ${fact}.subject and ${visit}.at <= ${fact}.at and ${fact}.at < ${visit}.until`;

/**
 * Joins that make one row for each group a fact is in: once for each segment of its customer, and for each journey whose
 * stage it fell into. `journey` is the key of the only one whose stages are groups; null for all.
 */
export function groupJoins(
  s: Statement,
  by: readonly Dimension[],
  fact: string,
  journey: string | null | undefined,
): string {
  const joins: string[] = [];
  if (by.includes('SEGMENT'))
    joins.push(` join segment_member of_member on of_member.customer_id = ${fact}.subject
      join segment ${SEGMENT_ALIAS} on ${SEGMENT_ALIAS}.id = of_member.segment_id`);
  if (by.includes('JOURNEY_STAGE')) {
    const isWanted = journey == null ? '' : ` and of_journey.key = ${s.bind(journey, 'text')}`;
    joins.push(` join journey_visit ${VISIT_ALIAS} on ${isDuring(VISIT_ALIAS, fact)}
      join journey of_journey on of_journey.id = ${VISIT_ALIAS}.journey_id and ${isWalkedSql('of_journey')}${isWanted}`);
  }
  return joins.join('');
}

/** Whether a customer is in the segment now, given the SQL of their id. */
export function inSegmentSql(s: Statement, key: string, customer: string): string {
  return `${customer} in (select m.customer_id from segment_member m
    where m.segment_id = (select id from segment where key = ${s.bind(key, 'text')}))`;
}

/** Whether the customer of a fact was in some stage of the journey, or in the one given, at the moment of the fact. */
export function inJourneySql(s: Statement, journey: string, stage: string | null, fact: string): string {
  const key = s.bind(journey, 'text');
  const isStage = stage === null ? '' : ` and v.stage = ${stagePlaceSql(key, s.bind(stage, 'text'))}`;
  return `exists (select from journey_visit v where ${isDuring('v', fact)}
    and v.journey_id = (select j.id from journey j where j.key = ${key} and ${isWalkedSql('j')})${isStage})`;
}
