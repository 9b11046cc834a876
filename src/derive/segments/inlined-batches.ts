// Pure: which segments one statement evaluates together.
import { conditionsOf, inlineRule } from '../rules/inline-rule.ts';
import { rulesOf } from '../rules/names.ts';
import type { StoredSegment } from './stored-segments.ts';

/** Conditions a statement, unless a single rule has more. Each costs it a few columns, of which PostgreSQL has 1,664. */
const CONDITIONS = 120;

/** The wanted ones of all that there are, in their order, with the rules of the segments that they name in their place. */
export function* inlinedBatches(
  wanted: readonly StoredSegment[],
  all: readonly StoredSegment[],
): Generator<readonly StoredSegment[]> {
  const lookup = rulesOf(all);
  let batch: StoredSegment[] = [];
  let conditions = 0;
  for (const segment of wanted) {
    const rule = inlineRule(segment.rule, lookup);
    const more = conditionsOf(rule);
    if (batch.length > 0 && conditions + more > CONDITIONS) {
      yield batch;
      [batch, conditions] = [[], 0];
    }
    batch.push({ ...segment, rule });
    conditions += more;
  }
  if (batch.length > 0) yield batch;
}
