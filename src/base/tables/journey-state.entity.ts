// How far each journey was walked for everybody. Apart from the journeys, so that saving one never waits for a refresh.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { idOf, sharedId, text, time } from './columns.ts';

export const journeyStateSchema = defineEntity({
  name: 'JourneyState',
  tableName: 'journey_state',
  properties: {
    journeyId: sharedId(),
    /** Of the journey, for everybody. */
    revision: p.integer(),
    walkedAt: time(),
    /** Of the revision that could not be evaluated last, with the reason in words. */
    failedRevision: p.integer().nullable(),
    failure: text().nullable(),
    failedAt: time().nullable(),
    /** The revision by which everybody is being evaluated bit by bit, and the last customer who was. */
    begunRevision: p.integer().nullable(),
    reached: idOf().default(0),
  },
});
export class JourneyState extends journeyStateSchema.class {}
journeyStateSchema.setClass(JourneyState);
