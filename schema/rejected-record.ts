// Records that could not be used.
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { Connection } from './connection.ts';
import { Node } from './node.ts';
import { ForwardArgs, listOf } from './paging.ts';
import { DateTime, Json } from './scalars.ts';

@ObjectType('RejectedRecord', {
  implements: [Node],
  simpleResolvers: true,
  description: 'A record of a source that could not be used, until it can.',
})
export class RejectedRecord extends Node {
  @Field(() => Connection, { description: 'The connection it came through.' })
  connection!: Connection;
  @Field(() => String, { description: 'What kind of record it is there.' })
  object!: string;
  @Field(() => String, { nullable: true, description: 'Its id there.' })
  externalId?: string | null;
  @Field(() => String, { description: 'Why it could not be used.' })
  reason!: string;
  @Field(() => Json, { description: 'All that the source said.' })
  payload!: unknown;
  @Field(() => DateTime, { description: 'When it was last tried.' })
  rejectedAt!: Date;
  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;
}

export const RejectedRecordConnection = listOf('RejectedRecord', () => RejectedRecord, 'rejected records');

@ArgsType()
export class RejectedRecordsArgs extends ForwardArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this connection, by id or key.' })
  connection?: string | null;
  @Field(() => ID, { nullable: true, description: 'Only those that this sync met last.' })
  run?: string | null;
}
