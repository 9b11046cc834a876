// What a person reads at the end: one table for each part, and the command that gives it again.
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { ExportReport } from './export/export.ts';
import { printExport } from './export/print.ts';
import type { ImportReport } from './import/import.ts';
import { printImport } from './import/print.ts';
import type { MemoryReport } from './memory.ts';
import type { MetricsReport } from './metrics/metrics.ts';
import { printMetrics } from './metrics/print.ts';
import type { Options } from './options.ts';
import type { ProfileReport } from './profile/profile.ts';
import { printSegments } from './segments/print.ts';
import type { SegmentsReport } from './segments/segments.ts';
import type { SyncReport } from './sync/sync.ts';
import { decimals, seconds, table, whole } from './table.ts';

export interface Report {
  readonly sync?: SyncReport;
  readonly memory?: MemoryReport;
  readonly profile?: ProfileReport;
  readonly metrics?: MetricsReport;
  readonly import?: ImportReport;
  readonly segments?: SegmentsReport;
  readonly export?: ExportReport;
}

/** What should be reached; below it is reported, not failed, because machines differ. */
const TARGETS = { databasePart: 0.3, limit: 0.4, plain: 1.1, postgraphile: 1.2, memory: 1.2 };

export function print(report: Report, options: Options): string {
  const parts = [
    ...(report.sync ? [syncPart(report.sync)] : []),
    ...(report.memory ? [memoryPart(report.memory)] : []),
    ...(report.profile ? [profilePart(report.profile)] : []),
    ...(report.metrics ? [printMetrics(report.metrics)] : []),
    ...(report.import ? [printImport(report.import)] : []),
    ...(report.segments ? [printSegments(report.segments)] : []),
    ...(report.export ? [printExport(report.export)] : []),
  ];
  const command = `npm run bench -- ${options.parts.join(' ')} --records ${options.records} --rounds ${options.rounds} --answers ${options.answers} --lines ${options.lines} --customers ${options.customers} --rows ${options.rows}`;
  const load = loadavg().map(value => value.toFixed(1));
  const machine = `Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'CPU'}, load ${load.join(' ')}`;
  return [...parts, `${command}\n${machine}`].join('\n\n');
}

function syncPart(report: SyncReport): string {
  const { records, rows, cpuMs, ratios, rounds } = report;
  const line = (name: string, ms: number, ratio: number) => [
    name,
    seconds(ms),
    whole(records / (ms / 1000)),
    whole(rows / (ms / 1000)),
    decimals(ratio, 3),
  ];
  const times = table(
    [`Full sync, median of ${rounds}`, 's', 'records/s', 'rows/s', '× COPY'],
    [
      line('COPY of the same rows', report.copyMs, 1),
      line('database part: recorded pages, no HTTP', report.databasePartMs, ratios.databasePart),
      line('end to end: HTTP, mapping, database', report.endToEndMs, ratios.endToEnd),
    ],
  );
  const postgres = cpuMs.postgres === null ? 'unknown' : `${seconds(cpuMs.postgres)} s`;
  return `${times}
${whole(records)} records became ${whole(rows)} rows, by ${whole(report.requests)} requests.
CPU of one end-to-end sync: sync process ${seconds(cpuMs.worker)} s, PostgreSQL ${postgres}, simulated CRMs ${seconds(cpuMs.source)} s.
${verdict('database part × COPY', ratios.databasePart, TARGETS.databasePart)}`;
}

function memoryPart({ runs, ratio, sourceRatio }: MemoryReport): string {
  const rows = runs.map(run => [
    `${whole(run.records)} records`,
    decimals(run.workerPeakMb, 0),
    decimals(run.sourcePeakMb, 0),
    seconds(run.ms),
  ]);
  const times = table(['Peak memory of the process, MB', 'sync', 'simulated CRMs', 's'], rows);
  const word = ratio <= TARGETS.memory ? 'reached' : 'MISSED';
  return `${times}
ten times the records: ${decimals(ratio)} × the memory (simulated CRMs ${decimals(sourceRatio)}), target ≤ ${TARGETS.memory}: ${word}`;
}

function profilePart({ results, ratios }: ProfileReport): string {
  const rows = results.map(result => [
    result.name,
    decimals(result.requestsPerSecond, 1),
    decimals(result.p99Ms, 0),
    decimals(result.cpuMsPerRequest, 1),
    result.postgresCpuMsPerRequest === null ? '?' : decimals(result.postgresCpuMsPerRequest, 1),
    decimals(result.statementsPerRequest, 2),
    whole(result.replyBytes),
  ]);
  const head = [
    '360-profile query',
    'req/s',
    'p99 ms',
    'CPU ms/req',
    'PostgreSQL CPU ms/req',
    'statements/req',
    'bytes',
  ];
  const [limit, ours, plain, postgraphile] = results.map(cpuOf);
  const byCpu = (other: number | undefined) =>
    other ? ` (by CPU of server and PostgreSQL: ${decimals(other / ours!)})` : '';
  const against =
    ratios.postgraphile === null
      ? 'PostGraphile is not installed: npm ci --prefix tests/bench'
      : verdict('cxgraph × PostGraphile', ratios.postgraphile, TARGETS.postgraphile) + byCpu(postgraphile);
  const lines = [
    verdict('cxgraph × limit', ratios.limit, TARGETS.limit) + byCpu(limit),
    verdict('compiled × not compiled', ratios.plain, TARGETS.plain) + byCpu(plain),
    against,
  ];
  return `${table(head, rows)}\n${lines.join('\n')}`;
}

/** Steadier than requests per second on a machine that is busy otherwise. */
function cpuOf({ cpuMsPerRequest, postgresCpuMsPerRequest }: ProfileReport['results'][number]): number {
  return cpuMsPerRequest + (postgresCpuMsPerRequest ?? Number.NaN);
}

function verdict(name: string, ratio: number, target: number): string {
  return `${name} = ${decimals(ratio)}, target ≥ ${target}: ${ratio >= target ? 'reached' : 'MISSED'}`;
}
