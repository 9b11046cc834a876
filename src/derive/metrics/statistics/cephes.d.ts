// The functions of the Cephes library that we call: its own types are not found from ES modules. They throw where undefined.
declare module 'cephes' {
  /** Before it is done, no function may be called. */
  export const compiled: Promise<void>;
  /** 1 − erf(x); throws where it is below the smallest number, from about 26.6. */
  export function erfc(x: number): number;
  /** The x above which the share `above` of a gamma variable of shape `a` > 0 lies. */
  export function igami(a: number, above: number): number;
  /** Share of a beta variable with `a` and `b` > 0 that lies below x. */
  export function incbet(a: number, b: number, x: number): number;
  /** The x below which lies the share `below` of a beta variable with `a` and `b` > 0. */
  export function incbi(a: number, b: number, below: number): number;
  /** The x below which lies the share `below` of a standard normal variable. */
  export function ndtri(below: number): number;
  /** Natural logarithm of |Γ(x)|. */
  export function lgam(x: number): number;
  /** Natural logarithm of |B(a, b)|. */
  export function lbeta(a: number, b: number): number;
  /** Gauss's hypergeometric function ₂F₁(a, b; c; x). */
  export function hyp2f1(a: number, b: number, c: number, x: number): number;
}
