// `bench metrics`: reports against plain SQL over the rows, in turns, for several numbers of answers.
import { inBench } from '../bench.ts';
import { median, timed } from '../measure.ts';
import { openSubject, type Subject } from '../subject.ts';
import { expectSameFigures } from './figures.ts';
import { INDEX_BY_MONTH } from './index-question.ts';
import { METRIC_QUESTIONS } from './metric-questions.ts';
import type { Question } from './question.ts';
import { type Changed, changeSome, type Rebuilt, rebuild } from './rebuild.ts';
import { makeSegment, makeWorld } from './world.ts';

export interface Measured {
  readonly name: string;
  readonly kept: boolean;
  /** Medians. */
  readonly reportMs: number;
  readonly scanMs: number;
  /** Of one report. */
  readonly statements: number;
}

export interface MetricsRun {
  readonly answers: number;
  readonly worldMs: number;
  readonly rebuilt: Rebuilt;
  readonly changed: Changed;
  readonly questions: readonly Measured[];
}

export interface MetricsReport {
  /** From the fewest answers to the most. */
  readonly runs: readonly MetricsRun[];
}

const QUESTIONS: readonly Question[] = [...METRIC_QUESTIONS, INDEX_BY_MONTH];
const REPORTS_PER_ROUND = 5;
const CHANGED_CUSTOMERS = 1000;

export interface MetricsOptions {
  readonly answers: readonly number[];
  readonly rounds: number;
  /** Told what is done, as it may take minutes. */
  readonly tell?: (step: string) => void;
}

interface Running {
  readonly run: Omit<MetricsRun, 'questions'>;
  readonly subject: Subject;
  readonly timers: readonly Timer[];
}

export function benchMetrics({ answers, rounds, tell = () => undefined }: MetricsOptions): Promise<MetricsReport> {
  return inBench(async ({ server }) => {
    const running: Running[] = [];
    try {
      for (const size of answers.toSorted((a, b) => a - b)) {
        const url = await server.create(`bench_metrics_${size}`);
        tell(`${size} answers`);
        const world = await timed(() => makeWorld(url, size));
        await server.checkpoint();
        const subject = await openSubject(url);
        running.push({ run: await fill(subject, size, world.ms, tell), subject, timers: QUESTIONS.map(timerOf) });
        await makeSegment(url);
        await server.checkpoint();
      }
      tell('questions');
      for (const { subject, timers } of running) for (const timer of timers) await timer.warmUp(subject);
      for (let round = 0; round < rounds; round++)
        for (const i of QUESTIONS.keys()) for (const { subject, timers } of running) await timers[i]!.measure(subject);
      return { runs: running.map(({ run, timers }) => ({ ...run, questions: timers.map(timer => timer.measured()) })) };
    } finally {
      for (const { subject } of running) await subject.close();
    }
  });
}

async function fill(
  { sql }: Subject,
  answers: number,
  worldMs: number,
  tell: (step: string) => void,
): Promise<Running['run']> {
  tell('facts');
  const rebuilt = await rebuild(sql);
  const changed = await changeSome(sql, CHANGED_CUSTOMERS);
  return { answers, worldMs, rebuilt, changed };
}

interface Timer {
  /** Fills caches, and compares what both say. */
  warmUp(subject: Subject): Promise<void>;
  measure(subject: Subject): Promise<void>;
  measured(): Measured;
}

function timerOf(question: Question): Timer {
  const { name, kept } = question;
  const [reports, scans] = [[] as number[], [] as number[]];
  let statements = 0;
  return {
    async warmUp({ ctx, sql, statements: count }) {
      const before = count();
      const report = await question.report(ctx);
      statements = count() - before;
      expectSameFigures(name, await question.scan(sql), report);
    },
    async measure({ ctx, sql }) {
      for (let i = 0; i < REPORTS_PER_ROUND; i++) reports.push((await timed(() => question.report(ctx))).ms);
      scans.push((await timed(() => question.scan(sql))).ms);
    },
    measured: () => ({ name, kept, reportMs: median(reports), scanMs: median(scans), statements }),
  };
}
