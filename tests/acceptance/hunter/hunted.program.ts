// The program that is hunted: server and worker over one database, made of the same parts as `cxgraph serve`.
import 'reflect-metadata';
import { loadConfig } from '../../../src/base/config.ts';
import { createLog } from '../../../src/base/log.ts';
import { startApi } from '../../../src/run/cli/api.ts';
import { Closers } from '../../../src/run/cli/closers.ts';
import { createRuntime } from '../../../src/run/cli/runtime.ts';
import { addWorker } from '../../../src/run/cli/work.ts';
import { loadConnectors } from '../../../src/run/find-connectors.ts';

const config = loadConfig();
const runtime = await createRuntime(
  config,
  config.databaseUrl!,
  await loadConnectors(),
  createLog('warn', { write: line => void process.send!({ line }) }),
);
const api = await startApi(runtime);
await addWorker({ runtime, closers: new Closers() });
process.on('message', () => {
  globalThis.gc!();
  const { heapUsed, rss } = process.memoryUsage();
  process.send!({ memory: { heapUsed, rss, cpuMs: process.cpuUsage().user / 1_000 } });
});
process.on('disconnect', () => process.exit(0));
process.send!({ ready: api.url });
