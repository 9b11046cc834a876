// Pure: the cells of an index report, one for each group and span: the index there, and how sure that is.
import type { Reporting } from '../../../base/context/context.ts';
import { type ClusteredCell, designEffects } from '../clusters/design-effect.ts';
import type { PlacedTerm, Rows } from '../clusters/influence.ts';
import { once } from '../clusters/once.ts';
import type { Clusters, Known } from '../clusters/read-clusters.ts';
import { withoutRows } from '../clusters/rest-rows.ts';
import { BASELINE, KEY_BREAK, WHOLE } from '../counts.ts';
import { doesOverlap } from '../dimensions.ts';
import type { DefinedBy } from '../outcomes.ts';
import { daysPassed, type Stretch } from '../period.ts';
import { FEW_GROUPS } from '../report-cells.ts';
import type { Layout } from '../request.ts';
import { EMPTY } from '../state.ts';
import type { Cell } from '../value.ts';
import { designEffect, intervalOf, type Side, sharingIn, sharingTogether } from './certainty.ts';
import type { IndexValue } from './evaluate.ts';
import { type CellOf, figureOf } from './figure.ts';
import type { IndexPlan } from './plan.ts';
import { cellIn, type Readings, withoutCell } from './readings.ts';

/** What one filter counts: that of the report, or that of its baseline. */
export interface Counting {
  readonly plan: IndexPlan;
  readonly readings: Readings;
}

export interface IndexData extends Counting {
  readonly layout: Layout;
  /** What the baseline counts, where that is not what the report counts. */
  readonly against: Counting | null;
  /** All groups as one, in each reading; only for OVERALL. */
  readonly everyone: readonly Cell[];
  readonly clusters: Clusters;
  readonly definedBy: DefinedBy;
  readonly reporting: Reporting;
}

/** The terms of both sides of a comparison: those of the baseline's own filter, if there is one, come last. */
export function termsOf({ plan, against }: Pick<IndexData, 'plan' | 'against'>): PlacedTerm[] {
  const shifted = (against?.plan.terms ?? []).map(term => ({
    ...term,
    component: term.component + plan.parts.length,
  }));
  return [...plan.terms, ...shifted];
}

export interface Shown extends Side {
  readonly span: Stretch;
  readonly pool: Pool;
}

/** What the cells around tell where one has too few customers to tell it. */
interface Pool {
  /** Of a component by its place. */
  effect(component: number): number;
  /** By how much customers and shared respondents widen the variance. */
  factor(): number;
  sharing(): number;
}

/** The sides of a report, each made once. */
export interface Sides {
  readonly known: Known;
  /** Of a group, by its name; `index` is a bucket's, WHOLE or BASELINE. */
  at(name: string, index: number): Shown;
  everyone(): Shown;
  /** Everyone who is not in the group. */
  restOf(name: string): Shown;
  value(side: Shown): IndexValue;
}

interface Seed extends Rows {
  readonly group: readonly string[];
  readonly counting: Counting;
  readonly cellOf: CellOf;
  readonly span: Stretch;
}

export function sidesOf(data: IndexData, names: readonly string[]): Sides {
  const { plan, against, layout, readings, clusters, definedBy, reporting } = data;
  const { confidence, period, baseline, buckets, by } = layout;
  const { known } = clusters;
  const terms = termsOf(data);
  const effects = designEffects(known, terms);
  const isOwn = (counting: Counting) => counting.plan === plan;
  const cellOf = (seed: Seed, component: number): ClusteredCell => {
    const { reading } = seed.counting.plan.parts[component]!;
    return {
      ...seed,
      component: isOwn(seed.counting) ? component : component + plan.parts.length,
      stateOf: kind => (reading === null ? undefined : seed.cellOf(reading))?.get(kind)?.state ?? EMPTY,
    };
  };
  const sideOf = (seed: Seed, pool: Pool): Shown => {
    const figure = figureOf(seed.counting.plan, seed.cellOf, {
      days: daysPassed(seed.span, layout.now),
      confidence,
      reporting,
      isDefinedBy: kinds => definedBy(seed.group, kinds),
      effectOf: i => (plan.parts[i]!.definition.terms ? effects.of(cellOf(seed, i), () => pool.effect(i)) : null),
    });
    // Terms of the baseline's own filter come after those of the report.
    const before = isOwn(seed.counting) ? [] : plan.terms.map(() => null);
    return { ...seed, pool, figure: { ...figure, linear: [...before, ...figure.linear] } };
  };
  const seedOf = (name: string, index: number): Seed => {
    const counting = index === BASELINE && against ? against : { plan, readings };
    const span = index === WHOLE ? period : index === BASELINE ? (baseline ?? period) : buckets[index]!;
    const group = name === '' ? [] : name.split(KEY_BREAK);
    return { counting, group, cellOf: cellIn(counting.readings, name, index), span, ...clusters.rowsOf([name], span) };
  };
  // Cells of one pool are about as long, because a customer answers more often in a longer time.
  const poolOf = (indices: readonly number[]): Pool => {
    const seeds = once(() => indices.flatMap(index => names.map(name => seedOf(name, index))));
    const sides = once(() => seeds().map(seed => sideOf(seed, pool)));
    const effectsOf = new Map<number, number>();
    const pool: Pool = {
      effect(component) {
        const found = effectsOf.get(component) ?? effects.pooled(seeds().map(seed => cellOf(seed, component)));
        effectsOf.set(component, found);
        return found;
      },
      factor: once(() => designEffect(known, sides())),
      sharing: once(() => sharingTogether(known, sides(), terms)),
    };
    return pool;
  };
  const pools: Record<number, Pool> = { [WHOLE]: poolOf([WHOLE]), [BASELINE]: poolOf([BASELINE]) };
  const points = poolOf([...buckets.keys()]);
  const made = new Map<string, Shown>();
  const rowsOfAll = once(() => clusters.rowsOfAll(names, period));
  const allLess = once(() => withoutRows(rowsOfAll()));
  const everyone: CellOf = reading => data.everyone[reading];
  const seedOfAll = { counting: { plan, readings }, group: [], span: period };
  const restWith = (name: string, rows: Rows) =>
    sideOf({ ...seedOfAll, cellOf: withoutCell(everyone, cellIn(readings, name, WHOLE)), ...rows }, pools[WHOLE]!);
  return {
    known,
    at(name, index) {
      const key = `${index} ${name}`;
      const side = made.get(key) ?? sideOf(seedOf(name, index), pools[index] ?? points);
      made.set(key, side);
      return side;
    },
    everyone: once(() => sideOf({ ...seedOfAll, cellOf: everyone, ...rowsOfAll() }, pools[WHOLE]!)),
    restOf(name) {
      if (names.length > FEW_GROUPS) return restWith(name, rowsOfAll());
      const others = names.filter(other => other !== name);
      const rows = doesOverlap(by) ? allLess()(clusters.rowsOf([name], period)) : clusters.rowsOf(others, period);
      return restWith(name, rows);
    },
    value(side) {
      const { value, n, coverage, components, suppressed, reliable } = side.figure;
      const sharing = () => sharingIn(known, side, terms, side.pool.sharing);
      const interval = intervalOf(side.figure, sharing, confidence);
      return { value, n, interval, coverage, components, suppressed, reliable };
    },
  };
}
