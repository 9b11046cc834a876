// Pure: metrics that are a sum over facts divided by their number, and so can be taken apart by customer.
import { type FactKind, INVITATION_BINS, SOLVED_BINS } from '../kinds.ts';
import type { MetricName } from '../metric.ts';
import type { State } from '../state.ts';

/** The metric is the sum of its terms: factor · (sum of y) / (number of facts). */
export interface Term {
  readonly kind: FactKind;
  readonly y: Measured;
  readonly factor: number;
}

/** What y of a fact is. */
export type Measured = 'sign' | 'positive' | 'value' | 'completed' | 'firstContact' | 'reopened';

const net = (kind: FactKind, parts = 1): Term => ({ kind, y: 'sign', factor: 100 / parts });
const share = (kind: FactKind, y: Measured = 'positive'): Term => ({ kind, y, factor: 100 });
const mean = (kind: FactKind): Term => ({ kind, y: 'value', factor: 1 });

const TERMS: Partial<Record<MetricName, readonly Term[]>> = {
  NPS: [net('NPS')],
  CSAT: [share('CSAT')],
  CSAT_MEAN: [mean('CSAT')],
  CES: [share('CES')],
  CES_MEAN: [mean('CES')],
  EXPERIENCE_RATING: [net('EFFECTIVENESS', 3), net('EASE', 3), net('EMOTION', 3)],
  EFFECTIVENESS: [net('EFFECTIVENESS')],
  EASE: [net('EASE')],
  EMOTION: [net('EMOTION')],
  QUALITY: [share('QUALITY')],
  EXPECTATIONS_MEAN: [mean('EXPECTATIONS')],
  IDEAL_MEAN: [mean('IDEAL')],
  EMPLOYEE_ENGAGEMENT: [share('EMPLOYEE_ENGAGEMENT')],
  SENTIMENT: [mean('SENTIMENT')],
  RESPONSE_RATE: [share('INVITATION', 'completed')],
  FIRST_RESPONSE_TIME: [mean('FIRST_RESPONSE')],
  RESOLUTION_TIME: [mean('RESOLUTION')],
  HANDLE_TIME: [mean('HANDLE')],
  FIRST_CONTACT_RESOLUTION: [share('SOLVED', 'firstContact')],
  REOPEN_RATE: [share('SOLVED', 'reopened')],
  AVERAGE_ORDER_VALUE: [mean('PURCHASE')],
};

/** Null for metrics that count customers, days or money: they enter an index with an error of their own. */
export function termsOf(metric: MetricName): readonly Term[] | null {
  return TERMS[metric] ?? null;
}

/** SQL of y, given the alias of a fact. */
export const MEASURED_SQL: Readonly<Record<Measured, (fact: string) => string>> = {
  sign: f => `${f}.sign`,
  positive: f => `(${f}.sign = 1)::int`,
  value: f => `${f}.value`,
  completed: f => `(${f}.bin = ${INVITATION_BINS.COMPLETED})::int`,
  firstContact: f => `(${f}.bin = ${SOLVED_BINS.FIRST_CONTACT})::int`,
  reopened: f => `(${f}.bin & ${SOLVED_BINS.REOPENED} <> 0)::int`,
};

/** Sum of y and of its squares, from the state of the term's kind. */
export function momentsOf(state: State, y: Measured): { readonly sum: number; readonly squares: number } {
  switch (y) {
    case 'sign':
      return { sum: state.positive - state.negative, squares: state.positive + state.negative };
    case 'value':
      return state;
    case 'positive':
      return { sum: state.positive, squares: state.positive };
    case 'completed':
      return yes(state, bin => bin === INVITATION_BINS.COMPLETED);
    case 'firstContact':
      return yes(state, bin => bin === SOLVED_BINS.FIRST_CONTACT);
    case 'reopened':
      return yes(state, bin => (bin & SOLVED_BINS.REOPENED) !== 0);
  }
}

function yes({ bins }: State, test: (bin: number) => boolean): { sum: number; squares: number } {
  let sum = 0;
  for (const [bin, count] of bins) if (test(bin)) sum += count;
  return { sum, squares: sum };
}

/** What rounding leaves of the spread of equal values, as a part of their mean square. */
const ROUNDING = 1e-12;

/** Whether all facts have the same y. */
export function isConstant(state: State, y: Measured): boolean {
  const { sum, squares } = momentsOf(state, y);
  return squares - (sum * sum) / state.n <= ROUNDING * squares;
}
