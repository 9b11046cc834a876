// Pure: a segment's rule as a typed tree, in the very shape in which the API takes it and the table keeps it.
import type { Condition, Conditions, ValueOf } from './condition.ts';
import type { CONDITIONS } from './conditions/index.ts';

type Given = { readonly [N in keyof typeof CONDITIONS]?: ValueOf<(typeof CONDITIONS)[N]> };

/** Exactly one branch is given; any branch may stand anywhere. What holds is true or false, never unknown. */
export interface SegmentRule extends Given {
  readonly all?: readonly SegmentRule[];
  readonly any?: readonly SegmentRule[];
  readonly not?: SegmentRule;
}

/** The rules that it joins or turns round; undefined where it is a condition. */
export function childrenOf({ all, any, not }: SegmentRule): readonly SegmentRule[] | undefined {
  return all ?? any ?? (not && [not]);
}

interface Found {
  readonly name: string;
  readonly condition: Condition<unknown>;
  readonly value: unknown;
}

/** Of a rule that is made of no others. */
export function conditionOf(rule: SegmentRule, conditions: Conditions): Found {
  const [name, value] = Object.entries(rule).find(([, given]) => given !== undefined) ?? [];
  const condition = name === undefined ? undefined : conditions[name];
  if (!condition) throw new Error(`A rule without a condition that is known: ${JSON.stringify(rule)}`);
  return { name: name!, condition, value };
}
