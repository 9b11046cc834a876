// `bench import`: survey answers from a file, for a number of lines and for ten times as many, against COPY of what they become.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, inBench } from '../bench.ts';
import { countRows, dump, expectSameRows, load, sumOf } from '../copy.ts';
import { familyCpuMs } from '../measure.ts';
import { writeAnswers } from './file.ts';
import type { Imported, ImportWork } from './worker.program.ts';

export interface ImportRun {
  readonly lines: number;
  /** Rows they became, in all tables. */
  readonly rows: number;
  readonly ms: number;
  readonly copyMs: number;
  /** Highest resident memory of the process that imports, the program itself included. */
  readonly peakMb: number;
  /** Of the import: ours, and PostgreSQL's (null where it cannot be known). */
  readonly cpuMs: { readonly worker: number; readonly postgres: number | null };
}

export interface ImportReport {
  readonly runs: readonly [ImportRun, ImportRun];
  /** Peak memory of the larger run divided by that of the smaller one. */
  readonly memoryRatio: number;
  /** COPY's time divided by the import's, for each run: 1 is as fast as COPY. */
  readonly copyRatios: readonly [number, number];
}

export interface ImportBenchOptions {
  readonly lines: number;
  /** Told what is done, as it may take minutes. */
  readonly tell?: (step: string) => void;
}

export function benchImport({ lines, tell = () => undefined }: ImportBenchOptions): Promise<ImportReport> {
  return inBench(async bench => {
    const small = await run(bench, lines, tell);
    const large = await run(bench, lines * 10, tell);
    return {
      runs: [small, large],
      memoryRatio: large.peakMb / small.peakMb,
      copyRatios: [small.copyMs / small.ms, large.copyMs / large.ms],
    };
  });
}

/** A process and a database of its own, so that no memory is inherited. */
async function run({ server, start }: Bench, lines: number, tell: (step: string) => void): Promise<ImportRun> {
  const name = `bench_import_${lines}`;
  const file = join(server.folder, `${name}.csv`);
  tell(`${lines} lines`);
  await writeAnswers(file, lines);
  const url = await server.create(name);
  await server.checkpoint();
  const worker = await start('./import/worker.program');
  const [before, postgresBefore] = [await worker.usage(), familyCpuMs(server.pid)];
  const work: ImportWork = { url, file };
  const imported = await worker.call<Imported>('importFile', work);
  const [after, postgresAfter] = [await worker.usage(), familyCpuMs(server.pid)];
  await worker.stop();
  rmSync(file);
  if (imported.accepted !== lines) throw new Error(`${imported.accepted} of ${lines} lines were accepted`);
  const copied = await copy(server, name);
  await server.drop(name);
  return {
    lines,
    ...copied,
    ms: imported.ms,
    peakMb: after.peakMb,
    cpuMs: {
      worker: after.cpuMs - before.cpuMs,
      postgres: postgresBefore === null || postgresAfter === null ? null : postgresAfter - postgresBefore,
    },
  };
}

async function copy(server: Bench['server'], from: string): Promise<{ rows: number; copyMs: number }> {
  const rows = await dump(server, from);
  const name = `${from}_copy`;
  const url = await server.create(name);
  await server.checkpoint();
  const copyMs = await load(url, rows);
  expectSameRows(rows.rows, await countRows(server, name));
  rows.remove();
  await server.drop(name);
  return { rows: sumOf(rows.rows), copyMs };
}
