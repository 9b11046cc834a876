// Pure: one group of a rule: how it is told from others, and what it is called.
import type { DimensionValue } from '../metrics/labels.ts';

/** Groups that one rule watches at most: the largest. */
export const MAX_GROUPS = 200;

/** Empty for the whole. */
export function groupKey(by: readonly DimensionValue[]): string {
  return by.length === 0 ? '' : JSON.stringify(by.map(({ key }) => key));
}

/** " for channel CHAT and country DE"; empty for the whole. */
export function groupText(by: readonly DimensionValue[]): string {
  const parts = by.map(({ dimension, label }) => `${dimension.toLowerCase().replaceAll('_', ' ')} ${label}`);
  return parts.length === 0 ? '' : ` for ${parts.join(' and ')}`;
}
