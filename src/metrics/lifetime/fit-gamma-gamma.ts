// Pure: the Gamma-Gamma parameters under which the amounts of given customers are likeliest.
import type { Fit } from './fit-bg-nbd.ts';
import { type GammaGammaParams, gammaGammaLogLikelihood } from './gamma-gamma.ts';
import { maximiseMean } from './maximise-mean.ts';

/** What one customer spent: `x` > 0 purchases of `mean` > 0 each on average. */
export interface Spending {
  readonly x: number;
  readonly mean: number;
}

/**
 * By maximum likelihood, on the logarithms of p, q − 1 and γ: q stays above 1, as below it customers would have no mean
 * amount. Amounts that are all alike have no maximum, and do not converge.
 */
export function fitGammaGamma(spendings: readonly Spending[]): Fit<GammaGammaParams> {
  // In units of the mean amount, so that γ is of the same size whatever the currency.
  const unit = spendings.reduce((sum, { mean }) => sum + mean, 0) / spendings.length;
  const scaled = spendings
    .map(({ x, mean }) => ({ x, mean: mean / unit }))
    .sort((one, other) => one.x - other.x || one.mean - other.mean);
  const { at, converged } = maximiseMean(
    scaled,
    (some, logs) => {
      const params = paramsOf(logs);
      return some.reduce((sum, { x, mean }) => sum + gammaGammaLogLikelihood(x, mean, params), 0) / some.length;
    },
    [1, 4, 16].flatMap(p => [2, 6].map(q => [p, q - 1, (q - 1) / p].map(Math.log))),
  );
  const params = paramsOf(at);
  return { params: { ...params, gamma: params.gamma * unit }, converged };
}

function paramsOf(logs: readonly number[]): GammaGammaParams {
  const [p, above, gamma] = logs.map(Math.exp) as [number, number, number];
  return { p, q: 1 + above, gamma };
}
