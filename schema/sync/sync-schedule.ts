// When connections sync by themselves.
import { Field, ObjectType } from 'type-graphql';
import { DateTime, Duration } from '../common/scalars.ts';
import { Connection } from './connection.ts';
import { SyncMode } from './sync-enums.ts';

@ObjectType('SyncSchedule', {
  description: 'When a connection syncs by itself: by `cron` or by `every`.',
  simpleResolvers: true,
})
export class SyncSchedule {
  @Field(() => Connection, { description: 'The connection.' })
  connection!: Connection;
  @Field(() => String, {
    nullable: true,
    description: 'Minute, hour, day of month, month and day of week, such as "0 6 * * 1-5".',
  })
  cron?: string | null;
  @Field(() => Duration, { nullable: true, description: 'The time between two syncs, such as PT15M.' })
  every?: string | null;
  @Field(() => String, { description: 'The time zone in which `cron` is meant, such as Europe/Berlin.' })
  timeZone!: string;
  @Field(() => DateTime, { nullable: true, description: 'When the next sync is due.' })
  nextRunAt?: Date | null;
  @Field(() => SyncMode, { description: 'How much each sync reads.' })
  mode!: keyof typeof SyncMode;
}
