// Keeps the sandbox of this installation: the same world at every start, reached by the same connections.
import type { Context } from '../../base/context/context.ts';
import type { Connection } from '../../base/tables/connection.entity.ts';
import { offerReadySegments } from '../../derive/segments/offer-ready.ts';
import { connect, listConnections, updateConnection } from '../../ingest/sync/connections.ts';
import { endRuns, startSync } from '../../ingest/sync/runs.ts';
import { scheduleSync } from '../../ingest/sync/schedules.ts';
import { type Sandbox, type SandboxConnection, startSandbox } from '../sandbox/sandbox.ts';

/** What the `setting` row "sandbox" holds. */
interface Kept {
  readonly epoch: number;
  /** By connector. */
  readonly ports: Readonly<Record<string, number>>;
  /** Keys that were connected once; who disconnects one does not get it back. */
  readonly connected: readonly string[];
  /** Keys that `restSandbox` paused. */
  readonly resting?: readonly string[];
  /** Keys of ready segments that were saved once. */
  readonly segments?: readonly string[];
}

const LOOPBACK = /"https?:\/\/127\.0\.0\.1:/;

/** At the first start it connects all of them, begins to sync them, and saves the ready segments. */
export async function openSandbox(ctx: Context): Promise<Sandbox> {
  const kept = await readKept(ctx);
  const epoch = kept?.epoch ?? ctx.now().getTime();
  const sandbox = await start(epoch, kept?.ports);
  const ports = Object.fromEntries([...sandbox.parts].map(([key, { url }]) => [key, portOf(url)]));
  let connected = kept?.connected ?? [];
  let resting = kept?.resting ?? [];
  const segments = await offerReadySegments(ctx, kept?.segments ?? []);
  await keep(ctx, { epoch, ports, connected, resting, segments });
  const existing = new Map((await listConnections(ctx)).map(connection => [connection.key, connection]));
  for (const wanted of sandbox.connections) {
    const connection = existing.get(wanted.key);
    if (connection) await readdress(ctx, connection, wanted, resting.includes(wanted.key));
    else if (!connected.includes(wanted.key)) await connectAndSync(ctx, wanted);
    connected = [...new Set([...connected, wanted.key])];
    resting = resting.filter(key => key !== wanted.key);
    await keep(ctx, { epoch, ports, connected, resting, segments });
  }
  return sandbox;
}

/**
 * While the sandbox is off nobody answers there: its connections are paused until it is on again, so that they do not
 * fail every minute. Gives the keys of those that rest.
 */
export async function restSandbox(ctx: Context): Promise<readonly string[]> {
  const kept = await readKept(ctx);
  if (!kept) return [];
  const pointing = (await listConnections(ctx)).filter(
    connection => kept.connected.includes(connection.key) && LOOPBACK.test(JSON.stringify(connection.config)),
  );
  const awake = pointing.filter(connection => !connection.paused);
  const resting = [...new Set([...(kept.resting ?? []), ...awake.map(connection => connection.key)])];
  // Noted before it is done: a crash in between must not leave one paused that nobody wakes.
  if (awake.length > 0) await keep(ctx, { ...kept, resting });
  for (const { id } of awake) {
    await updateConnection(ctx, id, { paused: true });
    await endRuns(ctx.sql, 'r.connection_id = $1', id);
  }
  return pointing.map(connection => connection.key).filter(key => resting.includes(key));
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
async function readdress(
  ctx: Context,
  connection: Connection,
  wanted: SandboxConnection,
  rested: boolean,
): Promise<void> {
  if (connection.connector !== wanted.connector || !LOOPBACK.test(JSON.stringify(connection.config))) return;
  await updateConnection(ctx, connection.id, { config: wanted.config, ...(rested && { paused: false }) });
}

async function readKept(ctx: Context): Promise<Kept | undefined> {
  return (await ctx.sql.one<{ value: Kept }>(`select value from setting where key = 'sandbox'`))?.value;
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
