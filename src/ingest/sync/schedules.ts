// When connections are synced by themselves.
import type { Context } from '../../base/context/context.ts';
import { badInput } from '../../base/errors.ts';
import { type Due, scheduledSync } from '../../base/jobs.ts';
import type { Connection } from '../../base/tables/connection.entity.ts';
import { MINUTE, parseDuration } from '../../base/time/duration.ts';
import { namedZoneId } from '../../base/time/zone.ts';
import { type ConnectionRef, getConnection } from './find-connection.ts';

export type SyncMode = 'FULL' | 'INCREMENTAL';

/** One of `cron` and `every`. */
export interface ScheduleInput {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron?: string | null;
  /** ISO 8601, such as PT15M; at least one minute. */
  readonly every?: string | null;
  /** IANA name; `cron` is meant in it. */
  readonly timeZone?: string | null;
  readonly mode?: SyncMode | null;
}

const LONGEST = 366 * 24 * 60 * MINUTE;

/** Replaces the connection's schedule. Throws BAD_USER_INPUT. */
export async function scheduleSync(
  ctx: Context,
  input: ScheduleInput & { connection: ConnectionRef },
): Promise<Connection> {
  const connection = await getConnection(ctx, input.connection);
  const due = parseDue(input);
  await ctx.jobs.schedule(keyOf(connection.id), due, scheduledSync, { connection: connection.id });
  connection.scheduleCron = due.cron ?? null;
  connection.scheduleEvery = due.every ?? null;
  connection.scheduleTimeZone = due.timeZone;
  connection.scheduleMode = input.mode ?? 'INCREMENTAL';
  connection.updatedAt = ctx.now();
  await ctx.em.flush();
  return connection;
}

export async function unscheduleSync(ctx: Context, ref: ConnectionRef): Promise<Connection> {
  const connection = await getConnection(ctx, ref);
  await ctx.jobs.unschedule(keyOf(connection.id));
  connection.scheduleCron = connection.scheduleEvery = connection.scheduleTimeZone = connection.scheduleMode = null;
  connection.updatedAt = ctx.now();
  await ctx.em.flush();
  return connection;
}

/** Null without a schedule. */
export function nextRunAt(ctx: Context, connection: Pick<Connection, 'id'>): Promise<Date | null> {
  return ctx.jobs.nextRunAt(keyOf(connection.id));
}

/** Makes the queue agree with the connections: it may have lost or kept what it should not. */
export async function verifySchedules(ctx: Context): Promise<void> {
  const rows = await ctx.sql.query<{
    id: number;
    cron: string | null;
    every: number | null;
    zone: string | null;
    gone: boolean;
  }>(
    `select id, schedule_cron as cron, schedule_every as every, schedule_time_zone as zone,
       disconnected_at is not null as gone from connection where connector <> 'api'`,
  );
  for (const { id, cron, every, zone, gone } of rows) {
    if (gone || (!cron && !every)) await ctx.jobs.unschedule(keyOf(id));
    else {
      const due: Due = { ...(cron ? { cron } : { every: every ?? MINUTE }), timeZone: zone ?? 'UTC' };
      await ctx.jobs.schedule(keyOf(id), due, scheduledSync, { connection: id });
    }
  }
}

function keyOf(connectionId: number): string {
  return `sync-${connectionId}`;
}

function parseDue(input: ScheduleInput): Due {
  const timeZone = parseZone(input.timeZone ?? 'UTC');
  if (input.cron && input.every) throw badInput('every', 'Give either cron or every, not both.');
  if (input.cron) {
    const cron = input.cron.trim();
    if (cron.split(/\s+/).length !== 5)
      throw badInput('cron', 'A cron expression has five fields: minute, hour, day of month, month, day of week.');
    return { cron, timeZone };
  }
  if (!input.every) throw badInput('every', 'Give cron or every.');
  const every = parseDuration('every', input.every);
  if (every < MINUTE || every > LONGEST) throw badInput('every', 'Between one minute (PT1M) and 366 days (P366D).');
  return { every, timeZone };
}

function parseZone(name: string): string {
  if (namedZoneId(name) !== null) return name;
  throw badInput('timeZone', `There is no time zone "${name}". Use an IANA name such as Europe/Berlin.`);
}
