// Pure: tests that hold their level however often one looks: evidence that may be read at every moment of a growing sample.
import { normalBelow } from './normal.ts';

/**
 * Evidence against "no difference" after a look at which an estimate lies `z` standard errors from it: the likelihood of all
 * differences, weighed by a normal law around none, over that of none (Robbins 1970; the mixture sequential probability ratio
 * test of Johari, Koomen, Pekelis & Walsh 2022). `information` is the variance of that law over the squared standard error,
 * above 0, and grows with the sample. Without a difference it passes 1/level at any of all looks with a chance of at most
 * `level` (Ville 1939). Estimates of means need no normal values, only a first look with enough of them (Waudby-Smith, Arbour,
 * Sinha, Kennedy & Ramdas 2024).
 */
export function mixtureEvidence(z: number, information: number): number {
  return Math.exp(logMixture(z, information));
}

/** The same against "not above": differences below none do not count, by half a normal law. */
export function oneSidedEvidence(z: number, information: number): number {
  const root = Math.sqrt(information / (1 + information));
  const weight = normalBelow(z * root);
  // So far below that the likelihood overflows: there it counts for nothing.
  return weight === 0 ? 0 : 2 * weight * Math.exp(logMixture(z, information));
}

/** Never above 1. */
export function alwaysValidP(evidence: number): number {
  return Math.min(1, 1 / evidence);
}

function logMixture(z: number, information: number): number {
  return (z * z * information) / (2 * (1 + information)) - Math.log1p(information) / 2;
}
