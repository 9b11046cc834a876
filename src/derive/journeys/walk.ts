// Pure: walks a customer through a journey, given its events in order of time.
import type { Journey, JourneyMode } from './definition.ts';
import type { StageEvent } from './events.ts';

/** Moments in microseconds since 1970; the fields are those of journey_visit. */
export interface Visit {
  readonly run: number;
  readonly stage: number;
  readonly at: number;
  /** Null while they are in it. */
  readonly until: number | null;
  readonly startedAt: number;
  readonly secondsFromPrevious: number | null;
  readonly withPrevious: boolean;
  readonly withFirst: boolean;
  readonly source: number | null;
}

/** Visits in order of time. A journey without a window is walked once; else the next run begins after the last one's window. */
export function walk(
  { mode, window, stages }: Pick<Journey, 'mode' | 'window' | 'stages'>,
  events: readonly StageEvent[],
): Visit[] {
  const runs: StageEvent[][] = [];
  let notBefore = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < events.length; i++) {
    const first = events[i]!;
    if (first.at < notBefore || (mode !== 'ANY_ORDER' && first.stage !== 0)) continue;
    const end = window === null ? Number.POSITIVE_INFINITY : first.at + window * 1000;
    runs.push(RUNS[mode](events, i, { end, last: stages.length - 1 }));
    if (window === null) break;
    notBefore = end;
  }
  return visitsOf(runs);
}

interface Limits {
  /** What is at this moment or later does not count. */
  readonly end: number;
  /** The last stage's place. */
  readonly last: number;
}
/** The event that brought them into each stage of the run that begins with the event at `from`. */
type Run = (events: readonly StageEvent[], from: number, limits: Limits) => StageEvent[];

const inOrder =
  (strict: boolean): Run =>
  (events, from, { end, last }) => {
    const reached = [events[from]!];
    for (let i = from + 1; i < events.length && events[i]!.at < end; i++) {
      const [event, current] = [events[i]!, reached.at(-1)!];
      if (current.stage === last) break;
      if (event.stage <= current.stage || isSameThing(event, current)) continue;
      if (event.stage === current.stage + 1) reached.push(event);
      else if (strict) break;
    }
    return reached;
  };

/** One thing does not count twice: a first purchase is not a repeated one too, nor a step that was left out. */
function isSameThing(a: StageEvent, b: StageEvent): boolean {
  return a.source !== null && a.source === b.source && a.moment === b.moment;
}

const anyOrder: Run = (events, from, { end, last }) => {
  const reached = new Map<number, StageEvent>();
  for (let i = from; i < events.length && events[i]!.at < end && reached.size <= last; i++) {
    const event = events[i]!;
    if (!reached.has(event.stage)) reached.set(event.stage, event);
  }
  return [...reached.values()];
};

const RUNS: Readonly<Record<JourneyMode, Run>> = {
  ORDERED: inOrder(false),
  STRICT: inOrder(true),
  ANY_ORDER: anyOrder,
};

function visitsOf(runs: readonly (readonly StageEvent[])[]): Visit[] {
  return runs.flatMap((run, r) => {
    const stages = new Set(run.map(event => event.stage));
    return run.map(({ stage, at, source }, i) => {
      const next = run[i + 1] ?? runs[r + 1]?.[0];
      return {
        run: r + 1,
        stage,
        at,
        until: next?.at ?? null,
        startedAt: run[0]!.at,
        secondsFromPrevious: i === 0 ? null : (at - run[i - 1]!.at) / 1e6,
        withPrevious: stage === 0 || stages.has(stage - 1),
        withFirst: stages.has(0),
        source,
      };
    });
  });
}
