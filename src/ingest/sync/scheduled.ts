// What a schedule does when it falls due.
import type { Context } from '../../base/context/context.ts';
import { UserError } from '../../base/errors.ts';
import { getConnection } from './find-connection.ts';
import { startSync } from './runs.ts';

/** Starts a run, unless the connection is paused, refused, gone, or still at the last one. */
export async function startScheduledSync(ctx: Context, connectionId: number): Promise<void> {
  try {
    const connection = await getConnection(ctx, connectionId);
    const mode = connection.scheduleMode === 'FULL' ? 'FULL' : 'INCREMENTAL';
    await startSync(ctx, { connection: connectionId, mode, trigger: 'SCHEDULE' });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    ctx.log.debug('a scheduled sync was left out', { connection: connectionId, reason: error.message });
  }
}
