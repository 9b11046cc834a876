// Finds connections by row id or by key, and their connector.
import type { Connector } from '../../../connectors/contract.ts';
import type { Context } from '../../base/context/context.ts';
import { notFound, UserError } from '../../base/errors.ts';
import { encodeId } from '../../base/ids.ts';
import { Connection } from '../../base/tables/connection.entity.ts';
import { API_KEY } from '../recording/record.ts';

/** A row id, the same as text, or a key: keys begin with a letter. */
export type ConnectionRef = number | string;

/** Read afresh: a worker may have changed the row. Throws NOT_FOUND, also for what was disconnected; CONFLICT while its data are deleted. */
export async function getConnection(ctx: Context, ref: ConnectionRef): Promise<Connection> {
  return find(ctx, ref, connection => !connection.disconnectedAt);
}

/** The same, but also gives what was disconnected, whose data may still be there. */
export async function getKeptConnection(ctx: Context, ref: ConnectionRef): Promise<Connection> {
  return find(ctx, ref, connection => connection.deletedThrough == null);
}

async function find(
  ctx: Context,
  ref: ConnectionRef,
  isWanted: (connection: Connection) => boolean,
): Promise<Connection> {
  const id = /^\d+$/.test(String(ref)) ? Number(ref) : null;
  const where = id === null ? { key: String(ref) } : { id };
  const connection = await ctx.em.findOne(Connection, where, { refresh: true });
  if (connection && isWanted(connection) && connection.key !== API_KEY) return connection;
  if (connection?.deletedThrough != null) throw beingDeleted(connection.key);
  throw notFound('connection', id === null ? String(ref) : encodeId('connection', id));
}

export function beingDeleted(key: string): UserError {
  return new UserError(
    'CONFLICT',
    `The connection "${key}" was disconnected, and what came through it is still being deleted. Wait until it is gone.`,
    { field: 'key' },
  );
}

/** In the order in which they were made. */
export function listConnections(ctx: Context): Promise<Connection[]> {
  return ctx.em.find(
    Connection,
    { disconnectedAt: null, key: { $ne: API_KEY } },
    { orderBy: { id: 'asc' }, refresh: true },
  );
}

/** Throws BAD_USER_INPUT that lists those there are. */
export function findConnector(ctx: Context, key: string): Connector {
  const connector = ctx.connectors.get(key);
  if (connector) return connector;
  const known = [...ctx.connectors.keys()].join(', ') || 'none';
  throw new UserError('BAD_USER_INPUT', `There is no connector "${key}". There are: ${known}.`, { field: 'connector' });
}
