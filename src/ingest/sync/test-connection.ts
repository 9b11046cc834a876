// Asks a source whether it would let us in.
import type { Session } from '../../../connectors/contract.ts';
import { ConnectorError, Reauthorize } from '../../../connectors/errors.ts';
import type { Context } from '../../base/context/context.ts';
import { openSession } from './connector-host.ts';
import { type ConnectionRef, findConnector, getConnection } from './find-connection.ts';

export interface ConnectionCheck {
  readonly ok: boolean;
  /** The account at the source, as its people know it. */
  readonly account: string | null;
  readonly message: string;
  readonly missingPermissions: readonly string[];
}

const PATIENCE_MS = 30_000;

/** Makes one request or few. What the source says is the answer, not an error; a good one ends UNAUTHORIZED. */
export async function testConnection(ctx: Context, ref: ConnectionRef): Promise<ConnectionCheck> {
  const connection = await getConnection(ctx, ref);
  const connector = findConnector(ctx, connection.connector);
  let session: Session | null = null;
  try {
    session = openSession(ctx, connector, connection, AbortSignal.timeout(PATIENCE_MS));
    const { account, missingPermissions } = await session.check();
    connection.account = account ?? connection.account ?? null;
    if (connection.status === 'UNAUTHORIZED') Object.assign(connection, { status: 'READY', statusMessage: null });
    const missing = missingPermissions.length;
    const message = missing
      ? `Connected, but ${missing} permission${missing > 1 ? 's are' : ' is'} missing.`
      : 'Connected.';
    return { ok: missing === 0, account, message, missingPermissions };
  } catch (error) {
    if (error instanceof Reauthorize)
      Object.assign(connection, { status: 'UNAUTHORIZED', statusMessage: error.message });
    return { ok: false, account: null, message: messageOf(error), missingPermissions: [] };
  } finally {
    await session?.close();
    await ctx.em.flush();
  }
}

/** A source's own words may be shown; a bug's may hold anything. */
function messageOf(error: unknown): string {
  if (error instanceof Reauthorize) return `${error.message}. Correct the credentials of this connection.`;
  if (error instanceof ConnectorError) return `${error.message}.`;
  if (error instanceof Error && error.name === 'TimeoutError') return `No answer within ${PATIENCE_MS / 1000} seconds.`;
  throw error;
}
