// Segments, who is in them and how they grow.
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { describeEnum, Takes } from '../common/describe.ts';
import { PageArgs } from '../common/paging.ts';
import { CalendarDate, DateTime, Json } from '../common/scalars.ts';
import { Customer } from '../customer/customer.ts';
import { CustomerConnection } from '../customer/customer-list.ts';
import { Node } from '../node/node.ts';

@ObjectType('Segment', {
  implements: [Node],
  simpleResolvers: true,
  description:
    'Customers for whom a rule holds. Members are kept: some seconds after their records changed, and when time alone takes them in or out. Metrics take a segment as `where: {segment: …}` or `by: [SEGMENT]`.',
})
export class Segment extends Node {
  @Field(() => String, { description: 'Its name in queries.' })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;
  @Field(() => Json, { description: 'Who belongs to it, as a SegmentRule: `saveSegment` takes it as it is.' })
  rule!: unknown;
  @Field(() => String, { description: 'The rule in words.' })
  ruleText!: string;
  @Field(() => Int, { description: 'How many customers are in it.' })
  size!: number;
  @Field(() => Float, { description: 'Its share of all customers, 0 to 1; 0 when there are none.' })
  share!: number;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'The moment as of which its members are exact. Null from when its rule is saved until everybody was evaluated by it, which takes seconds; members are those of the rule before until then.',
  })
  evaluatedAt?: Date | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Why nobody can be evaluated by its rule, in words; null when all is well. It is not kept up then: save it with another rule.',
  })
  problem?: string | null;
  @Takes(() => PageArgs)
  @Field(() => CustomerConnection, { description: 'Its members, page by page, those who entered last first.' })
  customers!: InstanceType<typeof CustomerConnection>;
}

@ObjectType('SegmentGrowth', {
  simpleResolvers: true,
  description: 'How a segment changed in one calendar bucket.',
})
export class SegmentGrowth {
  @Field(() => CalendarDate, { description: 'The first day of the bucket, in the time zone of the period.' })
  start!: string;
  @Field(() => Int, {
    description:
      'How often customers entered. Who leaves and comes back within the bucket counts here and in `left` each time.',
  })
  entered!: number;
  @Field(() => Int, { description: 'How often customers left.' })
  left!: number;
  @Field(() => Int, { description: 'How many were in it at the end of the bucket; of the one that goes on, now.' })
  size!: number;
}

@ObjectType('RuleExplanation', {
  simpleResolvers: true,
  description: 'A rule or a part of it, and whether it holds for one customer.',
})
export class RuleExplanation {
  @Field(() => Boolean, { description: 'Whether it holds at this moment.' })
  holds!: boolean;
  @Field(() => String, { description: 'What it asks, in words.' })
  text!: string;
  @Field(() => [RuleExplanation], {
    description: 'The parts that it is made of, down to single conditions, which have none.',
  })
  children!: RuleExplanation[];
}

@ObjectType('SegmentPreview', { simpleResolvers: true, description: 'Whom a rule holds for at this moment.' })
export class SegmentPreview {
  @Field(() => Int, { description: 'How many customers.' })
  size!: number;
  @Field(() => Float, { description: 'Their share of all customers, 0 to 1; 0 when there are none.' })
  share!: number;
  @Field(() => String, { description: 'The rule in words.' })
  ruleText!: string;
  @Field(() => [Customer], { description: 'Some of them, those who became known last first.' })
  sample!: Customer[];
}

export const MembershipChange = describeEnum('MembershipChange', 'Which way a customer went.', {
  ENTERED: 'They came into the segment.',
  LEFT: 'They are in it no more.',
});

export const MembershipCause = describeEnum('MembershipCause', 'Why a customer entered or left a segment.', {
  DATA: 'Something about them changed.',
  TIME: 'Time went by, so that a span such as P90D begins or ends.',
  RULE: 'A rule was saved.',
});

@ObjectType('SegmentChange', { simpleResolvers: true, description: 'One customer who entered or left a segment.' })
export class SegmentChange {
  @Field(() => Customer, {
    nullable: true,
    description: 'Who; null when they are gone from all sources, or turned out to be another customer.',
  })
  customer?: Customer | null;
  @Field(() => ID, { description: 'Their id, also when `customer` is null.' })
  customerId!: string;
  @Field(() => Segment, { description: 'The segment.' })
  segment!: Segment;
  @Field(() => MembershipChange, { description: 'Whether they entered or left.' })
  change!: keyof typeof MembershipChange;
  @Field(() => MembershipCause, { description: 'Why they did.' })
  cause!: keyof typeof MembershipCause;
  @Field(() => DateTime, { description: 'When it was found.' })
  at!: Date;
}
