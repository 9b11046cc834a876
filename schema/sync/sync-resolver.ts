// Queries about connectors, connections and syncs, and the fields of theirs that no table holds.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { nextRunAt } from '../../src/ingest/sync/schedules.ts';
import { listConnections, readConnection } from '../../src/serve/graph/connection.read.ts';
import { listRejected } from '../../src/serve/graph/rejected-record.read.ts';
import { listRuns } from '../../src/serve/graph/run.read.ts';
import { type RecordPlace, urlOf } from '../../src/serve/graph/source-record.read.ts';
import { orNull, Takes } from '../common/describe.ts';
import { select } from '../common/selection.ts';
import { pick } from '../finish.ts';
import { Connection } from './connection.ts';
import { Connector } from './connector.ts';
import { describeConnector } from './connector-description.ts';
import { RejectedRecordConnection, RejectedRecordsArgs } from './rejected-record.ts';
import { SourceRecord } from './source-record.ts';
import { SyncRunConnection, SyncRunsArgs } from './sync-run.ts';
import { SyncSchedule } from './sync-schedule.ts';

@Resolver()
export class SyncResolver {
  @Query(() => [Connector], { description: 'The kinds of sources that can be connected.' })
  connectors(@Ctx() ctx: Context): Connector[] {
    return [...ctx.connectors.keys()].map(key => describeConnector(ctx, key));
  }

  @Query(() => [Connection], orNull('The sources that are connected, by key.'))
  connections(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listConnections(ctx, select(info));
  }

  @Query(() => Connection, { nullable: true, description: 'One connection; null when there is none.' })
  connection(
    @Arg('id', () => ID, { description: 'Its id or its key.' }) id: string,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readConnection(ctx, id, select(info));
  }

  @Takes(() => SyncRunsArgs)
  @Query(() => SyncRunConnection, orNull('All syncs, page by page, newest first.'))
  syncRuns(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listRuns(ctx, select(info));
  }

  @Takes(() => RejectedRecordsArgs)
  @Query(() => RejectedRecordConnection, orNull('Records that could not be used, page by page, newest first.'))
  rejectedRecords(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listRejected(ctx, select(info));
  }
}

@Resolver(() => Connection)
export class ConnectionResolver {
  @FieldResolver()
  connector(@Root() root: object, @Ctx() ctx: Context, @Info() info: GraphQLResolveInfo): Connector {
    return describeConnector(ctx, pick(root, {}, ctx, info) as string);
  }
}

@Resolver(() => SyncSchedule)
export class SyncScheduleResolver {
  @FieldResolver()
  nextRunAt(@Root() root: { nextRunAt: number }, @Ctx() ctx: Context): Promise<Date | null> {
    return nextRunAt(ctx, { id: root.nextRunAt });
  }
}

@Resolver(() => SourceRecord)
export class SourceRecordResolver {
  @FieldResolver()
  url(@Root() root: { url: RecordPlace }, @Ctx() ctx: Context): string | null {
    return urlOf(ctx, root.url);
  }
}
