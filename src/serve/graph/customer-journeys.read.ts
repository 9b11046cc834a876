// Where a customer stands in each journey, and how they came there, as parts of a profile.
import { utc } from '../../base/database/statement.ts';
import { isWalkedSql } from '../../derive/metrics/memberships.ts';
import { interactionType } from './interaction.read.ts';
import { journeyType, stageType } from './journey.read.ts';
import { column, type Field, type GraphType, leaf, one, part, time } from './model.ts';
import { responseType } from './response.read.ts';

const stageOfVisit = stageType(
  visit => `((select j.stages from journey j where j.id = ${visit}.journey_id) -> ${visit}.stage::int)`,
);

/** Also leaves out visits whose journey is gone. */
const visible = (visit: string) =>
  `exists (select from journey j where j.id = ${visit}.journey_id and ${isWalkedSql('j')})`;

const visitType: GraphType = {
  name: 'StageVisit',
  table: 'journey_visit',
  visible,
  fields: {
    stage: part(() => stageOfVisit),
    run: column('run'),
    at: time('at'),
    until: leaf(visit => utc(`nullif(${visit}.until, 'infinity')`)),
    interaction: one(
      () => interactionType,
      (visit, interaction) => `${interaction}.id = ${visit}.source_id`,
    ),
    surveyResponse: one(
      () => responseType,
      (visit, response) => `${response}.id = ${visit}.source_id`,
    ),
  },
};

/** A row is the visit that goes on: in each journey that a customer entered there is exactly one. */
const customerJourneyType: GraphType = {
  name: 'CustomerJourney',
  table: 'journey_visit',
  visible,
  fields: {
    journey: one(
      () => journeyType,
      (visit, journey) => `${journey}.id = ${visit}.journey_id`,
    ),
    stage: part(() => stageOfVisit),
    enteredAt: time('at'),
    history: {
      kind: 'many',
      type: () => visitType,
      join: (current, visit) =>
        `${visit}.customer_id = ${current}.customer_id and ${visit}.journey_id = ${current}.journey_id`,
      order: visit => `${visit}.at, ${visit}.run, ${visit}.stage`,
    },
  },
};

export const customerJourneys: Field = {
  kind: 'many',
  type: () => customerJourneyType,
  join: (customer, visit) => `${visit}.customer_id = ${customer}.id and ${visit}.until = 'infinity'`,
  order: visit => `(select j.name from journey j where j.id = ${visit}.journey_id), ${visit}.journey_id`,
};
