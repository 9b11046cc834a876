// `bench export`: all interactions in each format, for a number of rows and for five times as many, against COPY of the same.
import { type Bench, inBench } from '../bench.ts';
import { timed } from '../measure.ts';
import { inSession } from '../sql-world.ts';
import type { Exported, ExportWork } from './worker.program.ts';
import { COPY, makeWorld } from './world.ts';

export const EXPORT_FORMATS = ['ndjson', 'csv', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
/** The larger world has so many times the rows of the smaller. */
const LARGER = 5;

export interface ExportRun {
  readonly rows: number;
  readonly format: ExportFormat;
  readonly ms: number;
  readonly bytes: number;
  /** COPY's time divided by the export's: 1 is as fast as COPY. */
  readonly copyRatio: number;
  /** Highest resident memory of the process that exports, the program itself included. */
  readonly peakMb: number;
  /** Of it, without PostgreSQL. */
  readonly cpuMs: number;
}

export interface ExportReport {
  /** Those of the smaller world, then those of the larger, each in the order of the formats. */
  readonly runs: readonly ExportRun[];
  /** Peak memory of the larger run divided by that of the smaller one. */
  readonly memoryRatios: Readonly<Record<ExportFormat, number>>;
}

export interface ExportBenchOptions {
  readonly rows: number;
  /** Told what is done, as it may take minutes. */
  readonly tell?: (step: string) => void;
}

export function benchExport({ rows, tell = () => undefined }: ExportBenchOptions): Promise<ExportReport> {
  return inBench(async bench => {
    const small = await runsOf(bench, rows, tell);
    const large = await runsOf(bench, rows * LARGER, tell);
    const ratios = EXPORT_FORMATS.map((format, i) => [format, large[i]!.peakMb / small[i]!.peakMb]);
    return { runs: [...small, ...large], memoryRatios: Object.fromEntries(ratios) as ExportReport['memoryRatios'] };
  });
}

async function runsOf({ server, start }: Bench, rows: number, tell: (step: string) => void): Promise<ExportRun[]> {
  const name = `bench_export_${rows}`;
  tell(`${rows} rows`);
  const url = await server.create(name);
  await makeWorld(url, rows);
  await server.checkpoint();
  let copyMs = 0;
  // Once beforehand, so that everybody finds the same in memory.
  for (let i = 0; i < 2; i++)
    await inSession(url, async query => {
      copyMs = (await timed(() => query(COPY))).ms;
    });
  const runs: ExportRun[] = [];
  for (const format of EXPORT_FORMATS) {
    // A process of its own, so that no memory is inherited.
    const worker = await start('./export/worker.program');
    const before = await worker.usage();
    const work: ExportWork = { url, what: 'interactions', format };
    const { ms, bytes, rows: written } = await worker.call<Exported>('exportAll', work);
    const { peakMb, cpuMs } = await worker.usage();
    await worker.stop();
    if (written !== rows) throw new Error(`${written} of ${rows} rows were exported`);
    runs.push({ rows, format, ms, bytes, copyRatio: copyMs / ms, peakMb, cpuMs: cpuMs - before.cpuMs });
  }
  await server.drop(name);
  return runs;
}
