// Sync runs and what they did.
import { ArgsType, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { ForwardArgs, listOf } from '../common/paging.ts';
import { DateTime } from '../common/scalars.ts';
import { Node } from '../node/node.ts';
import { Connection } from './connection.ts';
import { SyncMode, SyncStatus, SyncTrigger } from './sync-enums.ts';

@ObjectType('StreamRun', { description: 'What one sync did to one stream.', simpleResolvers: true })
export class StreamRun {
  @Field(() => String, { description: "The stream's name." })
  name!: string;
  @Field(() => SyncStatus, { description: 'How far it is.' })
  status!: keyof typeof SyncStatus;
  @Field(() => Int, { description: 'Records read so far.' })
  read!: number;
  @Field(() => Int, { nullable: true, description: 'Records there are to read, where the source tells.' })
  expected?: number | null;
  @Field(() => Int, { description: 'Records created, updated or deleted so far.' })
  written!: number;
  @Field(() => Int, { description: 'Records that could not be used.' })
  rejected!: number;
  @Field(() => Int, { description: 'Records taken without some of their values, which were out of bounds.' })
  partial!: number;
  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  error?: string | null;
}

@ObjectType('SyncRun', {
  implements: [Node],
  simpleResolvers: true,
  description: 'One sync of one connection, from its start to its end.',
})
export class SyncRun extends Node {
  @Field(() => Connection, { description: 'The connection.' })
  connection!: Connection;
  @Field(() => SyncMode, { description: 'How much it reads.' })
  mode!: keyof typeof SyncMode;
  @Field(() => SyncTrigger, { description: 'What started it.' })
  trigger!: keyof typeof SyncTrigger;
  @Field(() => SyncStatus, { description: 'How far it is.' })
  status!: keyof typeof SyncStatus;
  @Field(() => DateTime, { description: 'When it was asked for.' })
  queuedAt!: Date;
  @Field(() => DateTime, { nullable: true, description: 'When it began.' })
  startedAt?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'When it ended, well or badly.' })
  finishedAt?: Date | null;
  @Field(() => Float, {
    nullable: true,
    description: 'The share that is done, 0 to 1; null while the source does not tell how much there is.',
  })
  progress?: number | null;
  @Field(() => Int, { description: 'Records read.' })
  read!: number;
  @Field(() => Int, { description: 'Records that were new.' })
  created!: number;
  @Field(() => Int, { description: 'Records that had changed.' })
  updated!: number;
  @Field(() => Int, { description: 'Records that we held already.' })
  unchanged!: number;
  @Field(() => Int, { description: 'Records that were deleted or merged away at the source.' })
  deleted!: number;
  @Field(() => Int, { description: 'Records that could not be used; see `rejectedRecords`.' })
  rejected!: number;
  @Field(() => Int, {
    description: 'Records taken without some of their values, which were out of bounds; see `rejectedRecords`.',
  })
  partial!: number;
  @Field(() => Int, { description: 'Requests sent to the source, repeated ones included.' })
  requests!: number;
  @Field(() => [StreamRun], { description: 'The same by stream.' })
  streams!: StreamRun[];
  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  error?: string | null;
  @Field(() => Boolean, { description: 'True when it only looks and stores nothing.' })
  dryRun!: boolean;
}

export const SyncRunConnection = listOf('SyncRun', () => SyncRun, 'sync runs');

@ArgsType()
export class SyncRunsArgs extends ForwardArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this connection, by id or key.' })
  connection?: string | null;
  @Field(() => SyncStatus, { nullable: true, description: 'Only with this status.' })
  status?: keyof typeof SyncStatus | null;
}
