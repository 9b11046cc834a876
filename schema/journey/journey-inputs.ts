// What a journey is saved as: its stages, and what brings a customer into each.
import { Field, InputType, Int } from 'type-graphql';
import { describeEnum } from '../common/describe.ts';
import { Duration } from '../common/scalars.ts';
import { LifecycleStage } from '../customer/lifecycle-stage.ts';
import { Channel, InteractionKind } from '../interaction/interaction-kinds.ts';
import { AnswerCondition } from '../segment/happened-conditions.ts';
import { SurveyKind } from '../survey/survey.ts';
import { JourneyMode, JourneyPhase } from './journey.ts';

export const InteractionMoment = describeEnum('InteractionMoment', 'Which moment of an interaction counts.', {
  OCCURRED: 'When it took place or began.',
  ANSWERED: 'When somebody of ours first answered. Support cases only.',
  RESOLVED: 'When it was resolved. Support cases only.',
});

@InputType('InteractionMatch', { description: 'An interaction for which all of this holds.' })
export class InteractionMatch {
  @Field(() => InteractionKind, { nullable: true, description: 'Its kind.' })
  kind?: keyof typeof InteractionKind | null;
  @Field(() => Channel, { nullable: true, description: 'Its channel.' })
  channel?: keyof typeof Channel | null;
  @Field(() => String, { nullable: true, description: 'Its touchpoint, exactly.' })
  touchpoint?: string | null;
  @Field(() => Int, {
    nullable: true,
    defaultValue: 1,
    description: 'Only the so-many-th that matches, and every later one; 1 to 1000. 2 for a purchase: bought again.',
  })
  nth?: number | null;
  @Field(() => InteractionMoment, {
    nullable: true,
    defaultValue: 'OCCURRED',
    description: 'Which moment of it counts.',
  })
  moment?: keyof typeof InteractionMoment | null;
}

@InputType('InvitationMatch', { description: 'An invitation to a survey, when it was sent.' })
export class InvitationMatch {
  @Field(() => String, { nullable: true, description: 'To the survey with this key.' })
  survey?: string | null;
  @Field(() => SurveyKind, { nullable: true, description: 'To a survey of this kind.' })
  surveyKind?: keyof typeof SurveyKind | null;
}

@InputType('StageRule', {
  description: 'What brings a customer into a stage. Give exactly one of these; `any` may be nested up to five deep.',
})
export class StageRule {
  @Field(() => [StageRule], { nullable: true, description: 'Whichever of these comes first.' })
  any?: StageRule[] | null;
  @Field(() => InteractionMatch, { nullable: true, description: 'Something happened with them.' })
  interaction?: InteractionMatch | null;
  @Field(() => LifecycleStage, {
    nullable: true,
    description: 'The first time that any source had them at this lifecycle stage.',
  })
  lifecycleStage?: keyof typeof LifecycleStage | null;
  @Field(() => AnswerCondition, {
    nullable: true,
    description:
      'They answered. Looked at whenever such an answer comes, over the answers up to it: `latest` tests that very answer.',
  })
  answer?: AnswerCondition | null;
  @Field(() => InvitationMatch, { nullable: true, description: 'They were invited to a survey.' })
  invitation?: InvitationMatch | null;
}

@InputType('JourneyStageInput', { description: 'A stage of a journey.' })
export class JourneyStageInput {
  @Field(() => String, { description: 'Its name in queries: small letters, digits and dashes; once in a journey.' })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => JourneyPhase, { description: 'The part of the relationship that it belongs to.' })
  phase!: keyof typeof JourneyPhase;
  @Field(() => StageRule, { description: 'What brings a customer into it.' })
  rule!: StageRule;
}

@InputType('SaveJourneyInput', { description: 'A journey of your own.' })
export class SaveJourneyInput {
  @Field(() => String, {
    description:
      'Its name in queries: small letters, digits and dashes. Saved again, the same key updates the same journey.',
  })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => JourneyMode, {
    nullable: true,
    defaultValue: 'ORDERED',
    description: 'In which order its stages are reached.',
  })
  mode?: keyof typeof JourneyMode | null;
  @Field(() => Duration, {
    nullable: true,
    description:
      'How long a run lasts from its start, such as P60D, in weeks, days or less. What comes later counts for the next run. Without one a customer walks the journey once.',
  })
  window?: string | null;
  @Field(() => [JourneyStageInput], { description: 'Its stages in order, 1 to 20.' })
  stages!: JourneyStageInput[];
}
