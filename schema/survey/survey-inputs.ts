// Surveys as applications define them.
import { Field, Float, InputType } from 'type-graphql';
import { Measure, SurveyKind } from './survey.ts';

@InputType('SaveSurveyQuestionInput', {
  description:
    "A question. Scale ends and positive mark default to the measure's usual ones: NPS 0-10 from 9, CSAT 1-5 from 4, CES 1-7 from 5.",
})
export class SaveSurveyQuestionInput {
  @Field(() => String, { description: 'Its name within the survey.' })
  key!: string;
  @Field(() => String, { description: 'The question as it is asked.' })
  text!: string;
  @Field(() => Measure, { description: 'What the answer measures.' })
  measure!: keyof typeof Measure;
  @Field(() => Float, { nullable: true, description: 'The lowest possible answer.' })
  scaleMin?: number | null;
  @Field(() => Float, { nullable: true, description: 'The highest possible answer.' })
  scaleMax?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'True when a higher answer is a better one.',
  })
  higherIsBetter?: boolean | null;
  @Field(() => Float, {
    nullable: true,
    description: 'From which answer on (up to which, where low is good) it counts as positive.',
  })
  positiveFrom?: number | null;
}

@InputType('SaveSurveyInput', { description: 'A survey of your own.' })
export class SaveSurveyInput {
  @Field(() => String, {
    description:
      'Its name for filters: small letters, digits and dashes. Saved again, the same key updates the same survey.',
  })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => SurveyKind, { description: 'Whether it asks about the relationship or one experience.' })
  kind!: keyof typeof SurveyKind;
  @Field(() => [SaveSurveyQuestionInput], { description: 'Its questions, in their order.' })
  questions!: SaveSurveyQuestionInput[];
}
