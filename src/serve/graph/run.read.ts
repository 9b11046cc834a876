// How sync runs are read: a run's figures are the sums of its streams'.
import type { Context } from '../../base/context/context.ts';
import { connectionType } from './connection.read.ts';
import { isConnection } from './connection-argument.ts';
import type { Field, GraphType, List } from './model.ts';
import { column, columns, id, leaf, one, times } from './model.ts';
import type { RawPage } from './page.ts';
import { readOne, readPage } from './read.ts';
import type { Selected } from './selection.ts';

const streamRunType: GraphType = {
  name: 'StreamRun',
  table: 'stream_run',
  fields: {
    name: column('stream'),
    ...columns('status', 'read', 'expected', 'rejected', 'partial', 'error'),
    written: leaf(row => `${row}.created + ${row}.updated + ${row}.deleted`),
  },
};

const sum = (name: string): Field =>
  leaf(row => `(select coalesce(sum(${name}), 0) from stream_run where run_id = ${row}.id)`);

export const runType: GraphType = {
  name: 'SyncRun',
  table: 'sync_run',
  fields: {
    id: id('run'),
    ...columns('mode', 'trigger', 'status', 'requests', 'error', 'dryRun'),
    ...times('queuedAt', 'startedAt', 'finishedAt'),
    connection: one(
      () => connectionType,
      (row, connection) => `${connection}.id = ${row}.connection_id`,
    ),
    read: sum('read'),
    created: sum('created'),
    updated: sum('updated'),
    unchanged: sum('unchanged'),
    deleted: sum('deleted'),
    rejected: sum('rejected'),
    partial: sum('partial'),
    // Known only when every unfinished stream's source told how much there is.
    progress: leaf(
      row => `case ${row}.status when 'SUCCEEDED' then 1 else (
        select case when bool_and(expected is not null or status in ('SUCCEEDED', 'FAILED', 'CANCELLED'))
          then least(1, sum(read)::float8 / nullif(sum(greatest(coalesce(expected, 0), read)), 0)) end
        from stream_run where run_id = ${row}.id) end`,
    ),
    streams: {
      kind: 'many',
      type: () => streamRunType,
      join: (row, stream) => `${stream}.run_id = ${row}.id`,
      order: stream => `${stream}.position`,
    },
  },
};

export const runList: List = {
  type: () => runType,
  orders: { NEWEST: { type: 'bigint' } },
  defaultOrder: { field: 'NEWEST', descending: true },
  filter(row, s, args) {
    const conditions: string[] = [];
    if (args.connection != null) {
      conditions.push(isConnection(s, `${row}.connection_id`, args.connection as string));
    }
    if (args.status != null) conditions.push(`${row}.status = ${s.bind(args.status, 'text')}`);
    return conditions;
  },
};

export function listRuns(ctx: Context, selected: Selected): Promise<RawPage> {
  return readPage(ctx, () => runList, selected);
}

/** By row id. */
export function readRun<T = object>(ctx: Context, run: number, selected: Selected): Promise<T | null> {
  return readOne<T>(
    ctx,
    () => runType,
    selected,
    (row, s) => `${row}.id = ${s.bind(run, 'bigint')}`,
  );
}
