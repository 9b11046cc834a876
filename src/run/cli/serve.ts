// `cxgraph serve`: database, jobs, sandbox and API in one program.
import type { Config } from '../../base/config.ts';
import { createLog } from '../../base/log.ts';
import { migrate } from '../../base/tables/migrate.ts';
import { resumeInterrupted } from '../../ingest/sync/sweep.ts';
import { loadConnectors } from '../find-connectors.ts';
import { startApi } from './api.ts';
import { Closers } from './closers.ts';
import { type Console, thousands } from './console.ts';
import { followFirstSync } from './first-sync.ts';
import { createRuntime, type Runtime } from './runtime.ts';
import { openSandbox, restSandbox } from './sandbox.ts';
import { listenForStop } from './stop.ts';
import { openStores } from './stores.ts';
import { addWorker } from './work.ts';

/** Runs until it is asked to stop. Throws UserError when it cannot start. */
export async function serve(config: Config, out: Console): Promise<void> {
  const closers = new Closers();
  const stop = listenForStop(() => closers.force());
  closers.add('signals', async () => stop.dispose());
  try {
    await start(config, out, closers, stop.signal);
    await stop.asked;
    out.line();
    out.line('  Stopping …');
  } finally {
    await closers.close();
  }
}

async function start(config: Config, out: Console, closers: Closers, signal: AbortSignal): Promise<void> {
  const log = createLog(config.logLevel);
  const connectors = await loadConnectors();
  const database = await openStores(config);
  closers.add('database', () => database.stop(), database.kill);
  const runtime = await createRuntime(config, database.url, connectors, log);
  closers.add('runtime', () => runtime.close());
  await migrate(database.url, runtime.orm);
  // Nobody else has this data folder, so whoever held a lease is dead.
  if (config.databaseUrl === null) await resumeInterrupted(runtime.context());
  const api = await startApi(runtime);
  closers.add('api', () => api.close());
  out.line();
  out.line(`  cxgraph     ${api.url}`);
  out.line(
    `  database    ${config.databaseUrl === null ? `embedded PostgreSQL in ${config.dataDir}` : 'DATABASE_URL'}`,
  );
  await (config.sandbox ? startWithSandbox(runtime, out, closers) : startWithout(runtime, out));
  await addWorker({ runtime, closers });
  welcome(out, api.url);
  await followFirstSync(runtime.sql, out, signal).catch(error => log.warn('progress is not known', { error }));
}

async function startWithSandbox(runtime: Runtime, out: Console, closers: Closers): Promise<void> {
  const ctx = runtime.context();
  const sandbox = await openSandbox(ctx);
  closers.add('sandbox', () => sandbox.stop());
  const crms = new Intl.ListFormat('en').format([...sandbox.parts.keys()].map(key => ctx.connectors.get(key)!.name));
  out.line(`  sandbox     ${crms} with ${thousands(3000)} made-up people, simulated on this machine`);
}

async function startWithout(runtime: Runtime, out: Console): Promise<void> {
  const resting = await restSandbox(runtime.context());
  if (resting.length > 0) out.line(`  sandbox     off; its connections are paused: ${resting.join(', ')}`);
}

function welcome(out: Console, url: string): void {
  out.line();
  out.line(`  Open  ${url}`);
  out.line('  Try   { customers(first: 3) { totalCount nodes { displayName email lastInteractionAt } } }');
  out.line('  Stop  Ctrl-C');
  out.line();
}
