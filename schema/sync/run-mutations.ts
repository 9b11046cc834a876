// Starting, stopping and scheduling syncs.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context } from '../../src/base/context/context.ts';
import { idArgument } from '../../src/base/database/conditions.ts';
import { encodeId } from '../../src/base/ids.ts';
import { cancelSync, startSync } from '../../src/ingest/sync/runs.ts';
import { scheduleSync, unscheduleSync } from '../../src/ingest/sync/schedules.ts';
import { readSchedule } from '../../src/serve/graph/connection.read.ts';
import { connectionRef } from '../../src/serve/graph/connection-argument.ts';
import { readRun } from '../../src/serve/graph/run.read.ts';
import { select } from '../common/selection.ts';
import { ScheduleSyncInput, StartSyncArgs } from './sync-inputs.ts';
import { SyncRun } from './sync-run.ts';
import { SyncSchedule } from './sync-schedule.ts';

@Resolver()
export class RunMutations {
  @Mutation(() => SyncRun, { description: 'Starts a sync; watch it with `syncProgress`. Needs the role OPERATOR.' })
  async startSync(
    @Args(() => StartSyncArgs) args: StartSyncArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireRole(ctx, 'OPERATOR');
    const connection = connectionRef('connection', args.connection);
    const run = await startSync(ctx, { ...args, connection, mode: args.mode ?? 'INCREMENTAL' });
    return readRun(ctx, run.id, select(info));
  }

  @Mutation(() => SyncRun, {
    description: 'Stops a sync after the page it is at; what it read is kept. Needs the role OPERATOR.',
  })
  async cancelSync(
    @Arg('run', () => ID, { description: 'The sync, by its id.' }) id: string,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireRole(ctx, 'OPERATOR');
    const run = await cancelSync(ctx, idArgument('run', 'run', id));
    return readRun(ctx, run.id, select(info));
  }

  @Mutation(() => SyncSchedule, {
    description: 'Lets a connection sync by itself, instead of any schedule before. Needs the role OPERATOR.',
  })
  async scheduleSync(
    @Arg('input', () => ScheduleSyncInput, { description: 'When, and how much.' }) input: ScheduleSyncInput,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireRole(ctx, 'OPERATOR');
    const ref = connectionRef('input.connection', input.connection);
    const connection = await scheduleSync(ctx, { ...input, connection: ref });
    return readSchedule(ctx, connection.id, select(info));
  }

  @Mutation(() => ID, { description: 'Ends the schedule of a connection. Gives its id. Needs the role OPERATOR.' })
  async unscheduleSync(
    @Arg('connection', () => ID, { description: 'The connection, by id or key.' }) text: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    requireRole(ctx, 'OPERATOR');
    const connection = await unscheduleSync(ctx, connectionRef('connection', text));
    return encodeId('connection', connection.id);
  }
}
