// Pure: the Gamma-Gamma parameters under which the amounts of given customers are likeliest.
import type { Fit } from './fit-bg-nbd.ts';
import { type GammaGammaParams, gammaGammaLogLikelihood } from './gamma-gamma.ts';
import { maximiseMean } from './maximise-mean.ts';

/** What one customer spent: `x` > 0 purchases of `mean` > 0 each on average. */
export interface Spending {
  readonly x: number;
  readonly mean: number;
}

/** The mean amount of all customers that a fit implies may be so many times the observed one, or as much less. */
const FAR = 2;

/**
 * By maximum likelihood, on the logarithms of p, q − 1 and γ: q stays above 1, as below it customers would have no mean
 * amount. Where a few amounts are far above the rest, q comes so near to 1 that the mean of all customers, pγ/(q − 1),
 * is beyond all that anybody spent: then it is held at the observed one, and p and q are the likeliest beside it.
 * Amounts that are all alike have no maximum, and do not converge.
 */
export function fitGammaGamma(spendings: readonly Spending[]): Fit<GammaGammaParams> {
  // In units of the mean amount, so that γ is of the same size whatever the currency.
  const unit = spendings.reduce((sum, { mean }) => sum + mean, 0) / spendings.length;
  const scaled = spendings
    .map(({ x, mean }) => ({ x, mean: mean / unit }))
    .sort((one, other) => one.x - other.x || one.mean - other.mean);
  const climb = (starts: readonly (readonly number[])[], paramsAt: (logs: readonly number[]) => GammaGammaParams) => {
    const { at, converged } = maximiseMean(
      scaled,
      (some, logs) => {
        const params = paramsAt(logs);
        return some.reduce((sum, { x, mean }) => sum + gammaGammaLogLikelihood(x, mean, params), 0) / some.length;
      },
      starts,
    );
    return { params: paramsAt(at), converged };
  };
  const ends = [1, 4, 16].flatMap(p => [2, 6].map(q => [p, q - 1] as const));
  let fit = climb(
    ends.map(([p, above]) => [p, above, above / p].map(Math.log)),
    paramsOf,
  );
  const observed = scaled.reduce((sum, { x, mean }) => sum + x * mean, 0) / scaled.reduce((sum, { x }) => sum + x, 0);
  const { p, q, gamma } = fit.params;
  if (Math.abs(Math.log((p * gamma) / (q - 1) / observed)) > Math.log(FAR))
    fit = climb(
      ends.map(both => both.map(Math.log)),
      logs => held(logs, observed),
    );
  return { ...fit, params: { ...fit.params, gamma: fit.params.gamma * unit } };
}

function held(logs: readonly number[], observed: number): GammaGammaParams {
  const [p, above] = logs.map(Math.exp) as [number, number];
  return { p, q: 1 + above, gamma: (observed * above) / p };
}

function paramsOf(logs: readonly number[]): GammaGammaParams {
  const [p, above, gamma] = logs.map(Math.exp) as [number, number, number];
  return { p, q: 1 + above, gamma };
}
