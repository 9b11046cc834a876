// The process that syncs: the product's own runtime and connectors, told what to do by the benchmark.
import { parseConfig } from '../../../src/base/config.ts';
import { createLog } from '../../../src/base/log.ts';
import { connect } from '../../../src/ingest/sync/connections.ts';
import { startSync } from '../../../src/ingest/sync/runs.ts';
import { workRun } from '../../../src/ingest/sync/work-run.ts';
import { createRuntime, type Runtime } from '../../../src/run/cli/runtime.ts';
import { loadConnectors } from '../../../src/run/find-connectors.ts';
import { timed } from '../measure.ts';
import { answerCalls } from '../program.ts';
import type { BenchConnection } from '../source.program.ts';
import { recordTo, replayFrom } from './recording.ts';

/** Connections, read in full side by side, as a worker does. */
export interface Synced {
  readonly records: number;
  readonly requests: number;
  readonly ms: number;
}

interface Work {
  readonly url: string;
  readonly connections: readonly BenchConnection[];
  /** Where pages are written to. */
  readonly recordTo?: string;
  /** Where pages come from, if not from the source. */
  readonly replayFrom?: string;
}

const never = new AbortController().signal;

answerCalls({ sync: (work: Work) => inRuntime(work, runtime => syncAll(runtime, work)) });

async function inRuntime<T>(work: Work, run: (runtime: Runtime) => Promise<T>): Promise<T> {
  const config = parseConfig({ DATABASE_URL: work.url, CXGRAPH_SECRET: 'only for the benchmark' });
  const known = await loadConnectors();
  const connectors = work.replayFrom === undefined ? known : replayFrom(work.replayFrom, known);
  const recording = work.recordTo === undefined ? null : recordTo(work.recordTo, connectors);
  const runtime = await createRuntime(config, work.url, recording?.connectors ?? connectors, createLog('warn'));
  try {
    return await run(runtime);
  } finally {
    recording?.close();
    await runtime.close();
  }
}

async function syncAll(runtime: Runtime, { connections }: Work): Promise<Synced> {
  const runs: number[] = [];
  for (const connection of connections) {
    const { id } = await connect(runtime.context(), connection);
    runs.push((await startSync(runtime.context(), { connection: id, mode: 'FULL' })).id);
  }
  const { ms } = await timed(() => Promise.all(runs.map(run => workRun(runtime.context(), run, never))));
  const ended = await Promise.all(runs.map(run => outcomeOf(runtime, run)));
  const sum = (pick: (one: Outcome) => number) => ended.reduce((total, one) => total + pick(one), 0);
  return { records: sum(one => Number(one.records)), requests: sum(one => one.requests), ms };
}

interface Outcome {
  readonly status: string;
  readonly error: string | null;
  readonly requests: number;
  readonly records: number;
}

async function outcomeOf(runtime: Runtime, run: number): Promise<Outcome> {
  const ended = await runtime.sql.one<Outcome>(
    `select status, error, requests, (select sum(read - rejected) from stream_run where run_id = $1) as records
     from sync_run where id = $1`,
    [run],
  );
  if (ended?.status !== 'SUCCEEDED') throw new Error(`the sync ended as ${ended?.status}: ${ended?.error}`);
  return ended;
}
