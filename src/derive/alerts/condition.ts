// Pure: when a rule raises an alert, and whether a reading meets it.
import { z } from 'zod';
import { number, oneOf, takeInput } from '../../base/input.ts';
import type { Range } from '../metrics/index/ends.ts';

/** Exactly one of them. Figures are in the unit of what is watched. */
export type Condition =
  | { readonly below: number }
  | { readonly above: number }
  /** Against the bucket before: lower by at least so much. */
  | { readonly dropsBy: number }
  /** Against the bucket before, two-sided, p < 0.05. */
  | { readonly significantChange: true };

export interface ConditionInput {
  readonly below?: number | null;
  readonly above?: number | null;
  readonly dropsBy?: number | null;
  readonly significantChange?: boolean | null;
}

/** What came true. */
export type Finding = 'BELOW' | 'ABOVE' | 'DROPPED' | 'FELL' | 'ROSE';

export interface Shown {
  /** Null when there is nothing, or when it is withheld. */
  readonly value: number | null;
  readonly n: number;
  readonly reliable: boolean;
}

/** A figure of one bucket beside that of the bucket before. */
export interface Reading {
  readonly figure: Shown;
  readonly before: Shown | null;
  readonly pValue: number | null;
}

export const SIGNIFICANCE = 0.05;

/** Figures come from divisions: 57 of 100 may be a hair below 57 %. */
const isLess = (a: number, b: number) => b - a > 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** Values that are not reliable meet no condition, nor do comparisons with such. */
export function findingBy(condition: Condition, { figure, before, pValue }: Reading): Finding | null {
  const { value } = figure;
  if (value === null || !figure.reliable) return null;
  if ('below' in condition) return isLess(value, condition.below) ? 'BELOW' : null;
  if ('above' in condition) return isLess(condition.above, value) ? 'ABOVE' : null;
  if (!before?.reliable || before.value === null) return null;
  if ('dropsBy' in condition) return isLess(before.value - value, condition.dropsBy) ? null : 'DROPPED';
  if (pValue === null || pValue >= SIGNIFICANCE) return null;
  return value < before.value ? 'FELL' : 'ROSE';
}

/** @throws UserError BAD_USER_INPUT for one that could never come true, or never be false. */
export function checkCondition(input: ConditionInput, name: string, { min, max }: Range): Condition {
  const [low, high] = [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY];
  const scale = `${name} goes from ${low} to ${high}`;
  const always = (words: string) => ({
    error: (issue: { readonly input?: unknown }) =>
      `${scale}: whether it is ${words} ${issue.input} would always be the same.`,
  });
  const schema = oneOf({
    below: number.refine(figure => figure > low && figure <= high, always('below')),
    above: number.refine(figure => figure >= low && figure < high, always('above')),
    dropsBy: number.refine(
      figure => figure > 0 && figure <= high - low,
      `"dropsBy" is how far it falls, above 0; and ${scale}.`,
    ),
    significantChange: z.literal(true, '"significantChange" can only be true. Leave it out for another condition.'),
  });
  return takeInput(schema, input, 'when') as Condition;
}
