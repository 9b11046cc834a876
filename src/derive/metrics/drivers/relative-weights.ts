// Pure: Johnson's relative weights, which share out R² among drivers that are correlated with each other.
import { applied, type Correlations, spectrum } from './spectrum.ts';

export interface Importance {
  /** One for each driver, at least 0; their sum is R². */
  readonly weights: readonly number[];
  /** Share of the outcome's variance that all drivers explain together, 0 to 1. */
  readonly rSquared: number;
}

/**
 * Johnson (2000): the drivers are replaced by the orthogonal columns closest to them, Λ = PΔ^½Pᵀ; the outcome is
 * regressed on these, β = Λ⁻¹r; driver j gets ε_j = Σ_k λ_jk²·β_k². Drivers that depend on each other fully share what
 * they explain. Throws RangeError when the correlations do not fit together.
 */
export function relativeWeights(correlations: Correlations, withOutcome: readonly number[]): Importance {
  const parts = spectrum(correlations, withOutcome);
  const betas = applied(parts, value => 1 / Math.sqrt(value), withOutcome);
  const weights = withOutcome.map((_, j) =>
    betas.reduce((sum, beta, k) => {
      let lambda = 0;
      for (const [m, value] of parts.values.entries()) {
        lambda += parts.vectors[j]![m]! * Math.sqrt(value) * parts.vectors[k]![m]!;
      }
      return sum + (lambda * beta) ** 2;
    }, 0),
  );
  return { weights, rSquared: betas.reduce((sum, beta) => sum + beta ** 2, 0) };
}
