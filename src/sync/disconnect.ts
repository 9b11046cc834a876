// Takes a connection away, with or without what it brought.
import type { Context } from '../context.ts';
import { requestRefresh } from '../refresh/request.ts';
import { Connection } from './connection.entity.ts';
import { deleteConnectionData } from './delete-data.ts';
import { type ConnectionRef, getConnection } from './find-connection.ts';
import { endRuns } from './runs.ts';
import { unscheduleSync } from './schedules.ts';

/** Its runs end, its credentials are forgotten. Without `deleteData` its records stay, and the key can be taken up again. */
export async function disconnect(ctx: Context, ref: ConnectionRef, deleteData: boolean): Promise<Connection> {
  const { id } = await getConnection(ctx, ref);
  await unscheduleSync(ctx, id);
  await ctx.sql.transaction(async tx => {
    // A new token makes every page fail that a worker still has at hand.
    await tx.query(
      `update connection set lease_token = lease_token + 1, lease_holder = null, lease_expires_at = null,
         secrets = null, status = 'READY', status_message = null, disconnected_at = now(), updated_at = now() where id = $1`,
      [id],
    );
    await endRuns(tx, 'r.connection_id = $1', id);
    if (deleteData) await deleteConnectionData(tx, id);
  });
  if (deleteData) await requestRefresh(ctx);
  return ctx.em.findOneOrFail(Connection, id, { refresh: true });
}
