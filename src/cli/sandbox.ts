// Keeps the sandbox of this installation: the same world at every start, reached by the same connections.
import type { Context } from '../context.ts';
import { type Sandbox, type SandboxConnection, startSandbox } from '../sandbox/sandbox.ts';
import type { Connection } from '../sync/connection.entity.ts';
import { connect, listConnections, updateConnection } from '../sync/connections.ts';
import { startSync } from '../sync/runs.ts';
import { scheduleSync } from '../sync/schedules.ts';

/** What the `setting` row "sandbox" holds. */
interface Kept {
  readonly epoch: number;
  readonly ports: { hubspot: number; salesforce: number };
  /** Keys that were connected once; who disconnects one does not get it back. */
  readonly connected: readonly string[];
}

const LOOPBACK = /"https?:\/\/127\.0\.0\.1:/;

/** At the first start it connects both CRMs and begins to sync them. */
export async function openSandbox(ctx: Context): Promise<Sandbox> {
  const row = await ctx.sql.one<{ value: Kept }>(`select value from setting where key = 'sandbox'`);
  const epoch = row?.value.epoch ?? ctx.now().getTime();
  const sandbox = await start(epoch, row?.value.ports);
  const ports = { hubspot: portOf(sandbox.hubspot.url), salesforce: portOf(sandbox.salesforce.url) };
  let connected = row?.value.connected ?? [];
  await keep(ctx, { epoch, ports, connected });
  const existing = new Map((await listConnections(ctx)).map(connection => [connection.key, connection]));
  for (const wanted of sandbox.connections) {
    const connection = existing.get(wanted.key);
    if (connection) await readdress(ctx, connection, wanted);
    else if (!connected.includes(wanted.key)) await connectAndSync(ctx, wanted);
    connected = [...new Set([...connected, wanted.key])];
    await keep(ctx, { epoch, ports, connected });
  }
  return sandbox;
}

/** The connections stay valid when the ports do. */
async function start(epoch: number, ports?: Kept['ports']): Promise<Sandbox> {
  try {
    return await startSandbox({ epoch, ports });
  } catch (error) {
    if (!ports || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startSandbox({ epoch });
  }
}

async function connectAndSync(ctx: Context, wanted: SandboxConnection): Promise<void> {
  const { id } = await connect(ctx, wanted);
  await startSync(ctx, { connection: id, mode: 'FULL' });
  await scheduleSync(ctx, { connection: id, every: 'PT1M' });
}

/** A connection of that key to the real CRM is somebody's own, and is left alone. */
async function readdress(ctx: Context, connection: Connection, wanted: SandboxConnection): Promise<void> {
  if (connection.connector !== wanted.connector || !LOOPBACK.test(JSON.stringify(connection.config))) return;
  await updateConnection(ctx, connection.id, { config: wanted.config });
}

async function keep(ctx: Context, value: Kept): Promise<void> {
  await ctx.sql.query(
    `insert into setting (key, value) values ('sandbox', $1) on conflict (key) do update set value = excluded.value`,
    [JSON.stringify(value)],
  );
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
