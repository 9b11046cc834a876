// What a person reads of exports: one line for each format and number of rows, and whether memory grew between them.
import { decimals, seconds, table, whole } from '../table.ts';
import { EXPORT_FORMATS, type ExportReport, type ExportRun } from './export.ts';

/** With fewer rows the smaller export is over before its process has once collected all its garbage. */
const MEMORY_TARGET = { ratio: 1.2, rows: 200_000 };

export function printExport({ runs, memoryRatios }: ExportReport): string {
  const times = table(['Export of interactions', 's', 'rows/s', 'MB', '× COPY', 'peak MB', 'CPU s'], runs.map(lineOf));
  const { ratio, rows: least } = MEMORY_TARGET;
  const isEnough = runs[0]!.rows >= least;
  const verdicts = EXPORT_FORMATS.map(format => {
    const found = memoryRatios[format];
    const word = isEnough ? (found <= ratio ? 'reached' : 'MISSED') : `asked of ${whole(least)} rows`;
    return `${format}: five times the rows: ${decimals(found)} × the memory, target ≤ ${ratio}: ${word}`;
  });
  return `${times}\n${verdicts.join('\n')}`;
}

function lineOf({ rows, format, ms, bytes, copyRatio, peakMb, cpuMs }: ExportRun): string[] {
  return [
    `${whole(rows)} rows as ${format}`,
    seconds(ms),
    whole(rows / (ms / 1000)),
    decimals(bytes / 1e6, 0),
    decimals(copyRatio, 3),
    decimals(peakMb, 0),
    seconds(cpuMs),
  ];
}
