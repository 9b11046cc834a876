// Pure: when a rule raises an alert.
import { z } from 'zod';
import { badInput } from '../../base/errors.ts';
import { made, number, oneOf, takeInput, text } from '../../base/input.ts';
import { DAY, formatDuration, HOUR, parseDuration } from '../../base/time/duration.ts';
import type { Range } from '../metrics/index/ends.ts';

/** Exactly one of them. Figures are in the unit of what is watched. */
export type Condition =
  | { readonly below: number }
  | { readonly above: number }
  /** Against the bucket before: lower by at least so much. */
  | { readonly dropsBy: number }
  /** Against the bucket before, two-sided, at the level of the rule. */
  | { readonly significantChange: true }
  /** Nothing that is counted has come for so long: an ISO 8601 duration. */
  | Silence;

export interface Silence {
  readonly silence: string;
}

export interface ConditionInput {
  readonly below?: number | null;
  readonly above?: number | null;
  readonly dropsBy?: number | null;
  readonly significantChange?: boolean | null;
  readonly silence?: string | null;
}

const SHORTEST_SILENCE = HOUR;
const LONGEST_SILENCE = 90 * DAY;

const silence = text.pipe(
  made((given: string) => {
    const length = parseDuration('silence', given);
    if (length >= SHORTEST_SILENCE && length <= LONGEST_SILENCE) return formatDuration(length);
    throw badInput('silence', `A silence is an hour to 90 days long, such as P3D; not ${given}.`);
  }),
);

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
    silence,
  });
  return takeInput(schema, input, 'when') as Condition;
}

/** Of a rule that says none: a twentieth where the condition is a test, and none where the value alone decides. */
const USUAL_LEVEL = 0.05;
const LOWEST_LEVEL = 0.0001;
const HIGHEST_LEVEL = 0.2;

/** Null where the value alone decides. @throws UserError BAD_USER_INPUT */
export function checkLevel(level: number | null | undefined, condition: Condition): number | null {
  if (level == null) return 'significantChange' in condition ? USUAL_LEVEL : null;
  if ('silence' in condition) throw badInput('level', 'A silence is no test: leave "level" out.');
  if (level >= LOWEST_LEVEL && level <= HIGHEST_LEVEL) return level;
  throw badInput('level', `"level" is a share from ${LOWEST_LEVEL} to ${HIGHEST_LEVEL}, such as 0.05; not ${level}.`);
}
