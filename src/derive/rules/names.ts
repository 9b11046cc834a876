// Pure: what rules name: segments, journeys, stages and traits; and which segments name which.
import type { Conditions, Name } from './condition.ts';
import { CONDITIONS } from './conditions/index.ts';
import { conditionOf, type SegmentRule } from './rule.ts';

export interface RuleName extends Omit<Name, 'at'> {
  /** Where it stands, such as `rule.all[2].stage.journey`. */
  readonly path: string;
}

/** In the order in which they stand. Those of the segments that it names are not among them. */
export function namesIn(rule: SegmentRule, path = 'rule', conditions: Conditions = CONDITIONS): RuleName[] {
  const each = (children: readonly SegmentRule[], branch: string) =>
    children.flatMap((child, n) => namesIn(child, `${path}.${branch}[${n}]`, conditions));
  if (rule.all) return each(rule.all, 'all');
  if (rule.any) return each(rule.any, 'any');
  if (rule.not) return namesIn(rule.not, `${path}.not`, conditions);
  const { name: branch, condition, value } = conditionOf(rule, conditions);
  return (condition.names?.(value) ?? []).map(({ at, ...name }) => ({
    path: `${path}.${branch}${at === undefined ? '' : `.${at}`}`,
    ...name,
  }));
}

interface Named {
  readonly key: string;
  readonly rule: SegmentRule;
}

/** The rule behind a key, as inlining asks for it. */
export function rulesOf(segments: readonly Named[]): (key: string) => SegmentRule | undefined {
  const byKey = new Map(segments.map(({ key, rule }) => [key, rule]));
  return key => byKey.get(key);
}

/** Keys of the segments that a rule names itself. */
export function segmentsNamed(rule: SegmentRule): string[] {
  return namesIn(rule).flatMap(({ kind, name }) => (kind === 'segment' ? [name] : []));
}

/** Those that name this key, directly or through others. */
export function dependentsOf<T extends Named>(key: string, segments: readonly T[]): T[] {
  const reached = new Set([key]);
  const dependents: T[] = [];
  for (let before = -1; before < dependents.length; ) {
    before = dependents.length;
    for (const segment of segments) {
      if (reached.has(segment.key) || !segmentsNamed(segment.rule).some(named => reached.has(named))) continue;
      reached.add(segment.key);
      dependents.push(segment);
    }
  }
  return dependents;
}
