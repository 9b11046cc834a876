// Surveys and their questions.
import { Field, Float, ObjectType } from 'type-graphql';
import { describeEnum, Takes } from '../common/describe.ts';
import { ForwardArgs } from '../common/paging.ts';
import { Node } from '../node/node.ts';
import { SurveyResponseConnection } from './survey-response-list.ts';

export const SurveyKind = describeEnum('SurveyKind', 'What a survey asks about.', {
  RELATIONSHIP: 'The relationship as a whole.',
  TOUCHPOINT: 'One experience, such as a support case.',
});

export const Measure = describeEnum('Measure', 'What the answer to a question measures.', {
  NPS: 'How likely they are to recommend us, 0 to 10 (net promoter score).',
  CSAT: 'How satisfied they are, usually 1 to 5 (customer satisfaction).',
  CES: 'How easy it was made for them, usually 1 to 7 (customer effort score).',
  EFFECTIVENESS: 'Whether they got what they needed.',
  EASE: 'How easy it was.',
  EMOTION: 'How it made them feel.',
  QUALITY: 'How good the product or service is.',
  EXPECTATIONS: 'How well it met their expectations, usually 1 to 10.',
  IDEAL: 'How close it comes to their ideal, usually 1 to 10.',
  EMPLOYEE_ENGAGEMENT: 'How engaged our own people are.',
  OTHER: 'Something else, or free text.',
});

@ObjectType('SurveyQuestion', {
  simpleResolvers: true,
  description:
    'A question of a survey. `positiveFrom` is the lowest answer that counts as positive (the highest, where low is good).',
})
export class SurveyQuestion {
  @Field(() => String, { description: 'Its name within the survey.' })
  key!: string;
  @Field(() => String, { description: 'The question as it is asked.' })
  text!: string;
  @Field(() => Measure, { description: 'What the answer measures.' })
  measure!: keyof typeof Measure;
  @Field(() => Float, { nullable: true, description: 'The lowest possible answer; null for free text.' })
  scaleMin?: number | null;
  @Field(() => Float, { nullable: true, description: 'The highest possible answer; null for free text.' })
  scaleMax?: number | null;
  @Field(() => Boolean, { description: 'True when a higher answer is a better one.' })
  higherIsBetter!: boolean;
  @Field(() => Float, {
    nullable: true,
    description: 'From which answer on (up to which, where low is good) it counts as positive.',
  })
  positiveFrom?: number | null;
}

@ObjectType('Survey', {
  implements: [Node],
  simpleResolvers: true,
  description: 'A set of questions that customers are asked.',
})
export class Survey extends Node {
  @Field(() => String, {
    description: "Its name for filters; unique. Surveys of a source start with the connection's key.",
  })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => SurveyKind, { description: 'Whether it asks about the relationship or one experience.' })
  kind!: keyof typeof SurveyKind;
  @Field(() => [SurveyQuestion], { description: 'Its questions, in their order.' })
  questions!: SurveyQuestion[];
  @Takes(() => ForwardArgs)
  @Field(() => SurveyResponseConnection, { description: 'Its responses, newest first.' })
  responses!: InstanceType<typeof SurveyResponseConnection>;
}
