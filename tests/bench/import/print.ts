// What a person reads of the import: one line for each number of lines, and whether memory grew between them.
import { decimals, seconds, table, whole } from '../table.ts';
import type { ImportReport, ImportRun } from './import.ts';

/** With fewer lines the smaller import is over before its process has once collected all its garbage. */
const MEMORY_TARGET = { ratio: 1.2, lines: 100_000 };

export function printImport({ runs, memoryRatio, copyRatios }: ImportReport): string {
  const times = table(
    ['Import of survey answers', 's', 'lines/s', 'rows/s', '× COPY', 'peak MB', 'CPU s: import', 'PostgreSQL'],
    runs.map((run, i) => lineOf(run, copyRatios[i]!)),
  );
  const becoming = runs.map(({ lines, rows }) => `${whole(lines)} lines became ${whole(rows)} rows`).join(', ');
  const { ratio, lines: least } = MEMORY_TARGET;
  const reached = memoryRatio <= ratio ? 'reached' : 'MISSED';
  const word = runs[0].lines < least ? `asked of ${whole(least)} lines` : reached;
  return `${times}
${becoming}.
ten times the lines: ${decimals(memoryRatio)} × the memory, target ≤ ${ratio}: ${word}`;
}

function lineOf({ lines, rows, ms, peakMb, cpuMs }: ImportRun, copyRatio: number): string[] {
  const perSecond = (count: number) => whole(count / (ms / 1000));
  return [
    `${whole(lines)} lines`,
    seconds(ms),
    perSecond(lines),
    perSecond(rows),
    decimals(copyRatio, 3),
    decimals(peakMb, 0),
    seconds(cpuMs.worker),
    cpuMs.postgres === null ? '?' : seconds(cpuMs.postgres),
  ];
}
