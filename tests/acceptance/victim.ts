// The program that the kill test kills: a worker over one database, made of the same parts as `cxgraph serve`.
import 'reflect-metadata';
import { loadConfig } from '../../src/base/config.ts';
import { createLog } from '../../src/base/log.ts';
import { resumeInterrupted } from '../../src/ingest/sync/sweep.ts';
import { Closers } from '../../src/run/cli/closers.ts';
import { createRuntime } from '../../src/run/cli/runtime.ts';
import { addWorker } from '../../src/run/cli/work.ts';
import { loadConnectors } from '../../src/run/find-connectors.ts';

const config = loadConfig();
const runtime = await createRuntime(
  config,
  config.databaseUrl!,
  await loadConnectors(),
  createLog(config.logLevel, { write: line => void process.stderr.write(line) }),
);
// Nobody else works on this database, so whoever held a lease is dead.
await resumeInterrupted(runtime.context());
await addWorker({ runtime, closers: new Closers() });
process.stdout.write('ready\n');
