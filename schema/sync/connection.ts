// Connections: accounts at sources from which we sync.
import { Field, Int, ObjectType } from 'type-graphql';
import { Takes } from '../common/describe.ts';
import { ForwardArgs } from '../common/paging.ts';
import { DateTime, Json } from '../common/scalars.ts';
import { Node } from '../node/node.ts';
import { Connector } from './connector.ts';
import { ConnectionStatus } from './sync-enums.ts';
import { SyncRun, SyncRunConnection } from './sync-run.ts';
import { SyncSchedule } from './sync-schedule.ts';

@ObjectType('Stream', { description: 'One kind of records of a connection.', simpleResolvers: true })
export class Stream {
  @Field(() => String, { description: 'Its name, such as "contacts".' })
  name!: string;
  @Field(() => Boolean, { description: 'True when it is synced.' })
  enabled!: boolean;
  @Field(() => Int, { description: 'How many live records of it we hold.' })
  records!: number;
  @Field(() => Int, { description: 'How many of its records could not be used; see `rejectedRecords`.' })
  rejected!: number;
  @Field(() => Json, {
    nullable: true,
    description: "Where the next sync goes on, in the connector's own terms; null before the first.",
  })
  cursor?: unknown;
  @Field(() => DateTime, {
    nullable: true,
    description: 'Everything that changed at the source before this moment is here.',
  })
  syncedThrough?: Date | null;
  @Field(() => Int, { nullable: true, description: "The source's own count at the last reconciliation." })
  sourceRecords?: number | null;
}

@ObjectType('RateLimit', {
  description: "What is left of the source's request allowance, as it last told.",
  simpleResolvers: true,
})
export class RateLimit {
  @Field(() => Int, { nullable: true, description: 'Requests allowed in its period.' })
  limit?: number | null;
  @Field(() => Int, { nullable: true, description: 'Requests still allowed.' })
  remaining?: number | null;
  @Field(() => DateTime, { nullable: true, description: 'When the allowance is full again.' })
  resetsAt?: Date | null;
}

@ObjectType('Connection', {
  implements: [Node],
  simpleResolvers: true,
  description: 'An account at a source, such as one HubSpot portal, from which we sync.',
})
export class Connection extends Node {
  @Field(() => String, { description: 'Its name in `source` fields and filters; it never changes.' })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => Connector, { description: 'What kind of source it is.' })
  connector!: Connector;
  @Field(() => ConnectionStatus, { description: 'Whether it works.' })
  status!: keyof typeof ConnectionStatus;
  @Field(() => String, { nullable: true, description: 'What is wrong, where something is.' })
  statusMessage?: string | null;
  @Field(() => Boolean, { description: 'True while somebody keeps it from syncing.' })
  paused!: boolean;
  @Field(() => Int, { description: "Whose values win where sources differ: the lower number's." })
  priority!: number;
  @Field(() => [Stream], { description: 'Its kinds of records, each with how far it is synced.' })
  streams!: Stream[];
  @Field(() => SyncSchedule, { nullable: true, description: 'When it syncs by itself; null when it does not.' })
  schedule?: SyncSchedule | null;
  @Field(() => SyncRun, { nullable: true, description: 'Its latest sync.' })
  lastRun?: SyncRun | null;
  @Takes(() => ForwardArgs)
  @Field(() => SyncRunConnection, { description: 'Its syncs, newest first.' })
  runs!: InstanceType<typeof SyncRunConnection>;
  @Field(() => RateLimit, {
    nullable: true,
    description: "What is left of the source's own request allowance, where it tells.",
  })
  rateLimit?: RateLimit | null;
}
