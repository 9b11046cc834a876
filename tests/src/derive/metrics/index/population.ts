// Draws customers whose answers and waits go together, from a population whose index is known, and sums them up.
import { type ClusteredCell, designEffects } from '../../../../../src/derive/metrics/clusters/design-effect.ts';
import type { Known } from '../../../../../src/derive/metrics/clusters/read-clusters.ts';
import { atLeast, type Counts } from '../../../../../src/derive/metrics/counts.ts';
import type { Side } from '../../../../../src/derive/metrics/index/certainty.ts';
import type { IndexAggregation, IndexDefinition } from '../../../../../src/derive/metrics/index/definition.ts';
import { figureOf } from '../../../../../src/derive/metrics/index/figure.ts';
import { type IndexPlan, planIndex } from '../../../../../src/derive/metrics/index/plan.ts';
import type { FactKind, Kind } from '../../../../../src/derive/metrics/kinds.ts';
import { EMPTY } from '../../../../../src/derive/metrics/state.ts';
import type { Simulation } from '../../../../support/simulate.ts';
import { type Fact, stateOf } from '../../../../support/states.ts';
import { component, REPORTING } from './figures.ts';

const HOUR = 3600;

const definition = (aggregation: IndexAggregation): IndexDefinition => ({
  id: 'index_1',
  key: 'drawn',
  version: 1,
  name: 'Drawn',
  description: null,
  createdAt: new Date(0),
  aggregation,
  components: [
    component(2, -100, 100, 'NPS'),
    component(2, 0, 100, 'CSAT'),
    component(1, 24 * HOUR, HOUR, 'FIRST_RESPONSE_TIME'),
  ],
});
export const PLANS: Readonly<Record<IndexAggregation, IndexPlan>> = {
  ARITHMETIC: planIndex(definition('ARITHMETIC'), { by: [], where: {} }),
  GEOMETRIC: planIndex(definition('GEOMETRIC'), { by: [], where: {} }),
};

// Of a standard normal mood: 40 % promote, 30 % detract, 60 % are satisfied; waits of 4 hours on average.
const [PROMOTES, DETRACTS, SATISFIED] = [0.2533471, -0.5244005, -0.2533471];
const SPREAD = 0.6;
const LEVELS = [(10 + 100) / 2, 60, (100 * (24 - 4)) / (24 - 1)];
const SHARES = [0.4, 0.4, 0.2];
export const TRUTH: Readonly<Record<IndexAggregation, number>> = {
  ARITHMETIC: LEVELS.reduce((sum, level, i) => sum + SHARES[i]! * level, 0),
  GEOMETRIC: LEVELS.reduce((product, level, i) => product * level ** SHARES[i]!, 1),
};

const KINDS: readonly FactKind[] = ['NPS', 'CSAT', 'FIRST_RESPONSE'];

export interface Drawn {
  readonly facts: Readonly<Record<string, readonly Fact[]>>;
  readonly rows: { subject: number[]; term: number[]; n: number[]; y: number[] };
}

/** Six tenths of the variance of every mood is the customer’s own, which `usual` hands on to a later period. */
export function draw(chance: Simulation, customers: number, usual: readonly number[], everyCustomer = 1): Drawn {
  const facts: Record<string, Fact[]> = { NPS: [], CSAT: [], FIRST_RESPONSE: [] };
  const rows = { subject: [] as number[], term: [] as number[], n: [] as number[], y: [] as number[] };
  for (let customer = 1; customer <= customers; customer++) {
    const own = KINDS.map(() => ({ n: 0, y: 0 }));
    const add = (term: number, y: number, fact: Fact) => {
      facts[KINDS[term]!]!.push(fact);
      own[term]!.n += 1;
      own[term]!.y += y;
    };
    for (let times = timesOf(chance); times > 0; times--) {
      const shared = chance.bell();
      const mood = () =>
        Math.sqrt(0.6) * usual[customer - 1]! + Math.sqrt(0.2) * shared + Math.sqrt(0.2) * chance.bell();
      const nps = mood();
      const sign = nps > PROMOTES ? 1 : nps < DETRACTS ? -1 : 0;
      add(0, sign, { sign });
      const good = mood() > SATISFIED ? 1 : 0;
      add(1, good, { sign: good });
      if (chance.uniform() > 0.6) continue;
      const value = 4 * HOUR * Math.exp(-SPREAD * mood() - SPREAD ** 2 / 2);
      add(2, value, { value });
    }
    if (customer % everyCustomer !== 0) continue;
    for (const [term, { n, y }] of own.entries()) {
      if (n === 0) continue;
      rows.subject.push(customer);
      rows.term.push(term);
      rows.n.push(n);
      rows.y.push(y);
    }
  }
  return { facts, rows };
}

export function usualMoods(chance: Simulation, customers: number): number[] {
  return Array.from({ length: customers }, () => chance.bell());
}

/** Half answer once, a quarter twice, a quarter five times. */
function timesOf(chance: Simulation): number {
  const u = chance.uniform();
  return u > 0.5 ? 1 : u > 0.25 ? 2 : 5;
}

/** What is pooled of a component, where the drawn customers are too few. */
export type Pooled = (component: number) => number;

export function sideOf(plan: IndexPlan, drawn: Drawn, known = knownOf(), pooled: Pooled = () => 1): Side {
  const cell = cellOf(drawn);
  const effects = designEffects(known, plan.terms);
  const effectOf = (i: number) => effects.of(componentOf(drawn, i), () => pooled(i));
  return {
    figure: figureOf(plan, () => cell, { days: 30, confidence: 0.95, reporting: REPORTING, effectOf }),
    sums: drawn.rows,
    rows: [...drawn.rows.subject.keys()],
  };
}

export function componentOf(drawn: Drawn, component: number): ClusteredCell {
  const cell = cellOf(drawn);
  return {
    component,
    stateOf: kind => cell.get(kind)?.state ?? EMPTY,
    sums: drawn.rows,
    rows: [...drawn.rows.subject.keys()],
  };
}

function cellOf({ facts }: Drawn): Map<Kind, Counts> {
  const counts = KINDS.map((kind): [Kind, Counts] => [
    kind,
    { state: stateOf(facts[kind]!), slots: 255, people: null },
  ]);
  if (counts.some(([, each]) => atLeast(each) < REPORTING.minReport)) throw new Error('Nothing must be withheld.');
  return new Map(counts);
}

export function knownOf(everyCustomer = 1): Known {
  return { weightOf: () => everyCustomer, isWhole: everyCustomer === 1 };
}
