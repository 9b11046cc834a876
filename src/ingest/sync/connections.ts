// Connections to sources: made, tested, changed and taken away.
import type { Connector } from '../../../connectors/contract.ts';
import type { Context } from '../../base/context/context.ts';
import type { BatchLimits } from '../../base/database/work-batches.ts';
import { badInput, notFound, UserError, within } from '../../base/errors.ts';
import { encodeId } from '../../base/ids.ts';
import type { Connection } from '../../base/tables/connection.entity.ts';
import { requestRefresh } from '../marks/request.ts';
import { API_KEY } from '../recording/record.ts';
import { type ConfigValues, checkConfig, checkOrigins, splitConfig } from './config-fields.ts';
import { IN_CALL } from './connection-batches.ts';
import { beingDeleted, type ConnectionRef, findConnector, getConnection } from './find-connection.ts';
import { type ScheduleInput, scheduleSync } from './schedules.ts';
import { lockConnection, openConfig, storeConfig } from './stored-config.ts';
import { surviveAnew } from './survive-anew.ts';

export { getConnection, listConnections } from './find-connection.ts';

export interface ConnectInput {
  /** A connector's key. */
  readonly connector: string;
  /** Small letters, digits and dashes, at most 40; part of every external id, so it never changes. */
  readonly key: string;
  readonly name: string;
  /** Secrets included; they are sealed and never given back. */
  readonly config: ConfigValues;
  readonly schedule?: ScheduleInput | null;
}

/** Makes no request. A key that was disconnected is taken up again, with its data. Throws BAD_USER_INPUT, CONFLICT. */
export async function connect(ctx: Context, input: ConnectInput): Promise<Connection> {
  const connector = findConnector(ctx, input.connector);
  checkKey(input.key);
  const name = checkName(input.name);
  checkConfig(connector, input.config);
  const { open, secret } = splitConfig(connector, input.config);
  const row = await ctx.sql.one<{ id: number; fresh: boolean }>(
    `insert into connection as c (key, connector, name, config, secrets) values ($1, $2, $3, $4, $5)
     on conflict (key) do update set name = excluded.name, config = excluded.config, secrets = excluded.secrets,
       status = 'READY', status_message = null, paused = false, disconnected_at = null, updated_at = now()
     where c.disconnected_at is not null and c.deleted_through is null and c.connector = excluded.connector
     returning id, xmax = 0 as fresh`,
    [input.key, connector.key, name, JSON.stringify(open), ctx.secrets.seal(secret)],
  );
  if (!row && (await isBeingDeleted(ctx, input.key))) throw beingDeleted(input.key);
  if (!row)
    throw new UserError('CONFLICT', `There is already a connection "${input.key}". Choose another key.`, {
      field: 'key',
    });
  if (input.schedule) {
    await scheduleSync(ctx, { ...input.schedule, connection: row.id }).catch(async error => {
      await undo(ctx, row);
      throw error instanceof UserError ? within('schedule', error) : error;
    });
  }
  return getConnection(ctx, row.id);
}

async function isBeingDeleted(ctx: Context, key: string): Promise<boolean> {
  const row = await ctx.sql.one('select from connection where key = $1 and deleted_through is not null', [key]);
  return row !== undefined;
}

/** Only the queue can say whether a cron fits, and it is asked last: who got an error shall find nothing made. */
async function undo(ctx: Context, { id, fresh }: { id: number; fresh: boolean }): Promise<void> {
  if (fresh) await ctx.sql.query('delete from connection where id = $1', [id]);
  else await ctx.sql.query('update connection set disconnected_at = now(), secrets = null where id = $1', [id]);
}

export interface UpdateConnectionInput {
  readonly name?: string | null;
  /** Only the fields to change; null takes one away. */
  readonly config?: ConfigValues | null;
  readonly paused?: boolean | null;
  /** Names of the streams to sync; the others are switched off. */
  readonly streams?: readonly string[] | null;
  /** Lower wins a field over higher. */
  readonly priority?: number | null;
}

/**
 * What is absent or null stays. New credentials make an unauthorized connection ready again. A new priority decides anew
 * whose values win, here where they are few; else `survivedThrough` is not null yet when this returns. Throws BAD_USER_INPUT.
 */
export async function updateConnection(
  ctx: Context,
  ref: ConnectionRef,
  input: UpdateConnectionInput,
  limits: BatchLimits = IN_CALL,
): Promise<Connection> {
  const { id, connector: key } = await getConnection(ctx, ref);
  const connector = findConnector(ctx, key);
  const name = input.name == null ? null : checkName(input.name);
  const disabled = input.streams == null ? null : unnamedStreams(connector, input.streams);
  const ranked = await ctx.sql.transaction(async tx => {
    const before = await lockConnection(tx, id);
    if (!before) throw notFound('connection', encodeId('connection', id));
    await tx.query(
      `update connection set name = coalesce($2, name), paused = coalesce($3, paused), priority = coalesce($4, priority),
         survived_through = case when $4 <> priority then 0 else survived_through end, disabled_streams = coalesce($5, disabled_streams), updated_at = $6
       where id = $1`,
      [id, name, input.paused ?? null, input.priority ?? null, disabled, ctx.now()],
    );
    if (input.config != null) {
      const stored = openConfig(ctx, before);
      const merged = withoutNull({ ...stored, ...input.config });
      checkConfig(connector, merged);
      checkOrigins(connector, stored, merged, input.config);
      await storeConfig(ctx, tx, connector, id, merged);
      await tx.query(
        `update connection set status = 'READY', status_message = null
         where id = $1 and status in ('UNAUTHORIZED', 'READY')`,
        [id],
      );
    }
    return input.priority != null && input.priority !== before.priority;
  });
  if (ranked) {
    await surviveAnew(ctx.sql, id, limits);
    await requestRefresh(ctx);
  }
  return getConnection(ctx, id);
}

function unnamedStreams(connector: Connector, asked: readonly string[]): string[] {
  const known = connector.streams.map(stream => stream.name);
  checkStreams(known, asked);
  const wanted = new Set(asked);
  return known.filter(name => !wanted.has(name));
}

/** Throws BAD_USER_INPUT that lists those there are. */
export function checkStreams(known: readonly string[], asked: readonly string[]): void {
  if (asked.length === 0) throw badInput('streams', 'Name at least one stream.');
  const unknown = asked.find(name => !known.includes(name));
  if (unknown !== undefined)
    throw badInput('streams', `There is no stream "${unknown}". There are: ${known.join(', ')}.`);
}

function checkKey(key: string): void {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(key))
    throw badInput('key', 'A key has 1 to 40 small letters, digits and dashes, and begins with a letter.');
  if (key === API_KEY) throw badInput('key', `The key "${API_KEY}" belongs to what applications record themselves.`);
}

function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 200) throw badInput('name', 'A name has 1 to 200 characters.');
  return trimmed;
}

function withoutNull(values: ConfigValues): ConfigValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
