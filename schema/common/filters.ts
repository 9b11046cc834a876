// Inputs that many filters share.
import { Field, Float, InputType } from 'type-graphql';
import { describeEnum } from './describe.ts';
import { DateTime } from './scalars.ts';

@InputType('DateRange', { description: 'A span of time; an end that is left out is open.' })
export class DateRange {
  @Field(() => DateTime, { nullable: true, description: 'Earliest moment, itself included.' })
  from?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'First moment after the span, itself not included.' })
  to?: Date | null;
}

@InputType('NumberTest', { description: 'A test of a number; all conditions given must hold.' })
export class NumberTest {
  @Field(() => Float, { nullable: true, description: 'Equal to this.' })
  eq?: number | null;
  @Field(() => Float, { nullable: true, description: 'Less than this.' })
  lt?: number | null;
  @Field(() => Float, { nullable: true, description: 'Less than or equal to this.' })
  lte?: number | null;
  @Field(() => Float, { nullable: true, description: 'Greater than this.' })
  gt?: number | null;
  @Field(() => Float, { nullable: true, description: 'Greater than or equal to this.' })
  gte?: number | null;
}

export const OrderDirection = describeEnum('OrderDirection', 'Which end of an order comes first.', {
  ASC: 'Smallest, earliest or first in the alphabet comes first.',
  DESC: 'Largest, latest or last in the alphabet comes first.',
});
