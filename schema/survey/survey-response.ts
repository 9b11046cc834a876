// Survey responses and their answers.
import { Field, Float, ObjectType } from 'type-graphql';
import { DateTime } from '../common/scalars.ts';
import { Customer } from '../customer/customer.ts';
import { SupportCase } from '../interaction/interaction.ts';
import { Channel } from '../interaction/interaction-kinds.ts';
import { Node } from '../node/node.ts';
import { SourceRecord } from '../sync/source-record.ts';
import { Survey, SurveyQuestion } from './survey.ts';

@ObjectType('SurveyAnswer', { description: 'The answer to one question.', simpleResolvers: true })
export class SurveyAnswer {
  @Field(() => SurveyQuestion, { description: 'The question, with its scale.' })
  question!: SurveyQuestion;
  @Field(() => Float, {
    nullable: true,
    description: "The answer as a number on the question's scale; null for free text.",
  })
  score?: number | null;
  @Field(() => String, { nullable: true, description: 'What they wrote.' })
  text?: string | null;
  @Field(() => Float, {
    nullable: true,
    description: 'How the text sounds, from -1 (very negative) to 1 (very positive); null where it was not scored.',
  })
  sentiment?: number | null;
}

@ObjectType('SurveyResponse', {
  implements: [Node],
  simpleResolvers: true,
  description: 'One filled-in survey.',
})
export class SurveyResponse extends Node {
  @Field(() => Customer, { nullable: true, description: 'Who answered; null when they stayed anonymous.' })
  customer?: Customer | null;
  @Field(() => Survey, { description: 'The survey.' })
  survey!: Survey;
  @Field(() => DateTime, { description: 'When it was sent in.' })
  respondedAt!: Date;
  @Field(() => Channel, { description: 'By which way they were asked.' })
  channel!: keyof typeof Channel;
  @Field(() => String, { nullable: true, description: 'What it is about: a page, a queue, a product.' })
  touchpoint?: string | null;
  @Field(() => SupportCase, { nullable: true, description: 'The support case it is about.' })
  case?: SupportCase | null;
  @Field(() => [SurveyAnswer], { description: "The answers, in the survey's order." })
  answers!: SurveyAnswer[];
  @Field(() => [SourceRecord], { description: 'The raw records behind it.' })
  sourceRecords!: SourceRecord[];
}
