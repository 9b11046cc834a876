// Conditions on what customers did and answered: parts of rules of segments and of stages of journeys.
import { Field, InputType } from 'type-graphql';
import { NumberTest } from '../common/filters.ts';
import { Duration } from '../common/scalars.ts';
import { Channel, InteractionKind } from '../interaction/interaction-kinds.ts';
import { Measure } from '../survey/survey.ts';

@InputType('InteractionCondition', {
  description:
    'Counts what happened with the customer up to now: {kind: SUPPORT_CASE, within: "P90D", count: {gte: 3}} are three or more cases in 90 days. Without `count` and `amount` at least one must be there; {count: {eq: 0}} is that there is none.',
})
export class InteractionCondition {
  @Field(() => InteractionKind, { nullable: true, description: 'Only interactions of this kind.' })
  kind?: keyof typeof InteractionKind | null;
  @Field(() => Channel, { nullable: true, description: 'Only those on this channel.' })
  channel?: keyof typeof Channel | null;
  @Field(() => String, { nullable: true, description: 'Only those whose touchpoint is exactly this.' })
  touchpoint?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Support cases alone: true for those that are not resolved, false for those that are. No other `kind` may be given with it.',
  })
  open?: boolean | null;
  @Field(() => Duration, {
    nullable: true,
    description:
      'Only those no longer ago than this, such as P90D; in `then`, no later than this after what it follows. Weeks, days, hours, minutes and seconds; up to P36500D.',
  })
  within?: string | null;
  @Field(() => NumberTest, { nullable: true, description: 'How many there must be; at least one when left out.' })
  count?: NumberTest | null;
  @Field(() => NumberTest, {
    nullable: true,
    description:
      'What their amounts must add up to. What has no amount counts as 0, and currencies are not converted into one another.',
  })
  amount?: NumberTest | null;
  @Field(() => InteractionCondition, {
    nullable: true,
    description:
      'Only those that this followed, later than they happened: {kind: PURCHASE, then: {kind: SUPPORT_CASE, within: "P7D"}} are purchases with a case in the week after. {count: {eq: 0}} in it is that no such thing followed. Up to three, one in the other.',
  })
  // biome-ignore lint/suspicious/noThenProperty: what followed then; nothing awaits a condition
  then?: InteractionCondition | null;
}

@InputType('AnswerCondition', {
  description:
    'Tests the customer\'s answers up to now to questions of one measure: {measure: NPS, latest: {lte: 6}, within: "P90D"}. All tests given must hold; without any, there must be an answer. Scores are those of the question\'s own scale.',
})
export class AnswerCondition {
  @Field(() => Measure, { description: 'What the questions measure; not OTHER.' })
  measure!: keyof typeof Measure;
  @Field(() => Duration, { nullable: true, description: 'Only answers no longer ago than this, such as P90D.' })
  within?: string | null;
  @Field(() => NumberTest, { nullable: true, description: 'The score of the newest answer.' })
  latest?: NumberTest | null;
  @Field(() => NumberTest, { nullable: true, description: 'The score of some answer.' })
  any?: NumberTest | null;
  @Field(() => NumberTest, { nullable: true, description: 'The mean of all their scores.' })
  mean?: NumberTest | null;
}
