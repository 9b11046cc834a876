// Journeys and their stages.
import { Field, ObjectType } from 'type-graphql';
import { describeEnum } from '../common/describe.ts';
import { DateTime, Duration, Json } from '../common/scalars.ts';
import { Node } from '../node/node.ts';

export const JourneyMode = describeEnum('JourneyMode', 'In which order the stages of a journey are reached.', {
  ORDERED:
    'One after the other. What belongs to a later stage does not count before its turn, and none can be skipped.',
  STRICT: 'As ORDERED, but a run ends when something of a later stage comes before the next one was reached.',
  ANY_ORDER: 'Each stage whenever it comes; whichever comes first starts the run.',
});

export const JourneyPhase = describeEnum('JourneyPhase', 'A part of the relationship.', {
  BEFORE_PURCHASE: 'Before they buy.',
  PURCHASE: 'While they buy.',
  AFTER_PURCHASE: 'After they bought.',
});

@ObjectType('JourneyStage', { simpleResolvers: true, description: 'One stage of a journey.' })
export class JourneyStage {
  @Field(() => String, { description: 'Its name in queries.' })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => JourneyPhase, { description: 'The part of the relationship that it belongs to.' })
  phase!: keyof typeof JourneyPhase;
  @Field(() => Json, { description: 'What brings a customer into it, as `saveJourney` takes it.' })
  rule!: unknown;
  @Field(() => String, { description: 'The same in words.' })
  ruleText!: string;
}

@ObjectType('Journey', {
  implements: [Node],
  simpleResolvers: true,
  description:
    'The way of customers through stages. A customer enters with the first stage (of ANY_ORDER: with any), which starts a run. A run counts what comes within the `window`; the first entry after it starts the next run. Without a window a customer walks it once. They are in a stage until they come into the next, of this run or another; so they stay in the last one they reached.',
})
export class Journey extends Node {
  @Field(() => String, { description: 'Its name in queries.' })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => JourneyMode, { description: 'In which order its stages are reached.' })
  mode!: keyof typeof JourneyMode;
  @Field(() => Duration, {
    nullable: true,
    description: 'How long a run lasts from its start; null when it never ends.',
  })
  window?: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When all customers were last walked through it; null from a change until everybody was walked anew, and so long its map, paths and visits are empty.',
  })
  walkedAt?: Date | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Why nobody can be walked through it, in words; null when all is well. It is not kept up then: save it with another definition.',
  })
  problem?: string | null;
  @Field(() => [JourneyStage], { description: 'Its stages, in order.' })
  stages!: readonly JourneyStage[];
}
