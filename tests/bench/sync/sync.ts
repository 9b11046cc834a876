// `bench sync`: a full sync of both CRMs side by side through the real clients, its database part alone, and COPY of the same rows, in turns.
import { join } from 'node:path';
import { inBench } from '../bench.ts';
import { countRows, dump, expectSameRows, load, sumOf } from '../copy.ts';
import type { BenchServer } from '../database.ts';
import { familyCpuMs, median } from '../measure.ts';
import type { Program } from '../program.ts';
import type { BenchConnection } from '../source.program.ts';
import { everydayMix } from '../support/mix.ts';
import type { Synced } from './worker.program.ts';

/** Medians over all rounds. */
export interface SyncReport {
  /** Source records read and kept, HubSpot's associations included. */
  readonly records: number;
  /** Rows they became, in all tables. */
  readonly rows: number;
  readonly requests: number;
  readonly rounds: number;
  readonly endToEndMs: number;
  /** The same sync of pages that were written down: comparing, mapping, writing, committing, and reading a file. */
  readonly databasePartMs: number;
  readonly copyMs: number;
  /** CPU of one end-to-end sync: ours, PostgreSQL's (null where it cannot be known), the simulated CRMs'. */
  readonly cpuMs: { readonly worker: number; readonly postgres: number | null; readonly source: number };
  /** COPY's time divided by the other's: 1 is as fast as COPY. */
  readonly ratios: { readonly endToEnd: number; readonly databasePart: number };
}

interface Parts {
  readonly server: BenchServer;
  readonly source: Program;
  readonly worker: Program;
  readonly connections: readonly BenchConnection[];
  /** Of the recorded pages. */
  readonly folder: string;
}

export function benchSync({ records, rounds }: { records: number; rounds: number }): Promise<SyncReport> {
  return inBench(async ({ server, start }) => {
    const [source, worker] = [await start('./source.program'), await start('./sync/worker.program')];
    const connections = await source.call<BenchConnection[]>('start', everydayMix(records));
    return measure({ server, source, worker, connections, folder: join(server.folder, 'pages') }, rounds);
  });
}

async function measure(parts: Parts, rounds: number): Promise<SyncReport> {
  const { server } = parts;
  // The first sync warms everything up, is written down, and gives the rows for COPY. It is not measured.
  const recorded = await endToEnd(parts, 'bench_recorded', true);
  const rows = await dump(server, 'bench_recorded');
  const [syncs, replays, copies] = [[] as Measured[], [] as number[], [] as number[]];
  for (let round = 0; round < rounds; round++) {
    syncs.push(await endToEnd(parts, 'bench_sync'));
    expectSameRows(rows.rows, await countRows(server, 'bench_sync'));
    replays.push(await databasePart(parts));
    expectSameRows(rows.rows, await countRows(server, 'bench_replay'));
    copies.push(await load(await fresh(server, 'bench_copy'), rows));
    expectSameRows(rows.rows, await countRows(server, 'bench_copy'));
  }
  const of = (pick: (sync: Measured) => number) => median(syncs.map(pick));
  const [endToEndMs, databasePartMs, copyMs] = [of(sync => sync.ms), median(replays), median(copies)];
  const knowsPostgres = syncs.every(sync => sync.cpu.postgres !== null);
  return {
    records: recorded.records,
    rows: sumOf(rows.rows),
    requests: recorded.requests,
    rounds,
    endToEndMs,
    databasePartMs,
    copyMs,
    cpuMs: {
      worker: of(sync => sync.cpu.worker),
      postgres: knowsPostgres ? of(sync => sync.cpu.postgres!) : null,
      source: of(sync => sync.cpu.source),
    },
    ratios: { endToEnd: copyMs / endToEndMs, databasePart: copyMs / databasePartMs },
  };
}

interface Measured extends Synced {
  readonly cpu: { readonly worker: number; readonly postgres: number | null; readonly source: number };
}

async function endToEnd(parts: Parts, database: string, record = false): Promise<Measured> {
  const url = await fresh(parts.server, database);
  const before = await cpuOf(parts);
  const { connections, folder } = parts;
  const synced = await parts.worker.call<Synced>('sync', { url, connections, recordTo: record ? folder : undefined });
  const after = await cpuOf(parts);
  const postgres = after.postgres === null || before.postgres === null ? null : after.postgres - before.postgres;
  return { ...synced, cpu: { worker: after.worker - before.worker, postgres, source: after.source - before.source } };
}

async function databasePart(parts: Parts): Promise<number> {
  const url = await fresh(parts.server, 'bench_replay');
  const { connections, folder } = parts;
  return (await parts.worker.call<Synced>('sync', { url, connections, replayFrom: folder })).ms;
}

async function fresh(server: BenchServer, name: string): Promise<string> {
  const url = await server.create(name);
  await server.checkpoint();
  return url;
}

async function cpuOf({ server, source, worker }: Parts) {
  const [ours, theirs] = await Promise.all([worker.usage(), source.usage()]);
  return { worker: ours.cpuMs, postgres: familyCpuMs(server.pid), source: theirs.cpuMs };
}
