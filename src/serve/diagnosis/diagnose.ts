// Looks at everything inside the database that must be right, and says what to do where it is not.
import { requireRole } from '../../base/access/require-role.ts';
import type { Context } from '../../base/context/context.ts';
import { parseId } from '../../base/ids.ts';
import { getConnection } from '../../ingest/sync/find-connection.ts';
import { lookAtConnections } from './connections.ts';
import { lookAtFigures } from './figures.ts';
import type { Finding } from './finding.ts';
import { lookAtSetAside } from './set-aside.ts';
import { lookAtStores } from './stores.ts';

/**
 * With `connection`, an id or a key, only what concerns that one. Changes nothing and asks no source. Never any personal
 * data: customers are named by their ids. @throws UserError FORBIDDEN below OPERATOR; NOT_FOUND
 */
export async function diagnose(ctx: Context, connection: string | null): Promise<Finding[]> {
  requireRole(ctx, 'OPERATOR');
  if (connection !== null) {
    const parsed = parseId(connection);
    const ref = parsed?.kind === 'connection' ? parsed.id : connection;
    return lookAtConnections(ctx, (await getConnection(ctx, ref)).id);
  }
  const parts = [lookAtStores(ctx), lookAtFigures(ctx.sql), lookAtSetAside(ctx.sql), lookAtConnections(ctx, null)];
  return (await Promise.all(parts)).flat();
}
