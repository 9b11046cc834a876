// When customers came into the stages of a journey: one row a stage that a run reached. Only the refresh writes here.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { idOf, number, sharedId, time } from './columns.ts';

export const journeyVisitSchema = defineEntity({
  name: 'JourneyVisit',
  tableName: 'journey_visit',
  properties: {
    journeyId: sharedId(),
    customerId: sharedId(),
    /** From 1. Another run begins when a customer enters again. */
    run: p.integer().primary().autoincrement(false),
    /** Place of the stage in the journey, from 0. */
    stage: p.smallint().primary().autoincrement(false),
    at: time(),
    /** When the customer came into the next stage, of this run or another; infinity while they are in it. */
    until: time(),
    /** When the run began. */
    startedAt: time(),
    /** Since the stage that the run visited before this one; null for the first. */
    secondsFromPrevious: number().nullable(),
    /** Whether the run also reached the stage that stands before this one; of the first stage: true. */
    withPrevious: p.boolean(),
    /** Whether the run also reached the first stage. */
    withFirst: p.boolean(),
    /** The interaction, response or invitation that brought them here; null for a lifecycle stage. */
    sourceId: idOf().nullable(),
  },
  indexes: [
    // where a customer stands, their history, and in which stage a fact of theirs fell
    {
      name: 'journey_visit_customer',
      expression: 'create index "journey_visit_customer" on "journey_visit" ("customer_id", "journey_id", "at")',
    },
    // the map: the runs of a period
    {
      name: 'journey_visit_started',
      expression: 'create index "journey_visit_started" on "journey_visit" ("journey_id", "started_at")',
    },
    // who stands in a stage now
    {
      name: 'journey_visit_current',
      expression: `create index "journey_visit_current" on "journey_visit" ("journey_id", "stage", "customer_id") where until = 'infinity'`,
    },
  ],
});
export class JourneyVisit extends journeyVisitSchema.class {}
journeyVisitSchema.setClass(JourneyVisit);
