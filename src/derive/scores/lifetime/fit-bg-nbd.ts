// Pure: the BG/NBD parameters under which the purchases of given customers are likeliest.
import { type BgNbdParams, logLikelihoodOfCount, logLikelihoodOfTimes, type PurchaseHistory } from './bg-nbd.ts';
import { maximiseMean } from './maximise-mean.ts';
import { PURCHASE_PARTS, type PurchasePart, ridgesOf } from './ridges.ts';

export interface Fit<Params> {
  readonly params: Params;
  /** False when the likelihood has no clear maximum: the parameters are the best found, and of little meaning one by one. */
  readonly converged: boolean;
}

export interface PurchaseFit extends Fit<BgNbdParams> {
  /** What cannot be told from these customers. */
  readonly unclear: readonly PurchasePart[];
}

/** By maximum likelihood, on the logarithms of the parameters. Wants customers of whom some bought again. */
export function fitBgNbd(histories: readonly PurchaseHistory[]): PurchaseFit {
  const n = histories.length;
  const meanX = histories.reduce((sum, { x }) => sum + x, 0) / n;
  // In units of the mean age, so that the parameters are of the same size whatever the unit of time.
  const unit = histories.reduce((sum, { T }) => sum + T, 0) / n || 1;
  const scaled = histories
    .map(({ x, tx, T }) => ({ x, tx: tx / unit, T: T / unit }))
    .sort((one, other) => one.x - other.x);
  const { at, converged } = maximiseMean(
    scaled,
    (some, logs) => meanLogLikelihood(some, paramsOf(logs)),
    [0.25, 1, 4].flatMap(r =>
      [
        [0.3, 1],
        [1, 3],
        [0.5, 10],
      ].map(([a, b]) => [r, r / meanX, a!, b!].map(Math.log)),
    ),
  );
  const params = paramsOf(at);
  // A search that ended on its way has found nothing out.
  const unclear = converged ? ridgesOf(scaled, meanLogLikelihood, params) : PURCHASE_PARTS;
  return { params: { ...params, alpha: params.alpha * unit }, converged: unclear.length === 0, unclear };
}

function paramsOf(logs: readonly number[]): BgNbdParams {
  const [r, alpha, a, b] = logs.map(Math.exp) as [number, number, number, number];
  return { r, alpha, a, b };
}

/** Histories are sorted by x: what depends on x alone is computed once for each. */
function meanLogLikelihood(histories: readonly PurchaseHistory[], params: BgNbdParams): number {
  let sum = 0;
  let x = -1;
  let ofCount = 0;
  for (const history of histories) {
    if (history.x !== x) {
      x = history.x;
      ofCount = logLikelihoodOfCount(x, params);
    }
    sum += ofCount + logLikelihoodOfTimes(history, params);
  }
  return sum / histories.length;
}
