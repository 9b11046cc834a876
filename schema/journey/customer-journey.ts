// Where one customer stands in a journey.
import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../common/scalars.ts';
import { Interaction } from '../interaction/interaction.ts';
import { SurveyResponse } from '../survey/survey-response.ts';
import { Journey, JourneyStage } from './journey.ts';

@ObjectType('StageVisit', { simpleResolvers: true, description: 'When a customer came into a stage.' })
export class StageVisit {
  @Field(() => JourneyStage, { description: 'The stage.' })
  stage!: JourneyStage;
  @Field(() => Int, { description: 'In which run, from 1: another begins when they enter the journey again.' })
  run!: number;
  @Field(() => DateTime, { description: 'When they came into it.' })
  at!: Date;
  @Field(() => DateTime, { nullable: true, description: 'When they came into the next; null while they are in it.' })
  until?: Date | null;
  @Field(() => Interaction, { nullable: true, description: 'What brought them there, where it was an interaction.' })
  interaction?: Interaction | null;
  @Field(() => SurveyResponse, { nullable: true, description: 'What brought them there, where it was an answer.' })
  surveyResponse?: SurveyResponse | null;
}

@ObjectType('CustomerJourney', { simpleResolvers: true, description: 'Where a customer stands in a journey.' })
export class CustomerJourney {
  @Field(() => Journey, { description: 'The journey.' })
  journey!: Journey;
  @Field(() => JourneyStage, { description: 'The stage they are in: the last one they reached.' })
  stage!: JourneyStage;
  @Field(() => DateTime, { description: 'When they came into it.' })
  enteredAt!: Date;
  @Field(() => [StageVisit], { description: 'All stages they came into, in order of time.' })
  history!: readonly StageVisit[];
}
