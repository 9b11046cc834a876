// Customers who live by the models' own story, drawn event by event: the likelihood is not used.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { BgNbdParams, PurchaseHistory } from '../../src/derive/scores/lifetime/bg-nbd.ts';
import type { GammaGammaParams } from '../../src/derive/scores/lifetime/gamma-gamma.ts';

export interface Customer extends PurchaseHistory {
  readonly mean: number | null;
  /** Purchases in the time after T. */
  readonly later: number;
  readonly alive: boolean;
}

export class Simulation {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** Above 0, up to 1. */
  uniform(): number {
    return 1 - uniformFloat64(this.generator);
  }

  /** Until the next event. */
  wait(rate: number): number {
    return -Math.log(this.uniform()) / rate;
  }

  bell(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Marsaglia & Tsang's method; rate 1. */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const z = this.bell();
      const v = (1 + z / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(this.uniform()) < z ** 2 / 2 + d * (1 - v + Math.log(v))) return d * v;
    }
  }

  beta(a: number, b: number): number {
    const part = this.gamma(a);
    return part / (part + this.gamma(b));
  }

  /** Buys at random times at a rate of its own; after each repeat purchase it may leave for good. */
  customer(T: number, horizon: number, { r, alpha, a, b }: BgNbdParams, spend?: GammaGammaParams): Customer {
    const rate = this.gamma(r) / alpha;
    const leaving = this.beta(a, b);
    let [x, tx, later, alive] = [0, 0, 0, true];
    for (let t = this.wait(rate); t <= T + horizon; t += this.wait(rate)) {
      if (t <= T) [x, tx] = [x + 1, t];
      else later++;
      if (this.uniform() < leaving) {
        alive = t > T;
        break;
      }
    }
    return { x, tx, T, later, alive, mean: spend && x > 0 ? this.meanAmount(x, spend) : null };
  }

  meanAmount(x: number, { p, q, gamma }: GammaGammaParams): number {
    const rate = this.gamma(q) / gamma;
    let sum = 0;
    for (let i = 0; i < x; i++) sum += this.gamma(p) / rate;
    return sum / x;
  }
}
