// Pure: tests of numbers, of those that are at hand.
import type { NumberTest } from './rule.ts';

export function meets({ eq, lt, lte, gt, gte }: NumberTest, value: number): boolean {
  return (
    (eq === undefined || value === eq) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte) &&
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte)
  );
}
