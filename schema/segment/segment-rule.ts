// Rules of segments, and what is given to save one.
import { Field, InputType } from 'type-graphql';
import { Duration } from '../common/scalars.ts';
import { AnswerCondition, InteractionCondition } from './happened-conditions.ts';
import { FieldCondition, TraitCondition } from './value-conditions.ts';

@InputType('StageCondition', {
  description: 'Where the customer stands in a journey now: {journey: "default", stage: "onboarding", for: "P14D"}.',
})
export class StageCondition {
  @Field(() => String, { description: 'Key of the journey.' })
  journey!: string;
  @Field(() => String, { description: 'Key of the stage.' })
  stage!: string;
  @Field(() => Duration, { nullable: true, description: 'For at least so long, such as P14D.' })
  for?: string | null;
}

@InputType('SegmentRule', {
  description:
    'Who belongs to a segment: exactly one of these is given, and any may stand in any other. A rule holds for a customer or it does not; a value that is missing makes a test fail, never the rule unknown. At most 12 levels and 200 conditions, the rules of segments named in it included.',
})
export class SegmentRule {
  @Field(() => [SegmentRule], { nullable: true, description: 'Every one of these holds.' })
  all?: SegmentRule[] | null;
  @Field(() => [SegmentRule], { nullable: true, description: 'At least one of these holds.' })
  any?: SegmentRule[] | null;
  @Field(() => SegmentRule, { nullable: true, description: 'This does not hold.' })
  not?: SegmentRule | null;
  @Field(() => FieldCondition, { nullable: true, description: 'A field of the profile is so.' })
  field?: FieldCondition | null;
  @Field(() => TraitCondition, { nullable: true, description: 'A custom attribute is so.' })
  trait?: TraitCondition | null;
  @Field(() => InteractionCondition, { nullable: true, description: 'Something happened with them, or did not.' })
  interaction?: InteractionCondition | null;
  @Field(() => AnswerCondition, { nullable: true, description: 'They answered so.' })
  answer?: AnswerCondition | null;
  @Field(() => String, {
    nullable: true,
    description: 'Key of another segment, whose rule stands here. It may not come back to this one.',
  })
  segment?: string | null;
  @Field(() => StageCondition, { nullable: true, description: 'They are in a stage of a journey now.' })
  stage?: StageCondition | null;
}

@InputType('SaveSegmentInput', { description: 'A segment: customers for whom a rule holds.' })
export class SaveSegmentInput {
  @Field(() => String, {
    description:
      'Its name in queries: small letters, digits and dashes. Saved again, the same key updates the same segment.',
  })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;
  @Field(() => SegmentRule, { description: 'Who belongs to it. What `Segment.rule` gives can be given here again.' })
  rule!: SegmentRule;
}
