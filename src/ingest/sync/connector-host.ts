// What a connector's session gets from us.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Connector, Host, RateLimit, Session } from '../../../connectors/contract.ts';
import { Fatal } from '../../../connectors/errors.ts';
import type { Context } from '../../base/context/context.ts';
import { UserError } from '../../base/errors.ts';
import type { Connection } from '../../base/tables/connection.entity.ts';
import { type ConfigValues, originsOf } from './config-fields.ts';
import { lockConnection, openConfig, storeConfig } from './stored-config.ts';

const RATE_LIMIT_EVERY_MS = 2_000;

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
  connection: Pick<Connection, 'id' | 'key' | 'config'>,
  signal: AbortSignal,
  onRequest: () => void,
): Host {
  // Of the config that the session was opened with; the entity may be read again meanwhile.
  const origins = originsOf(connector, connection.config);
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
    saveConfig: patch => saveConfig(ctx, connector, connection.id, origins, patch),
  };
}

/**
 * Two runs may hold different parts of the config, so the patch goes onto the row as it is now. What a host gave that
 * is no longer asked is dropped: it is not for the new one.
 */
async function saveConfig(
  ctx: Context,
  connector: Connector,
  id: number,
  origins: ReadonlyMap<string, string>,
  patch: ConfigValues,
): Promise<void> {
  await ctx.sql.transaction(async tx => {
    const row = await lockConnection(tx, id);
    if (!row || !isDeepStrictEqual(originsOf(connector, row.config), origins)) return;
    await storeConfig(ctx, tx, connector, id, { ...openConfig(ctx, row), ...patch });
  });
}

async function storeRateLimit(ctx: Context, id: number, state: RateLimit): Promise<void> {
  await ctx.sql.query('update connection set rate_limit = $2 where id = $1', [id, JSON.stringify(state)]);
}
