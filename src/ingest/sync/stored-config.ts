// A connection's config as it is stored: opened, and changed only under a lock on its row.
import type { Connector } from '../../../connectors/contract.ts';
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { Connection } from '../../base/tables/connection.entity.ts';
import { type ConfigValues, splitConfig } from './config-fields.ts';

type Stored = Pick<Connection, 'config' | 'secrets'>;

/** Config with its secrets, as the connector's schema takes it. Throws CONFIGURATION when they cannot be unsealed. */
export function openConfig(ctx: Context, connection: Stored): ConfigValues {
  const secrets = connection.secrets ? (ctx.secrets.open(Buffer.from(connection.secrets)) as ConfigValues) : {};
  return { ...connection.config, ...secrets };
}

/**
 * Until the transaction ends nobody else changes the config: people and running syncs both do. Pages are committed
 * meanwhile. Undefined when it was disconnected.
 */
export function lockConnection(
  tx: Sql,
  id: number,
): Promise<(Stored & Pick<Connection, 'status' | 'priority'>) | undefined> {
  return tx.one(
    `select config, secrets, status, priority from connection
     where id = $1 and disconnected_at is null for no key update`,
    [id],
  );
}

/** To be called under the lock, with what was opened under it. */
export async function storeConfig(
  ctx: Context,
  tx: Sql,
  connector: Connector,
  id: number,
  values: ConfigValues,
): Promise<void> {
  const { open, secret } = splitConfig(connector, values);
  await tx.query('update connection set config = $2, secrets = $3, updated_at = now() where id = $1', [
    id,
    JSON.stringify(open),
    ctx.secrets.seal(secret),
  ]);
}
