// Pure: the eigenvalues and eigenvectors of a correlation matrix, with those that rounding alone made set to zero.
import { EigenvalueDecomposition } from 'ml-matrix';

/** Symmetric, ones on the diagonal, row by row. */
export type Correlations = readonly (readonly number[])[];

export interface Spectrum {
  /** At least 0; exactly 0 where columns depend on each other. */
  readonly values: readonly number[];
  /** `vectors[j][m]`: component j of eigenvector m. */
  readonly vectors: readonly (readonly number[])[];
}

/** Below this share of the largest eigenvalue, a column is a mix of others: dividing by it would give noise. */
const SINGULAR = 1e-10;

/** Throws RangeError when the matrix is not square, does not fit the outcome's correlations, or holds a non-number. */
export function spectrum(correlations: Correlations, withOutcome: readonly number[]): Spectrum {
  const size = withOutcome.length;
  if (correlations.length !== size || correlations.some(row => row.length !== size)) {
    throw new RangeError('The matrix of correlations must have one row and one column for each driver.');
  }
  if (![...correlations, withOutcome].every(row => row.every(Number.isFinite))) {
    throw new RangeError('Every correlation must be a number.');
  }
  if (size === 0) return { values: [], vectors: [] };
  const evd = new EigenvalueDecomposition(
    correlations.map(row => [...row]),
    { assumeSymmetric: true },
  );
  const floor = SINGULAR * Math.max(...evd.realEigenvalues);
  return {
    values: evd.realEigenvalues.map(value => (value > floor ? value : 0)),
    vectors: evd.eigenvectorMatrix.to2DArray(),
  };
}

/** P·diag(f(value))·Pᵀ·v, where f is taken as 0 for the eigenvalues that are zero. */
export function applied({ values, vectors }: Spectrum, f: (value: number) => number, v: readonly number[]): number[] {
  const inBasis = values.map((value, m) =>
    value === 0 ? 0 : f(value) * v.reduce((sum, component, j) => sum + vectors[j]![m]! * component, 0),
  );
  return vectors.map(row => row.reduce((sum, component, m) => sum + component * inBasis[m]!, 0));
}
