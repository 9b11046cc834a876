// A whole installation in one process: the sandbox, a database of its own, its connections, and runs worked by hand.
import type { Connector } from '../../connectors/contract.ts';
import { FakeClock, type FakeServer } from '../../connectors/kit/fake-server.ts';
import { connect } from '../../src/ingest/sync/connections.ts';
import { type StartSyncInput, startSync } from '../../src/ingest/sync/runs.ts';
import type { SyncMode } from '../../src/ingest/sync/schedules.ts';
import { workRun } from '../../src/ingest/sync/work-run.ts';
import { loadConnectors, loadSandboxParts } from '../../src/run/find-connectors.ts';
import { type Sandbox, startSandbox } from '../../src/run/sandbox/sandbox.ts';
import { createTestContext, type TestContext } from '../support/context.ts';

export const CONNECTORS: readonly Connector[] = [...(await loadConnectors()).values()];
/** Connectors whose fakes the sandbox runs: those that keep a desk of its story. */
export const SOURCES: readonly string[] = [...(await loadSandboxParts())].flatMap(([key, { desk }]) =>
  desk ? [key] : [],
);

export interface StreamReport {
  readonly stream: string;
  readonly status: string;
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly rejected: number;
  readonly error: string | null;
}

export interface RunReport {
  readonly id: number;
  readonly mode: string;
  readonly status: string;
  readonly error: string | null;
  readonly requests: number;
  readonly streams: ReadonlyMap<string, StreamReport>;
  /** Sums over all streams. */
  readonly counts: Record<'read' | 'created' | 'updated' | 'unchanged' | 'deleted' | 'rejected', number>;
}

/** One installation's connections to the sandbox, and its runs. */
export interface Installation {
  readonly world: TestContext;
  /** Id of the connection to a source. */
  connectionTo(source: string): number;
  /** Starts a run and works it to its end, however often it is put back. */
  sync(source: string, mode: SyncMode, input?: Partial<StartSyncInput>): Promise<RunReport>;
  start(source: string, mode: SyncMode, input?: Partial<StartSyncInput>): Promise<number>;
  /** One turn of a worker. */
  work(run: number, signal?: AbortSignal): Promise<{ parkedMs?: number }>;
  report(run: number): Promise<RunReport>;
}

export interface Stage extends Installation {
  readonly sandbox: Sandbox;
  readonly servers: readonly FakeServer[];
  /** The sources' time: behind the machine's by half a day and more, so that tests may move it on. */
  readonly clock: FakeClock;
  /** Another installation over the same sources. */
  into(world: TestContext): Promise<Installation>;
  close(): Promise<void>;
}

const DAY = 86_400_000;
/** Noon of the day before, so that the end of the history is never within reach of an overlap. */
const EPOCH = Math.floor(Date.now() / DAY) * DAY - DAY / 2;
const MAX_TURNS = 30;

export async function createStage(options: { people: number; world?: TestContext }): Promise<Stage> {
  const clock = new FakeClock();
  clock.advance(EPOCH - Date.now());
  const sandbox = await startSandbox({ epoch: EPOCH, people: options.people, everyMs: 0, clock });
  const world = options.world ?? (await createTestContext({ connectors: CONNECTORS }));
  return {
    ...(await install(world, sandbox)),
    sandbox,
    servers: [...sandbox.parts.values()].map(({ server }) => server),
    clock,
    into: other => install(other, sandbox),
    async close() {
      await sandbox.stop();
      if (!options.world) await world.close();
    },
  };
}

async function install(world: TestContext, sandbox: Sandbox): Promise<Installation> {
  const connections = new Map<string, number>();
  for (const wanted of sandbox.connections) connections.set(wanted.connector, (await connect(world.fork(), wanted)).id);
  const connectionTo = (source: string) => connections.get(source)!;
  const work: Installation['work'] = (run, signal = new AbortController().signal) => workRun(world.fork(), run, signal);
  const start: Installation['start'] = async (source, mode, input = {}) =>
    (await startSync(world.fork(), { connection: connectionTo(source), mode, ...input })).id;
  return {
    world,
    connectionTo,
    start,
    work,
    report: run => reportOf(world, run),
    async sync(source, mode, input) {
      const run = await start(source, mode, input);
      for (let turn = 0; turn < MAX_TURNS; turn++) if ((await work(run)).parkedMs === undefined) break;
      return reportOf(world, run);
    },
  };
}

const COUNTS = ['read', 'created', 'updated', 'unchanged', 'deleted', 'rejected'] as const;

async function reportOf({ sql }: TestContext, run: number): Promise<RunReport> {
  const row = await sql.one<Omit<RunReport, 'streams' | 'counts'>>(
    `select id, mode, status, error, requests from sync_run where id = $1`,
    [run],
  );
  const streams = await sql.query<StreamReport>(
    `select stream, status, read, created, updated, unchanged, deleted, rejected, error
     from stream_run where run_id = $1 order by position`,
    [run],
  );
  const counts = Object.fromEntries(
    COUNTS.map(name => [name, streams.reduce((sum, stream) => sum + stream[name], 0)]),
  ) as RunReport['counts'];
  return { ...row!, streams: new Map(streams.map(stream => [stream.stream, stream])), counts };
}
