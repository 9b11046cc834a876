// Pure: slope and curvature of a function, from its values close by.

export interface Curvature {
  readonly gradient: number[];
  /** Symmetric. */
  readonly hessian: number[][];
}

/** Far enough for differences to outweigh rounding in second differences, near enough for the third to be small. */
const STEP = 1e-3;

/** By central differences, `value` being f(at). Null where the function has no number close by. */
export function curvatureAt(
  f: (at: readonly number[]) => number,
  at: readonly number[],
  value: number,
): Curvature | null {
  const moved = (...moves: readonly (readonly [number, number])[]) => {
    const point = [...at];
    for (const [i, by] of moves) point[i]! += by * STEP;
    return f(point);
  };
  const ups = at.map((_, i) => moved([i, 1]));
  const downs = at.map((_, i) => moved([i, -1]));
  const hessian: number[][] = at.map(() => []);
  for (let i = 0; i < at.length; i++) {
    hessian[i]![i] = (ups[i]! - 2 * value + downs[i]!) / STEP ** 2;
    for (let j = 0; j < i; j++) {
      const mixed =
        (moved([i, 1], [j, 1]) - moved([i, 1], [j, -1]) - moved([i, -1], [j, 1]) + moved([i, -1], [j, -1])) /
        (4 * STEP ** 2);
      hessian[i]![j] = mixed;
      hessian[j]![i] = mixed;
    }
  }
  const gradient = at.map((_, i) => (ups[i]! - downs[i]!) / (2 * STEP));
  return [gradient, ...hessian].every(row => row.every(Number.isFinite)) ? { gradient, hessian } : null;
}
