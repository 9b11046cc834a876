// Which segments a customer is in.
import type { ClassType } from 'type-graphql';
import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../common/scalars.ts';
import { Segment } from './segment.ts';

@ObjectType('SegmentMembership', { simpleResolvers: true, description: 'A segment that a customer is in.' })
export class SegmentMembership {
  @Field(() => Segment as unknown as ClassType<Segment>, { description: 'The segment.' })
  segment!: object;
  @Field(() => DateTime, { description: 'When they entered it, or entered it again.' })
  enteredAt!: Date;
}
