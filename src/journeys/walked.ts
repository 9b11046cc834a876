// SQL of whether a journey's visits are those of its stages as they are now.

/** False between a change of a journey and its next walk: until then its visits would be told under wrong stages. */
export function isWalkedSql(journey: string): string {
  return `not exists (select from journey_state w where w.journey_id = ${journey}.id and w.revision <> ${journey}.revision)`;
}
