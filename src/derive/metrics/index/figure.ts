// Pure: an index of one cell, with what is known of how sure it is.
import type { Reporting } from '../../../base/context/context.ts';
import { UserError, within } from '../../../base/errors.ts';
import type { FactKind } from '../kinds.ts';
import { EMPTY, type State } from '../state.ts';
import { type Cell, metricValue, statesOfCell } from '../value.ts';
import { type Evaluated, evaluateIndex } from './evaluate.ts';
import { type Linearized, linearize, showsNoSpread } from './influence.ts';
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
}

export interface FigureOptions {
  readonly days: number;
  readonly confidence: number;
  readonly reporting: Reporting;
}

/** @throws UserError MIXED_SCALES or MIXED_CURRENCIES naming the component. */
export function figureOf(plan: IndexPlan, cellOf: CellOf, options: FigureOptions): Figure {
  const cells = plan.parts.map(({ reading }) => (reading === null ? undefined : cellOf(reading)));
  const raws = plan.parts.map(({ definition }, i) => {
    try {
      return metricValue(definition, cells[i], options);
    } catch (error) {
      throw error instanceof UserError ? within(`components.${i}`, error) : error;
    }
  });
  const evaluated = evaluateIndex(plan.definition, raws, options.reporting);
  const stateOf = (component: number, kind: FactKind): State => cells[component]?.get(kind)?.state ?? EMPTY;
  const sums: { alone: number | null; apart: number | null } = { alone: 0, apart: 0 };
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
  }
  const freedom = spread > 0 ? ((sums.alone ?? 0) + (sums.apart ?? 0)) ** 2 / spread : 0;
  return { ...evaluated, ...sums, freedom, linear: linearize(plan.terms, evaluated.slopes, stateOf) };
}
