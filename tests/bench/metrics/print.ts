// What a person reads of the metrics: one table for each number of answers, and the growth between them.
import { decimals, seconds, table, whole } from '../table.ts';
import type { Measured, MetricsReport, MetricsRun } from './metrics.ts';

const TARGETS = { ratio: 100, columnsMs: 1000, growth: 1.2, answers: 10_000_000 };

export function printMetrics({ runs }: MetricsReport): string {
  const [first, last] = [runs[0]!, runs.at(-1)!];
  return [...runs.map(runPart), ...(last.answers > first.answers ? [growthPart(first, last)] : [])].join('\n\n');
}

const ratioOf = ({ scanMs, reportMs }: Measured) => scanMs / reportMs;
/** Three digits are as many as are worth anything. */
const ms = (value: number) => decimals(value, value < 100 ? 1 : 0);

function runPart({ answers, worldMs, rebuilt, changed, questions }: MetricsRun): string {
  const rows = questions.map(question => [
    question.name,
    ms(question.reportMs),
    ms(question.scanMs),
    decimals(ratioOf(question), 1),
    whole(question.statements),
  ]);
  const targets = questions.map(question => {
    if (!question.kept) {
      const word =
        answers < TARGETS.answers
          ? `asked of ${whole(TARGETS.answers)} answers`
          : reached(question.reportMs <= TARGETS.columnsMs);
      return `${question.name}: ${ms(question.reportMs)} ms from the columns, target ≤ ${TARGETS.columnsMs}: ${word}`;
    }
    const ratio = ratioOf(question);
    const word =
      answers < TARGETS.answers ? `asked of ${whole(TARGETS.answers)} answers` : reached(ratio >= TARGETS.ratio);
    return `${question.name}: ${decimals(ratio, 1)} times as fast as the scan, target ≥ ${TARGETS.ratio}: ${word}`;
  });
  return `${table([`${whole(answers)} answers`, 'report ms', 'scan ms', '× scan', 'statements'], rows)}
Made in ${seconds(worldMs)} s. All facts and rollups anew: ${seconds(rebuilt.ms)} s, ${whole(rebuilt.facts / (rebuilt.ms / 1000))} facts/s; ${whole(rebuilt.facts)} facts (${whole(rebuilt.factsMb)} MB), ${whole(rebuilt.rollups)} rollups (${whole(rebuilt.rollupsMb)} MB), columns of ${whole(rebuilt.chunksMb)} MB.
One answer of each of ${whole(changed.customers)} customers changed: refreshed in ${ms(changed.ms)} ms, ${decimals(changed.ms / rebuilt.ms, 4)} × all anew.
${targets.join('\n')}`;
}

function growthPart(first: MetricsRun, last: MetricsRun): string {
  const rows = last.questions.map((question, i) => {
    const before = first.questions[i]!;
    const growth = question.reportMs / before.reportMs;
    return [
      question.name,
      decimals(growth),
      decimals(question.scanMs / before.scanMs),
      question.kept ? `≤ ${TARGETS.growth}: ${reached(growth <= TARGETS.growth)}` : 'from the columns',
    ];
  });
  return table(
    [`From ${whole(first.answers)} to ${whole(last.answers)} answers`, 'report ×', 'scan ×', 'target'],
    rows,
  );
}

const reached = (isReached: boolean) => (isReached ? 'reached' : 'MISSED');
