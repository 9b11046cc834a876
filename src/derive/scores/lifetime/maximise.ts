// Pure: the maximum of a smooth function of a few variables, by Newton's method, from several starts.
import { EigenvalueDecomposition } from 'ml-matrix';
import { type Curvature, curvatureAt } from './curvature.ts';

export interface Maximum {
  readonly at: readonly number[];
  readonly value: number;
  /** False when the function still rose where the search ended: it has no maximum within the bounds, or a very flat one. */
  readonly converged: boolean;
}

const MOST_STEPS = 100;
/** Variables are logarithms: a step multiplies a parameter by e² at most, and none leaves e^±BOUND. */
const LONGEST_STEP = 2;
const BOUND = 14;
/** Rise that a further step promises, below which there is none worth taking. `f` is to be of the size of 1. */
const NO_RISE = 1e-10;
/** The same where rounding kept the last step from rising. */
const NOISE = 1e-7;

/**
 * The best that is found by climbing from the best few of the `starts`. Throws RangeError when `f` is a number at none.
 * Newton's method on the eigenvalues of the curvature: where the function is not yet curved downward, the step follows
 * the slope instead of running to a saddle, and it is halved until the function rises.
 */
export function maximise(f: (at: readonly number[]) => number, starts: readonly (readonly number[])[]): Maximum {
  const inBounds = (at: readonly number[]) => (at.every(v => Math.abs(v) <= BOUND) ? f(at) : Number.NEGATIVE_INFINITY);
  const best = starts
    .map(at => ({ at, value: inBounds(at) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value)
    .slice(0, 2)
    .map(start => climb(inBounds, start.at, start.value))
    .sort((a, b) => b.value - a.value)[0];
  if (!best) throw new RangeError('The function has no value at any start.');
  return best;
}

function climb(f: (at: readonly number[]) => number, start: readonly number[], startValue: number): Maximum {
  let [at, value] = [start, startValue];
  for (let i = 0; i < MOST_STEPS; i++) {
    const curvature = curvatureAt(f, at, value);
    if (!curvature) break;
    const { step, rise } = newtonStep(curvature);
    if (rise < NO_RISE) return { at, value, converged: true };
    const next = higher(f, at, value, step, rise);
    if (!next) return { at, value, converged: rise < NOISE };
    ({ at, value } = next);
  }
  return { at, value, converged: false };
}

/** `rise` is what the slope promises for the whole step. */
function newtonStep({ gradient, hessian }: Curvature): { step: number[]; rise: number } {
  const evd = new EigenvalueDecomposition(hessian, { assumeSymmetric: true });
  const vectors = evd.eigenvectorMatrix.to2DArray();
  const largest = Math.max(...evd.realEigenvalues.map(Math.abs));
  const inBasis = evd.realEigenvalues.map((eigenvalue, m) => {
    const slope = gradient.reduce((sum, g, i) => sum + g * vectors[i]![m]!, 0);
    return slope / Math.max(Math.abs(eigenvalue), 1e-8 * largest, Number.MIN_VALUE);
  });
  const whole = vectors.map(row => row.reduce((sum, component, m) => sum + component * inBasis[m]!, 0));
  const length = Math.hypot(...whole);
  const step = length > LONGEST_STEP ? whole.map(value => (value * LONGEST_STEP) / length) : whole;
  return { step, rise: step.reduce((sum, value, i) => sum + value * gradient[i]!, 0) };
}

/** The point along the step, halved as often as needed, where the function has risen by a fair part of the promise. */
function higher(
  f: (at: readonly number[]) => number,
  from: readonly number[],
  value: number,
  step: readonly number[],
  rise: number,
): { at: number[]; value: number } | null {
  for (let part = 1; part > 1e-6; part /= 2) {
    const at = from.map((v, i) => v + part * step[i]!);
    const found = f(at);
    if (found > value + 1e-4 * part * rise) return { at, value: found };
  }
  return null;
}
