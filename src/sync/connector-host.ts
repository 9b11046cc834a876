// What a connector's session gets from us, and how a connection's config is opened for it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector, Host, RateLimit, Session } from '../../connectors/contract.ts';
import { Fatal } from '../../connectors/errors.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { type ConfigValues, splitConfig } from './config-fields.ts';
import type { Connection } from './connection.entity.ts';

const RATE_LIMIT_EVERY_MS = 2_000;

/** Config with its secrets, as the connector's schema takes it. Throws CONFIGURATION when they cannot be unsealed. */
export function openConfig(ctx: Context, connection: Pick<Connection, 'config' | 'secrets'>): ConfigValues {
  const secrets = connection.secrets ? (ctx.secrets.open(Buffer.from(connection.secrets)) as ConfigValues) : {};
  return { ...connection.config, ...secrets };
}

/** A session of that connection; the caller closes it. Throws Fatal when what is stored cannot be used. */
export function openSession(
  ctx: Context,
  connector: Connector,
  connection: Connection,
  signal: AbortSignal,
  onRequest: () => void = () => undefined,
): Session {
  return connector.open(
    usableConfig(ctx, connector, connection),
    createHost(ctx, connector, connection, signal, onRequest),
  );
}

function usableConfig(ctx: Context, connector: Connector, connection: Connection): unknown {
  try {
    return connector.config.parse(openConfig(ctx, connection));
  } catch (cause) {
    const words =
      cause instanceof UserError ? cause.message : 'The stored settings do not fit this version. Enter them again.';
    throw new Fatal(words, {}, { cause });
  }
}

export function createHost(
  ctx: Context,
  connector: Connector,
  connection: Pick<Connection, 'id' | 'key'>,
  signal: AbortSignal,
  onRequest: () => void,
): Host {
  const log = ctx.log.child({ connection: connection.key });
  let storedAt = Number.NEGATIVE_INFINITY;
  return {
    signal,
    now: Date.now,
    sleep: ms => sleep(ms, undefined, { signal }),
    log: (level, message, detail) => log[level](message, detail),
    onRequest,
    onRateLimit(state) {
      // For people to see; every answer carries one, and a write for each would cost more than the sync.
      if (Date.now() - storedAt < RATE_LIMIT_EVERY_MS) return;
      storedAt = Date.now();
      storeRateLimit(ctx, connection.id, state).catch(error => log.debug('the rate limit was not stored', { error }));
    },
    saveConfig: patch => saveConfig(ctx, connector, connection.id, patch),
  };
}

/** Two runs may hold different parts of the config, so the patch goes onto the row as it is now. */
async function saveConfig(ctx: Context, connector: Connector, id: number, patch: ConfigValues): Promise<void> {
  await ctx.sql.transaction(async tx => {
    const row = await tx.one<Pick<Connection, 'config' | 'secrets'>>(
      'select config, secrets from connection where id = $1 for update',
      [id],
    );
    if (!row) return;
    const { open, secret } = splitConfig(connector, { ...openConfig(ctx, row), ...patch });
    await tx.query('update connection set config = $2, secrets = $3, updated_at = now() where id = $1', [
      id,
      JSON.stringify(open),
      ctx.secrets.seal(secret),
    ]);
  });
}

async function storeRateLimit(ctx: Context, id: number, state: RateLimit): Promise<void> {
  await ctx.sql.query('update connection set rate_limit = $2 where id = $1', [id, JSON.stringify(state)]);
}
