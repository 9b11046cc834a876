// Pure: an index of one cell, with what is known of how sure it is.
import { UserError, within } from '../../../base/errors.ts';
import { type Linearized, linearize, showsNoSpread } from '../clusters/influence.ts';
import type { FactKind, Kind } from '../kinds.ts';
import { EMPTY, type State } from '../state.ts';
import { type Cell, type MetricValue, metricValue, statesOfCell, type ValueOptions } from '../value.ts';
import { type Evaluated, evaluateIndex } from './evaluate.ts';
import type { IndexPlan } from './plan.ts';

/** What the cell has in each reading. */
export type CellOf = (reading: number) => Cell | undefined;

export interface Figure extends Evaluated {
  /** How it moves with each fact of each term. */
  readonly linear: Linearized;
  /** Squared standard error as far as it comes from components without customers in them; null where it is unknown. */
  readonly alone: number | null;
  /** The same from all others, if they were independent of each other and each fact a customer of its own. */
  readonly apart: number | null;
  /** Degrees of freedom that the components' own errors leave (Welch & Satterthwaite): one thin component that decides makes few. */
  readonly freedom: number;
  /** Of each component that moves it; null where one of them has no interval. */
  readonly distances: readonly Distance[] | null;
}

/** From a component's value to the ends of its interval, in points of the index. */
export interface Distance {
  readonly below: number;
  readonly above: number;
  /** Whether it can be taken apart by customer, and so shares them with others. */
  readonly isShared: boolean;
}

export interface FigureOptions extends Omit<ValueOptions, 'designEffect'> {
  /** Of a component, by its place. */
  effectOf(component: number): number | null;
  /** Whether the facts of one of these kinds decide who is counted. */
  readonly isDefinedBy?: (kinds: readonly Kind[]) => boolean;
}

/** @throws UserError MIXED_SCALES or MIXED_CURRENCIES naming the component. */
export function figureOf(plan: IndexPlan, cellOf: CellOf, options: FigureOptions): Figure {
  const cells = plan.parts.map(({ reading }) => (reading === null ? undefined : cellOf(reading)));
  const raws = plan.parts.map(({ definition }, i) => {
    try {
      return metricValue(definition, cells[i], {
        ...options,
        designEffect: options.effectOf(i),
        definedByOutcome: options.isDefinedBy?.(definition.kinds) ?? false,
      });
    } catch (error) {
      throw error instanceof UserError ? within(`components.${i}`, error) : error;
    }
  });
  const evaluated = evaluateIndex(plan.definition, raws);
  const stateOf = (component: number, kind: FactKind): State => cells[component]?.get(kind)?.state ?? EMPTY;
  const sums: { alone: number | null; apart: number | null } = { alone: 0, apart: 0 };
  const distances: (Distance | null)[] = [];
  let spread = 0;
  for (const [i, slope] of evaluated.slopes.entries()) {
    if (slope === 0) continue;
    const { definition } = plan.parts[i]!;
    const { variance, n } = definition.evaluate(statesOfCell(cells[i], options.days), options.confidence);
    const hasTerms = plan.terms.some(term => term.component === i);
    // Where all are alike nobody moves anything, and the metric's own error stands for what was not seen.
    const side = hasTerms && !showsNoSpread(plan.terms, i, stateOf) ? 'apart' : 'alone';
    const before = sums[side];
    const part = variance === null ? null : slope * slope * variance;
    sums[side] = before === null || part === null ? null : before + part;
    spread += (part ?? 0) ** 2 / Math.max(1, n - 1);
    distances.push(distanceOf(raws[i]!, slope, side === 'apart'));
  }
  const freedom = spread > 0 ? ((sums.alone ?? 0) + (sums.apart ?? 0)) ** 2 / spread : 0;
  return {
    ...evaluated,
    ...sums,
    freedom,
    distances: distances.every(one => one !== null) ? distances : null,
    linear: linearize(plan.terms, evaluated.slopes, stateOf),
  };
}

function distanceOf({ value, interval }: MetricValue, slope: number, isShared: boolean): Distance | null {
  if (value === null || interval === null) return null;
  const [down, up] = [value - interval.low, interval.high - value].map(distance => Math.abs(slope) * distance);
  // Where low is good, the upper end of the component is the lower one of the index.
  return slope > 0 ? { below: down!, above: up!, isShared } : { below: up!, above: down!, isShared };
}
