// Pure: an index beside its baseline, or beside the point before it: what moved it, and whether that is more than chance.
import { BY_OUTCOME, cutRefusal, NO_VALUE, testedTogether, UNTOLD, waitRefusal } from '../comparison.ts';
import { BASELINE, WHOLE } from '../counts.ts';
import type { MetricName } from '../metric.ts';
import type { Layout } from '../request.ts';
import { certaintyOfDifference, pValueOf } from './certainty.ts';
import { explainChange } from './changes.ts';
import type { IndexValue } from './evaluate.ts';
import type { IndexPlan } from './plan.ts';
import type { Shown, Sides } from './sides.ts';

export interface IndexComparison {
  readonly baseline: IndexValue;
  readonly difference: number | null;
  /** Two-sided; corrected for everything that the report tests. */
  readonly pValue: number | null;
  /** Null where nothing was tested, and where either side is not reliable. */
  readonly significant: boolean | null;
  /** Why there is no p-value; null where there is one. */
  readonly notTested: string | null;
  readonly contributions: readonly { readonly metric: MetricName; readonly change: number | null }[];
  readonly method: string;
}
export const INDEX_INTERVAL =
  'Method of variance estimates recovery: the distances from each component’s value to the ends of its own interval, brought to points of the index by the delta method, are squared and added up, and cut at 0 and 100; so an index of one metric has that metric’s interval. Clustered by customer: each customer’s answers and cases are taken together, over all components, so that components which share respondents and customers who answer several times are allowed for. Beyond 20,000 facts a fixed sample of customers tells how they vary, and groups and points with fewer than 50 of them take the design effect of all groups and points together; the values themselves are always of all. Components that count customers, purchases or days enter with their own error as independent. Two values are compared by Student’s t with the customers of both taken together, two-sided.';

interface Tested extends Omit<IndexComparison, 'significant' | 'method'> {
  readonly isReliable: boolean;
}

/** By the places of the names: totals, and points. */
export function compareIndex(plan: IndexPlan, layout: Layout, show: Sides, names: readonly string[]) {
  const { compareTo, comparePoints, buckets } = layout;
  const totals = compareTo === null ? [] : names.map(compareTotal);
  const points = comparePoints ? names.map(name => buckets.map((_, i) => comparePoint(name, i))) : [];
  return testedTogether({ totals, points }, { interval: INDEX_INTERVAL }, layout);

  function compareTotal(name: string): Tested {
    const own = show.at(name, WHOLE);
    if (compareTo !== 'OVERALL') return compare(own, show.at(name, BASELINE), null);
    // Part and whole share their answers: the test is against those who are not in the group.
    return compare(own, show.everyone(), null, show.restOf(name));
  }

  function comparePoint(name: string, i: number): Tested | null {
    if (i === 0) return null;
    return compare(show.at(name, i), show.at(name, i - 1), cutRefusal([buckets[i - 1]!, buckets[i]!]));
  }

  function compare(own: Shown, baseline: Shown, refusal: string | null, against = baseline): Tested {
    const { difference, changes } = explainChange(plan.definition, own.figure, baseline.figure);
    const told = difference !== null && against.figure.value !== null;
    const isDefined = [own, baseline].some(({ figure }) =>
      figure.components.some(({ raw }) => raw.value !== null && raw.definedByOutcome),
    );
    const why = told
      ? ((isDefined ? BY_OUTCOME : null) ?? waitRefusal([own.span, baseline.span], layout) ?? refusal)
      : NO_VALUE;
    const apart = why === null ? own.figure.value! - against.figure.value! : null;
    const factors: [() => number, () => number] = [own.pool.factor, against.pool.factor];
    const certainty = apart === null ? null : certaintyOfDifference(show.known, own, against, factors);
    const pValue = pValueOf(apart, certainty);
    return {
      baseline: show.value(baseline),
      difference,
      pValue,
      notTested: why ?? (pValue === null ? UNTOLD : null),
      contributions: plan.parts.map(({ component }, at) => ({ metric: component.metric, change: changes[at]! })),
      isReliable: own.figure.reliable && baseline.figure.reliable,
    };
  }
}
