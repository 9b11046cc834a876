// Pure: which segments the rules of others name.
import type { SegmentRule } from './rule.ts';

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
  const inner = [...(rule.all ?? []), ...(rule.any ?? []), ...(rule.not ? [rule.not] : [])];
  return [...(rule.segment === undefined ? [] : [rule.segment]), ...inner.flatMap(segmentsNamed)];
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
