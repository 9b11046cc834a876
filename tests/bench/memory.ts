// `bench memory`: peak memory of the process that syncs, for a number of people and for ten times as many.
import { inBench } from './bench.ts';
import type { BenchConnection } from './source.program.ts';
import { peopleMix } from './support/mix.ts';
import type { Synced } from './sync/worker.program.ts';

export interface MemoryRun {
  readonly records: number;
  readonly ms: number;
  /** Highest resident memory of the whole process, the program itself included. */
  readonly workerPeakMb: number;
  readonly sourcePeakMb: number;
}

export interface MemoryReport {
  readonly runs: readonly [MemoryRun, MemoryRun];
  /** Peak of the larger run divided by that of the smaller one. */
  readonly ratio: number;
  readonly sourceRatio: number;
}

export async function benchMemory(records: number): Promise<MemoryReport> {
  const small = await run(records);
  const large = await run(records * 10);
  return {
    runs: [small, large],
    ratio: large.workerPeakMb / small.workerPeakMb,
    sourceRatio: large.sourcePeakMb / small.sourcePeakMb,
  };
}

/** Everything anew, so that no memory is inherited. */
function run(people: number): Promise<MemoryRun> {
  return inBench(async ({ server, start }) => {
    const [source, worker] = [await start('./source.program'), await start('./sync/worker.program')];
    const url = await server.create('bench_memory');
    const sum = { records: 0, ms: 0 };
    for (const connection of await source.call<BenchConnection[]>('start', peopleMix(people))) {
      const synced = await worker.call<Synced>('sync', { url, connections: [connection] });
      sum.records += synced.records;
      sum.ms += synced.ms;
    }
    const [ours, theirs] = await Promise.all([worker.usage(), source.usage()]);
    return { ...sum, workerPeakMb: ours.peakMb, sourcePeakMb: theirs.peakMb };
  });
}
