// Intervals and tests of metrics hold what they promise where the same people answer more than once: by simulation.
import { describe, expect, it } from 'vitest';
import { type ClusteredCell, designEffects } from '../../../../../src/derive/metrics/clusters/design-effect.ts';
import type { Known } from '../../../../../src/derive/metrics/clusters/read-clusters.ts';
import { definitionOf } from '../../../../../src/derive/metrics/definitions.ts';
import type { Kind } from '../../../../../src/derive/metrics/kinds.ts';
import { EMPTY } from '../../../../../src/derive/metrics/state.ts';
import { type Cell, metricValue, statesOfCell } from '../../../../../src/derive/metrics/value.ts';
import { Simulation } from '../../../../support/simulate.ts';
import { type Fact, stateOf } from '../../../../support/states.ts';

const REPORTING = { minReport: 1, minReliable: 30 };
const KNOWN: Known = { weightOf: () => 1, isWhole: true };
const SEEDS = 2_000;
const none = () => 1;

type Metric = 'NPS' | 'CSAT' | 'SENTIMENT';
const KINDS: Readonly<Record<Metric, Kind>> = { NPS: 'NPS', CSAT: 'CSAT', SENTIMENT: 'SENTIMENT' };

interface Drawn {
  readonly cell: Cell;
  readonly clustered: ClusteredCell;
}

/** What each customer said, summed up as facts are, and customer by customer. */
function drawn(metric: Metric, answers: readonly (readonly Fact[])[], subjects = answers.map((_, i) => i + 1)): Drawn {
  const kind = KINDS[metric];
  const state = stateOf(answers.flat());
  const y = (fact: Fact) =>
    metric === 'SENTIMENT' ? (fact.value ?? 0) : metric === 'CSAT' ? Number(fact.sign === 1) : (fact.sign ?? 0);
  const sums = {
    subject: subjects,
    term: subjects.map(() => 0),
    n: answers.map(list => list.length),
    y: answers.map(list => list.reduce((sum, fact) => sum + y(fact), 0)),
  };
  return {
    cell: new Map([[kind, { state, slots: 255, people: answers.length }]]),
    clustered: {
      component: 0,
      sums,
      rows: [...subjects.keys()],
      stateOf: of => (of === kind ? state : EMPTY),
    },
  };
}

const effectsOf = (metric: Metric) =>
  designEffects(
    KNOWN,
    definitionOf(metric).terms!.map(term => ({ ...term, component: 0 })),
  );

function shown(metric: Metric, { cell, clustered }: Drawn) {
  const designEffect = effectsOf(metric).of(clustered, none);
  const options = { days: 30, confidence: 0.95, reporting: REPORTING };
  return {
    clustered: metricValue(definitionOf(metric), cell, { ...options, designEffect }),
    naive: metricValue(definitionOf(metric), cell, options),
  };
}

function pValue(metric: Metric, a: Drawn, b: Drawn): number {
  const effect = effectsOf(metric).ofDifference(a.clustered, b.clustered, none);
  return definitionOf(metric).compare(statesOfCell(a.cell, 30, effect), statesOfCell(b.cell, 30, effect))!;
}

const times = (chance: Simulation) => 1 + Math.floor(6 * chance.uniform());
/** 45 % promote, 25 % detract. */
const net = (chance: Simulation): Fact => {
  const u = chance.uniform();
  return { sign: u < 0.45 ? 1 : u < 0.7 ? -1 : 0 };
};
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const isIn = (interval: { low: number; high: number } | null, truth: number) =>
  interval !== null && interval.low <= truth && truth <= interval.high;

describe('nominal 95 % intervals', () => {
  it.each([500, 60, 20])('of the NPS of %d customers with one to six equal answers each cover the truth', customers => {
    let [inside, naive] = [0, 0];
    for (let seed = 0; seed < SEEDS; seed++) {
      const chance = new Simulation(seed + 1);
      const answers = Array.from({ length: customers }, () => {
        const answer = net(chance);
        return Array.from({ length: times(chance) }, () => answer);
      });
      const value = shown('NPS', drawn('NPS', answers));
      if (isIn(value.clustered.interval, 20)) inside++;
      if (isIn(value.naive.interval, 20)) naive++;
    }
    console.info(
      `NPS, ${customers} customers of 1 to 6 equal answers: ${percent(inside / SEEDS)} of ${SEEDS} intervals cover; as if of strangers ${percent(naive / SEEDS)}`,
    );
    expect(inside / SEEDS).toBeGreaterThan(0.93);
    expect(inside / SEEDS).toBeLessThan(0.97);
    expect(naive / SEEDS).toBeLessThan(0.8);
  });

  it('of shares and means of customers who agree with themselves by half cover the truth', () => {
    const inside = { CSAT: 0, SENTIMENT: 0 };
    for (let seed = 0; seed < SEEDS; seed++) {
      const chance = new Simulation(seed + 1);
      const answers = Array.from({ length: 120 }, () => {
        const own = Math.SQRT1_2 * chance.bell();
        return Array.from({ length: times(chance) }, (): Fact => {
          const mood = own + Math.SQRT1_2 * chance.bell();
          return { sign: mood > -0.8416212 ? 1 : 0, value: mood / 10 };
        });
      });
      if (isIn(shown('CSAT', drawn('CSAT', answers)).clustered.interval, 80)) inside.CSAT++;
      if (isIn(shown('SENTIMENT', drawn('SENTIMENT', answers)).clustered.interval, 0)) inside.SENTIMENT++;
    }
    for (const [metric, count] of Object.entries(inside)) {
      console.info(`${metric}, 120 customers: ${percent(count / SEEDS)} of ${SEEDS} intervals cover`);
      expect(count / SEEDS).toBeGreaterThan(0.93);
      expect(count / SEEDS).toBeLessThan(0.97);
    }
  });
});

describe('comparisons', () => {
  it.each(['the same customers', 'others'])('of two equal periods of %s call at most 6 % different', who => {
    let [alarms, naive] = [0, 0];
    const runs = 1_000;
    for (let seed = 0; seed < runs; seed++) {
      const chance = new Simulation(seed + 1);
      const usual = Array.from({ length: 200 }, () => net(chance));
      const period = (first: number) => {
        const people = first === 1 ? usual : usual.map(one => (who === 'others' ? net(chance) : one));
        const answers = people.map(one =>
          Array.from({ length: times(chance) }, () => (chance.uniform() < 0.5 ? one : net(chance))),
        );
        const ids = answers.map((_, i) => (who === 'others' ? first : 1) + i);
        return drawn('NPS', answers, ids);
      };
      const [a, b] = [period(1), period(1001)];
      if (pValue('NPS', a, b) < 0.05) alarms++;
      const strangers = definitionOf('NPS').compare(statesOfCell(a.cell, 30), statesOfCell(b.cell, 30))!;
      if (strangers < 0.05) naive++;
    }
    console.info(
      `two equal periods, ${who}: ${percent(alarms / runs)} of ${runs} called different; as if of strangers ${percent(naive / runs)}`,
    );
    expect(alarms / runs).toBeLessThan(0.065);
    // More than nothing: the test is not asleep.
    if (who === 'others') expect(alarms / runs).toBeGreaterThan(0.03);
    if (who === 'others') expect(naive / runs).toBeGreaterThan(0.07);
  });
});

describe('the design effect', () => {
  it('is 1, exactly, where nobody answers twice, and the mean number of answers where all are alike and equal', () => {
    const alone = drawn(
      'NPS',
      Array.from({ length: 50 }, (_, i) => [{ sign: i % 3 === 0 ? -1 : 1 }]),
    );
    expect(effectsOf('NPS').of(alone.clustered, none)).toBe(1);
    expect(shown('NPS', alone).clustered.interval).toEqual(shown('NPS', alone).naive.interval);
    const thrice = drawn(
      'NPS',
      Array.from({ length: 50 }, () => [{ sign: 1 }, { sign: 1 }, { sign: 1 }]),
    );
    expect(effectsOf('NPS').of(thrice.clustered, none)).toBe(3);
    // All 30 answers are one person's: they tell as much as one.
    const [one] = [drawn('NPS', [Array.from({ length: 30 }, (_, i): Fact => ({ sign: i % 2 === 0 ? 1 : 0 }))])];
    expect(effectsOf('NPS').of(one!.clustered, none)).toBe(30);
    expect(shown('NPS', one!).clustered.reliable).toBe(false);
  });

  it('is never below 1: who contradicts himself does not make others surer', () => {
    const torn = drawn(
      'NPS',
      Array.from({ length: 40 }, () => [{ sign: 1 }, { sign: -1 }]),
    );
    expect(effectsOf('NPS').of(torn.clustered, none)).toBe(1);
  });
});
