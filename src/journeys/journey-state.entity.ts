// How far each journey was walked for everybody. Apart from the journeys, so that saving one never waits for a refresh.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { sharedId, time } from '../database/columns.ts';

export const journeyStateSchema = defineEntity({
  name: 'JourneyState',
  tableName: 'journey_state',
  properties: {
    journeyId: sharedId(),
    /** Of the journey, for everybody. */
    revision: p.integer(),
    walkedAt: time(),
  },
});
export class JourneyState extends journeyStateSchema.class {}
journeyStateSchema.setClass(JourneyState);
