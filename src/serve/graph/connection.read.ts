// How connections are read. Their secrets have no field here, and so no way out.
import type { Context } from '../../base/context/context.ts';
import type { Statement } from '../../base/database/statement.ts';
import { utc } from '../../base/database/statement.ts';
import { isConnection } from './connection-argument.ts';
import type { Field, GraphType } from './model.ts';
import { column, columns, id, leaf, one, page, part, times } from './model.ts';
import { readAll, readOne } from './read.ts';
import { runList, runType } from './run.read.ts';
import type { Selected } from './selection.ts';

/** GraphQL's Int ends at 2^31 - 1; a source that allows more than that sets no limit that matters. */
function allowance(name: 'limit' | 'remaining'): Field {
  const given = (row: string) => `(${row}.rate_limit ->> '${name}')::float8`;
  // Unlike least(), null where the source does not tell.
  return leaf(row => `case when ${given(row)} > 2147483647 then 2147483647 else ${given(row)} end`);
}

const rateLimitType: GraphType = {
  name: 'RateLimit',
  table: 'connection',
  fields: {
    limit: allowance('limit'),
    remaining: allowance('remaining'),
    resetsAt: leaf(row => utc(`to_timestamp((${row}.rate_limit ->> 'resetsAt')::float8 / 1000)`)),
  },
};

const scheduleType: GraphType = {
  name: 'SyncSchedule',
  table: 'connection',
  fields: {
    connection: one(
      () => connectionType,
      (row, connection) => `${connection}.id = ${row}.id`,
    ),
    cron: column('schedule_cron'),
    /** Milliseconds. */
    every: column('schedule_every'),
    timeZone: leaf(row => `coalesce(${row}.schedule_time_zone, 'UTC')`),
    mode: leaf(row => `coalesce(${row}.schedule_mode, 'INCREMENTAL')`),
    /** The connection's row id: the queue knows when. */
    nextRunAt: column('id'),
  },
};

const streamType: GraphType = {
  name: 'Stream',
  table: '',
  fields: {
    ...columns('name', 'enabled', 'records', 'rejected', 'cursor', 'sourceRecords'),
    ...times('syncedThrough'),
  },
};

/** The connector's streams, with what the tables know of each. */
function streamsOf(connection: string, s: Statement): string {
  const declared = [...s.context.connectors.values()].flatMap(connector =>
    connector.streams.map((stream, position) => ({
      connector: connector.key,
      stream: stream.name,
      objects: stream.objects,
      position,
    })),
  );
  const streams = `jsonb_to_recordset(${s.bind(JSON.stringify(declared), 'jsonb')})`;
  return `select d.stream as name, d.position, d.stream <> all(${connection}.disabled_streams) as enabled,
      coalesce(state.records, 0) as records, state.cursor, state.synced_through, state.source_count as source_records,
      (select count(*) from rejected_record r where r.connection_id = ${connection}.id
        and d.objects ? r.object) as rejected
    from ${streams} d(connector text, stream text, objects jsonb, position int)
    left join stream_state state on state.connection_id = ${connection}.id and state.stream = d.stream
    where d.connector = ${connection}.connector`;
}

export const connectionType: GraphType = {
  name: 'Connection',
  table: 'connection',
  fields: {
    id: id('connection'),
    ...columns('key', 'name', 'connector', 'paused', 'priority'),
    status: leaf(
      row =>
        `case when ${row}.deleted_through is not null then 'DELETING' when ${row}.paused then 'PAUSED' else ${row}.status end`,
    ),
    statusMessage: leaf(row => `case when ${row}.status <> 'READY' then ${row}.status_message end`),
    streams: { kind: 'many', type: () => streamType, from: streamsOf, order: stream => `${stream}.position` },
    schedule: part(
      () => scheduleType,
      row => `${row}.schedule_cron is not null or ${row}.schedule_every is not null`,
    ),
    lastRun: one(
      () => runType,
      (row, run) =>
        `${run}.connection_id = ${row}.id and ${run}.id = (select max(id) from sync_run where connection_id = ${row}.id)`,
    ),
    runs: page(
      () => runList,
      (row, run) => `${run}.connection_id = ${row}.id`,
    ),
    rateLimit: part(
      () => rateLimitType,
      row => `${row}.rate_limit is not null`,
    ),
  },
};

/** In use, or not yet gone. */
const shown = (row: string) => `(${row}.disconnected_at is null or ${row}.deleted_through is not null)`;

/** Those in use, and those whose data are being taken away. What was recorded through this API has a connection of its own, which is not one to manage. */
export function listConnections(ctx: Context, selected: Selected): Promise<object[]> {
  return readAll(ctx, () => connectionType, selected, {
    where: row => `${shown(row)} and ${row}.connector <> 'api'`,
    order: row => `${row}.key`,
  });
}

/** Null for an unknown or disconnected one, once its data are gone. `given` is an id or a key. */
export function readConnection(ctx: Context, given: string, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => connectionType,
    selected,
    (row, s) => `${isConnection(s, `${row}.id`, given)} and ${shown(row)}`,
  );
}

/** Of the connection with that row id. */
export function readSchedule(ctx: Context, connection: number, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => scheduleType,
    selected,
    (row, s) => `${row}.id = ${s.bind(connection, 'bigint')}`,
  );
}
