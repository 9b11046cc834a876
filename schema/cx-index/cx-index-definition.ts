// Definitions of CX indices: what they are made of, and how one is saved.
import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { describeEnum } from '../common/describe.ts';
import { DateTime, Json } from '../common/scalars.ts';
import { Metric } from '../metric/metric-enums.ts';
import { MetricFilter } from '../metric/metric-inputs.ts';
import { Node } from '../node/node.ts';

export const IndexAggregation = describeEnum('IndexAggregation', 'How the components of an index become one figure.', {
  ARITHMETIC: 'Weighted mean: a good component makes up for a bad one.',
  GEOMETRIC:
    'Weighted geometric mean: a bad component weighs on the index whatever the others do. A component below 1 counts as 1, so that no single one makes it 0.',
});

@ObjectType('CxIndexComponent', {
  simpleResolvers: true,
  description:
    'One metric of an index, brought to 0 to 100 in a straight line: `worst` and whatever is worse becomes 0, `best` and whatever is better 100.',
})
export class CxIndexComponent {
  @Field(() => Metric, { description: 'What is measured.' })
  metric!: keyof typeof Metric;
  @Field(() => Float, { description: 'How much it counts, in proportion to the other weights; above 0.' })
  weight!: number;
  @Field(() => Float, { description: "The value that becomes 0, in the metric's unit." })
  worst!: number;
  @Field(() => Float, {
    description: "The value that becomes 100, in the metric's unit; below `worst` where low is good.",
  })
  best!: number;
  @Field(() => Json, {
    nullable: true,
    description: 'What is counted for it, as a MetricFilter, beside what a report asks for; null for everything.',
  })
  where?: unknown;
}

@ObjectType('CxIndexDefinition', {
  implements: [Node],
  simpleResolvers: true,
  description:
    'One version of a CX index. Versions never change: what was reported once can be reported again, with `cxIndex(key, version)`.',
})
export class CxIndexDefinition extends Node {
  @Field(() => String, { description: 'Its name in queries.' })
  key!: string;
  @Field(() => Int, { description: 'Counts from 1; every change makes a new one.' })
  version!: number;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'What it tells, and why it is made as it is.' })
  description?: string | null;
  @Field(() => IndexAggregation, { description: 'How its components become one figure.' })
  aggregation!: keyof typeof IndexAggregation;
  @Field(() => [CxIndexComponent], { description: 'What it is made of.' })
  components!: readonly CxIndexComponent[];
  @Field(() => DateTime, { description: 'When this version was saved.' })
  createdAt!: Date;
}

@InputType('CxIndexComponentInput', {
  description:
    "One metric of an index. `worst` and `best` default to the ends of the metric's scale, and must be given where it has none: durations, money, counts, and mean scores unless `where` names one scale.",
})
export class CxIndexComponentInput {
  @Field(() => Metric, { description: 'What is measured.' })
  metric!: keyof typeof Metric;
  @Field(() => Float, { description: 'How much it counts, in proportion to the other weights; above 0.' })
  weight!: number;
  @Field(() => Float, { nullable: true, description: "The value that becomes 0, in the metric's unit." })
  worst?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "The value that becomes 100, in the metric's unit. Below `worst` where low is good, as for durations.",
  })
  best?: number | null;
  @Field(() => MetricFilter, { nullable: true, description: 'What is counted for it; everything without.' })
  where?: MetricFilter | null;
}

@InputType('SaveCxIndexInput', { description: 'A CX index of your own.' })
export class SaveCxIndexInput {
  @Field(() => String, {
    description: 'Its name in queries: small letters, digits and dashes. Saved again, the same key gets a new version.',
  })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'What it tells, and why it is made as it is.' })
  description?: string | null;
  @Field(() => IndexAggregation, {
    nullable: true,
    defaultValue: 'ARITHMETIC',
    description: 'How its components become one figure.',
  })
  aggregation?: keyof typeof IndexAggregation | null;
  @Field(() => [CxIndexComponentInput], {
    description: 'What it is made of: 1 to 20 metrics, each with the same `where` only once.',
  })
  components!: CxIndexComponentInput[];
}
