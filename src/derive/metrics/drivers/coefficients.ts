// Pure: standardised regression coefficients. Of collinear drivers they tell the sign at best, never the importance.
import { applied, type Correlations, spectrum } from './spectrum.ts';

/**
 * Coefficients of the regression of the standardised outcome on the standardised drivers, R⁻¹r; the shortest solution
 * where drivers depend on each other fully. Throws RangeError when the correlations do not fit together.
 */
export function standardisedBetas(correlations: Correlations, withOutcome: readonly number[]): number[] {
  return applied(spectrum(correlations, withOutcome), value => 1 / value, withOutcome);
}
