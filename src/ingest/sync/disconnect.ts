// Takes a connection away, with or without what it brought.
import type { Context } from '../../base/context/context.ts';
import type { BatchLimits } from '../../base/database/work-batches.ts';
import { Connection } from '../../base/tables/connection.entity.ts';
import { requestRefresh } from '../marks/request.ts';
import { IN_CALL } from './connection-batches.ts';
import { deleteConnectionData } from './delete-data.ts';
import { type ConnectionRef, getConnection, getKeptConnection } from './find-connection.ts';
import { endRuns } from './runs.ts';
import { unscheduleSync } from './schedules.ts';

/**
 * Its runs end, its credentials are forgotten. Without `deleteData` its records stay, and the key can be taken up again.
 * With it they are taken away, here where they are few; else `deletedThrough` is not null yet when this returns. What was
 * disconnected before can be given again with `deleteData`; then, too, it need not have any left. Throws NOT_FOUND, and CONFLICT
 * while its data are deleted.
 */
export async function disconnect(
  ctx: Context,
  ref: ConnectionRef,
  deleteData: boolean,
  limits: BatchLimits = IN_CALL,
): Promise<Connection> {
  const { id, disconnectedAt } = await (deleteData ? getKeptConnection : getConnection)(ctx, ref);
  if (!disconnectedAt) await unscheduleSync(ctx, id);
  await ctx.sql.transaction(async tx => {
    // Pages that passed their check are committed before this goes on; a new token makes all others fail.
    await tx.query('select from connection where id = $1 for update', [id]);
    await tx.query(
      `update connection set lease_token = lease_token + 1, lease_holder = null, lease_expires_at = null,
         secrets = null, status = 'READY', status_message = null, updated_at = now(),
         disconnected_at = coalesce(disconnected_at, now()),
         deleted_through = case when $2 then ${Number.MAX_SAFE_INTEGER} else deleted_through end,
         survived_through = case when not $2 then survived_through end
       where id = $1`,
      [id, deleteData],
    );
    await endRuns(tx, 'r.connection_id = $1', id);
  });
  if (deleteData) {
    await deleteConnectionData(ctx.sql, id, limits);
    await requestRefresh(ctx);
  }
  return ctx.em.findOneOrFail(Connection, id, { refresh: true });
}
