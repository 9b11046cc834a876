// Hourly looks at months in which nothing changes: how many raise a false alarm, and how long a true change stays unseen.
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../../src/derive/alerts/condition.ts';
import { judge, type Shown, type Trial } from '../../../../src/derive/alerts/judge.ts';
import { definitionOf } from '../../../../src/derive/metrics/definitions.ts';
import type { Kind } from '../../../../src/derive/metrics/kinds.ts';
import { type MetricName, statesOf } from '../../../../src/derive/metrics/metric.ts';
import { EMPTY, type State } from '../../../../src/derive/metrics/state.ts';
import { compareMeans } from '../../../../src/derive/metrics/statistics/mean.ts';
import { Simulation } from '../../../support/simulate.ts';

const HOURS = 30 * 24;
const CONFIDENCE = 0.95;
const RELIABLE = 30;

/** One fact's share of a state. */
type Draw = (random: Simulation) => { readonly value: number; readonly sign: number };
interface Watching {
  readonly metric: MetricName;
  readonly kind: Kind;
  readonly draw: Draw;
  /** Facts a month. */
  readonly rate: number;
}

type Sums = { n: number; positive: number; negative: number; sum: number; squares: number };
const nothing = (): Sums => ({ n: 0, positive: 0, negative: 0, sum: 0, squares: 0 });

function take(sums: Sums, { value, sign }: ReturnType<Draw>): void {
  sums.n += 1;
  sums.positive += Number(sign > 0);
  sums.negative += Number(sign < 0);
  sums.sum += value;
  sums.squares += value * value;
}

function shownOf({ metric, kind }: Watching, sums: Sums): Shown {
  const state: State = { ...EMPTY, ...sums };
  const { value, n, interval } = definitionOf(metric).evaluate(statesOf(new Map([[kind, state]]), 30), CONFIDENCE);
  return { value, n, interval: interval && { ...interval, confidence: CONFIDENCE }, reliable: n >= RELIABLE };
}

const statesIn = ({ kind }: Watching, sums: Sums) => statesOf(new Map([[kind, { ...EMPTY, ...sums } as State]]), 30);

/** A look at the figures of a month that goes on, or at its end. */
type LookAt = (figure: Shown, sums: Sums, isOver: boolean) => boolean;

/** The hour of the first look that finds something, in a month whose facts come at random moments; null without one. */
function hourFound(watching: Watching, draw: Draw, random: Simulation, sums: Sums, look: LookAt): number | null {
  const perHour = watching.rate / HOURS;
  let next = random.wait(perHour);
  let found: number | null = null;
  for (let hour = 1; hour <= HOURS; hour++) {
    if (next > hour) continue;
    for (; next <= hour; next += random.wait(perHour)) take(sums, draw(random));
    if (found === null && sums.n >= RELIABLE && look(shownOf(watching, sums), sums, false)) found = hour;
  }
  if (found === null && sums.n >= RELIABLE && look(shownOf(watching, sums), sums, true)) found = HOURS;
  return found;
}

/** One month with hourly looks, set beside the one before as the product does. */
function changeFound(watching: Watching, draw: Draw, random: Simulation, before: Sums, sums: Sums, groups = 1) {
  const definition = definitionOf(watching.metric);
  // Alerts tell of values: where reports compare medians they test the means themselves.
  const isTestedHere = definition.compares === 'MEDIAN';
  const compare: typeof definition.compare = (a, b) =>
    isTestedHere ? compareMeans(a.get(watching.kind), b.get(watching.kind)) : definition.compare(a, b);
  const baseline = shownOf(watching, before);
  const beforeStates = statesIn(watching, before);
  let isNaive = false;
  const hour = hourFound(watching, draw, random, sums, (figure, now, isOver) => {
    const pValue = compare(statesIn(watching, now), beforeStates);
    isNaive ||= pValue !== null && pValue < LEVEL;
    const trial: Trial = { level: LEVEL, groups, isWhole: isOver, isHalved: true };
    // The report corrects its own p-values: Holm's first step is Bonferroni.
    const corrected = isTestedHere || pValue === null ? null : Math.min(1, pValue * groups);
    return judge(CHANGED, { figure, before: baseline, pValue: corrected }, trial) !== null;
  });
  return { hour, isNaive: isNaive || hour !== null };
}

const share =
  (yes: number): Draw =>
  random => ({ value: 0, sign: random.uniform() < yes ? 1 : 0 });
const net =
  (good: number, bad: number): Draw =>
  random => {
    const u = random.uniform();
    return { value: 0, sign: u < good ? 1 : u < good + bad ? -1 : 0 };
  };
const duration =
  (minutes: number): Draw =>
  random => ({ value: minutes * Math.exp(random.bell()), sign: 0 });

const csat: Watching = { metric: 'CSAT', kind: 'CSAT', draw: share(0.8), rate: 200 };
const nps = (rate: number): Watching => ({ metric: 'NPS', kind: 'NPS', draw: net(0.45, 0.25), rate });
const few: Watching = { metric: 'CSAT', kind: 'CSAT', draw: share(0.95), rate: 40 };
const resolution: Watching = { metric: 'RESOLUTION_TIME', kind: 'RESOLUTION', draw: duration(40), rate: 150 };
const CASES: readonly (readonly [string, Watching])[] = [
  ['CSAT of 80 %, 200 answers a month', csat],
  ['CSAT of 95 %, 40 answers', few],
  ['NPS of 20, 60 answers', nps(60)],
  ['NPS of 20, 1,500 answers', nps(1500)],
  ['resolution time, log-normal, 150 cases', resolution],
];
const MONTHS = 1000;
const LEVEL = 0.05;
const CHANGED: Condition = { significantChange: true };
/** What a true rate of 5 % keeps within, but for one simulation in a thousand. */
const BOUND = LEVEL + 3.1 * Math.sqrt((LEVEL * (1 - LEVEL)) / MONTHS);
const percent = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`;

describe('1,000 months without change, looked at every hour', () => {
  it.each(CASES)('%s', (name, watching) => {
    const random = new Simulation(20261201);
    let before = nothing();
    let [tested, alarms, naive] = [0, 0, 0];
    for (let month = 0; month <= MONTHS; month++) {
      const sums = nothing();
      const { hour, isNaive } = changeFound(watching, watching.draw, random, before, sums);
      if (before.n >= RELIABLE) {
        tested += 1;
        alarms += Number(hour !== null);
        naive += Number(isNaive);
      }
      before = sums;
    }
    console.info(
      `alerts, ${name}: ${percent(alarms, tested)} of ${tested} months raise a false alarm; with a fixed test ${percent(naive, tested)}`,
    );
    expect(tested).toBeGreaterThan(MONTHS / 2);
    expect(alarms / tested).toBeLessThanOrEqual(BOUND);
    // What it is for: a fixed test, looked at as often, raises several times as many.
    expect(naive).toBeGreaterThan(3 * alarms);
  });

  it('a limit that is just not passed', () => {
    const random = new Simulation(20261202);
    let alarms = 0;
    for (let month = 0; month < MONTHS; month++) {
      const hour = hourFound(csat, csat.draw, random, nothing(), (figure, _, isOver) => {
        const trial: Trial = { level: LEVEL, groups: 1, isWhole: isOver, isHalved: true };
        return judge({ below: 80 }, { figure, before: null, pValue: null }, trial) !== null;
      });
      alarms += Number(hour !== null);
    }
    console.info(`alerts, below 80 where 80 is true: ${percent(alarms, MONTHS)} of ${MONTHS} months`);
    expect(alarms / MONTHS).toBeLessThanOrEqual(BOUND);
    expect(alarms).toBeGreaterThan(0);
  });

  it('ten groups together', () => {
    const random = new Simulation(20261203);
    let before = Array.from({ length: 10 }, nothing);
    let alarms = 0;
    for (let month = 0; month <= MONTHS / 2; month++) {
      const sums = before.map(nothing);
      const watched = before.filter(({ n }) => n >= RELIABLE).length;
      const found = sums.map((own, i) => changeFound(csat, csat.draw, random, before[i]!, own, Math.max(1, watched)));
      if (month > 0 && found.some(({ hour }) => hour !== null)) alarms += 1;
      before = sums;
    }
    console.info(`alerts, ten groups: ${percent(alarms, MONTHS / 2)} of ${MONTHS / 2} months raise any false alarm`);
    expect(alarms / (MONTHS / 2)).toBeLessThanOrEqual(LEVEL + 3.1 * Math.sqrt((LEVEL * (1 - LEVEL)) / (MONTHS / 2)));
  });
});

describe('a true change', () => {
  /** From the first hour of the month on; found within so many days at the latest, four times out of five. */
  it.each<[string, Watching, Draw, number]>([
    ['CSAT from 80 % to 60 %, 200 answers a month', csat, share(0.6), 25],
    ['CSAT from 80 % to 70 %, 1,000 answers a month', { ...csat, rate: 1000 }, share(0.7), 20],
    ['NPS from 20 to 0, 1,500 answers a month', nps(1500), net(0.35, 0.35), 15],
  ])('%s', (name, watching, draw, days) => {
    const random = new Simulation(20261204);
    const hours: number[] = [];
    const RUNS = 300;
    for (let run = 0; run < RUNS; run++) {
      const before = nothing();
      hourFound(watching, watching.draw, random, before, () => false);
      const { hour } = changeFound(watching, draw, random, before, nothing());
      if (hour !== null) hours.push(hour);
    }
    hours.sort((a, b) => a - b);
    const dayOf = (share: number) => (hours[Math.ceil(share * RUNS) - 1] ?? Number.POSITIVE_INFINITY) / 24;
    console.info(
      `alerts, ${name}: found in ${percent(hours.length, RUNS)} of months, half of them within ${dayOf(0.5).toFixed(1)} days, four of five within ${dayOf(0.8).toFixed(1)}`,
    );
    expect(dayOf(0.8)).toBeLessThanOrEqual(days);
  });
});
