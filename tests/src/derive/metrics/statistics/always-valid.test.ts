// Evidence that may be looked at at any time, against its definition by integrals and the published closed forms.
import { describe, expect, it } from 'vitest';
import {
  alwaysValidP,
  mixtureEvidence,
  oneSidedEvidence,
} from '../../../../../src/derive/metrics/statistics/always-valid.ts';
import { normalBelow } from '../../../../../src/derive/metrics/statistics/normal.ts';

const density = (x: number) => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);

/** By Simpson's rule. */
function integral(f: (x: number) => number, from: number, to: number): number {
  const parts = 20_000;
  const step = (to - from) / parts;
  let sum = f(from) + f(to);
  for (let i = 1; i < parts; i++) sum += (i % 2 ? 4 : 2) * f(from + i * step);
  return (sum * step) / 3;
}

const PLACES = [0.1, 1, 8, 16, 400].flatMap(information => [-3, 0, 1, 2.5, 4].map(z => [z, information] as const));

describe('the evidence of a mixture', () => {
  it.each(PLACES)('of z %d at information %d is the mean likelihood ratio', (z, information) => {
    const scale = Math.sqrt(information);
    /** Of an estimate `z` where `effect` standard errors are true, over that where none are. */
    const ratio = (effect: number) => density(z - effect) / density(z);
    const weighed = (effect: number) => (ratio(effect) * density(effect / scale)) / scale;
    const far = 12 * (1 + scale);
    expect(mixtureEvidence(z, information)).toBeCloseTo(integral(weighed, -far, far), 5);
    expect(oneSidedEvidence(z, information)).toBeCloseTo(2 * integral(weighed, 0, far), 5);
  });

  it.each([0.1, 1, 8])('at information %d is worth 1 on average without a difference', information => {
    expect(integral(z => mixtureEvidence(z, information) * density(z), -35, 35)).toBeCloseTo(1, 6);
    expect(integral(z => oneSidedEvidence(z, information) * density(z), -35, 35)).toBeCloseTo(1, 6);
    // Below what is asked about it is worth less.
    expect(integral(z => oneSidedEvidence(z - 1, information) * density(z), -35, 35)).toBeLessThan(1);
  });

  it('is the mSPRT of Johari et al. (2022) for a mean', () => {
    const [n, sigma, tau, difference] = [250, 2, 0.5, 0.4];
    const [s, t] = [sigma ** 2, tau ** 2];
    const theirs = Math.sqrt(s / (s + n * t)) * Math.exp((n ** 2 * t * difference ** 2) / (2 * s * (s + n * t)));
    const z = difference / (sigma / Math.sqrt(n));
    expect(mixtureEvidence(z, (n * t) / s)).toBeCloseTo(theirs, 9);
  });

  it('bounds as the confidence sequence of Waudby-Smith et al. (2024) does', () => {
    for (const [t, rho, alpha] of [
      [100, 0.3, 0.05],
      [1000, 0.1, 0.01],
      [31, 1, 0.2],
    ] as const) {
      const t2 = t * rho ** 2 + 1;
      const theirs = Math.sqrt(((2 * t2) / (t ** 2 * rho ** 2)) * Math.log(Math.sqrt(t2) / alpha));
      const z = theirs * Math.sqrt(t);
      expect(alwaysValidP(mixtureEvidence(z, t * rho ** 2))).toBeCloseTo(alpha, 12);
    }
    // At its best a level of 5 % asks for three standard errors, where a fixed test asks for two.
    expect(alwaysValidP(mixtureEvidence(3.035, 8))).toBeCloseTo(0.05, 4);
  });

  it('has an end on either side', () => {
    expect(alwaysValidP(mixtureEvidence(0, 8))).toBe(1);
    expect(alwaysValidP(mixtureEvidence(1000, 8))).toBe(0);
    expect(alwaysValidP(oneSidedEvidence(-1000, 8))).toBe(1);
  });
});

it('the share below z (R: pnorm)', () => {
  expect(normalBelow(0)).toBe(0.5);
  expect(normalBelow(1.96)).toBeCloseTo(0.9750021, 7);
  expect(normalBelow(-3)).toBeCloseTo(0.001349898, 9);
  expect([normalBelow(-50), normalBelow(50)]).toEqual([0, 1]);
});
