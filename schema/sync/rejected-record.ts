// Records that could not be used, or not whole.
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { ForwardArgs, listOf } from '../common/paging.ts';
import { DateTime, Json } from '../common/scalars.ts';
import { Node } from '../node/node.ts';
import { Connection } from './connection.ts';

@ObjectType('RejectedRecord', {
  implements: [Node],
  simpleResolvers: true,
  description:
    'A record of a source that could not be used, or only without some of its values, until it can. It goes when the record comes again and is sound.',
})
export class RejectedRecord extends Node {
  @Field(() => Connection, { description: 'The connection it came through.' })
  connection!: Connection;
  @Field(() => String, { description: 'What kind of record it is there.' })
  object!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Its id there; of one that cannot be stored, its beginning and a checksum.',
  })
  externalId?: string | null;
  @Field(() => Boolean, {
    description: 'True when the record is here, without the values that were out of bounds or with a part of them.',
  })
  taken!: boolean;
  @Field(() => String, {
    description:
      'Why it could not be used, or what it was taken without: "Taken without country: longer than 255 characters".',
  })
  reason!: string;
  @Field(() => [String], {
    description:
      'The first 20 of the values that are wrong, such as "country" or "answers[0].score"; empty where it is the record as such.',
  })
  fields!: string[];
  @Field(() => Json, {
    description: 'All that the source said. Of a record of more than 1,000,000 characters, its beginning.',
  })
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
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that were taken without some of their values; with false, only those that were not taken.',
  })
  taken?: boolean | null;
  @Field(() => ID, { nullable: true, description: 'Only those that this sync met last.' })
  run?: string | null;
}
