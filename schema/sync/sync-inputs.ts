// What sync mutations take and give.
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Duration, Json } from '../common/scalars.ts';
import { SyncMode } from './sync-enums.ts';

const CRON = 'Minute, hour, day of month, month and day of week, such as "0 6 * * 1-5". Give this or `every`.';
const EVERY = 'The time between two syncs, such as PT15M; at least one minute. Give this or `cron`.';
const ZONE = 'The time zone in which `cron` is meant, such as Europe/Berlin.';

@InputType('ScheduleInput', { description: 'When a new connection is to sync by itself: by `cron` or by `every`.' })
export class ScheduleInput {
  @Field(() => String, { nullable: true, description: CRON })
  cron?: string | null;
  @Field(() => Duration, { nullable: true, description: EVERY })
  every?: string | null;
  @Field(() => String, { nullable: true, defaultValue: 'UTC', description: ZONE })
  timeZone?: string | null;
}

@InputType('ConnectInput', { description: 'A new connection.' })
export class ConnectInput {
  @Field(() => String, { description: 'What kind of source, as `connectors` lists them, such as "hubspot".' })
  connector!: string;
  @Field(() => String, {
    description: 'Its name in filters and ids: small letters, digits and dashes. It never changes.',
  })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => Json, {
    description: 'The settings that `Connector.configFields` lists, as an object. Credentials are stored encrypted.',
  })
  config!: unknown;
  @Field(() => ScheduleInput, { nullable: true, description: 'When it is to sync by itself; never when left out.' })
  schedule?: ScheduleInput | null;
}

@InputType('UpdateConnectionInput', { description: 'What to change of a connection; what is left out stays.' })
export class UpdateConnectionInput {
  @Field(() => String, { nullable: true, description: 'Its new name for people.' })
  name?: string | null;
  @Field(() => Json, {
    nullable: true,
    description: 'Settings to change, as an object; null takes one away. Needs the role ADMIN.',
  })
  config?: unknown;
  @Field(() => Boolean, { nullable: true, description: 'True keeps it from syncing until it is false again.' })
  paused?: boolean | null;
  @Field(() => [String], { nullable: true, description: 'The streams to sync; all others are switched off.' })
  streams?: string[] | null;
  @Field(() => Int, {
    nullable: true,
    description:
      "Whose values win where sources differ: the lower number's. By default 0. What is shown follows with the answer; of a connection with more than some 10,000 people and companies, in the time after it.",
  })
  priority?: number | null;
}

@InputType('ScheduleSyncInput', { description: 'When a connection is to sync by itself: by `cron` or by `every`.' })
export class ScheduleSyncInput extends ScheduleInput {
  @Field(() => ID, { description: 'The connection, by id or key.' })
  connection!: string;
  @Field(() => SyncMode, { nullable: true, defaultValue: 'INCREMENTAL', description: 'How much each sync reads.' })
  mode?: keyof typeof SyncMode | null;
}

@ArgsType()
export class StartSyncArgs {
  @Field(() => ID, { description: 'The connection, by id or key.' })
  connection!: string;
  @Field(() => SyncMode, {
    nullable: true,
    defaultValue: 'INCREMENTAL',
    description: 'How much to read. The first sync reads everything.',
  })
  mode?: keyof typeof SyncMode | null;
  @Field(() => [String], { nullable: true, description: 'Only these streams; all that are switched on when left out.' })
  streams?: string[] | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'True reads and counts but stores nothing.',
  })
  dryRun?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: 'Any text of yours: sent again, it gives the same sync instead of another.',
  })
  idempotencyKey?: string | null;
}

@ObjectType('ConnectionCheck', { description: 'What a source said when it was asked.', simpleResolvers: true })
export class ConnectionCheck {
  @Field(() => Boolean, { description: 'True when everything can be read.' })
  ok!: boolean;
  @Field(() => String, { nullable: true, description: 'The account at the source, as its people know it.' })
  account?: string | null;
  @Field(() => String, { description: 'What is wrong and what to do, or that all is well.' })
  message!: string;
  @Field(() => [String], { description: 'Permissions that the credentials lack.' })
  missingPermissions!: readonly string[];
}
