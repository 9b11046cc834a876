// Evaluates rules for some customers or for everybody, with so many statements whatever their number.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import { compileRules } from '../rules/compile/compile.ts';
import { inlinedBatches } from './inlined-batches.ts';
import type { StoredSegment } from './stored-segments.ts';
import { writeCandidates, writeMembers } from './write-members.ts';

/** DATA: something of theirs changed. TIME: time alone did it. RULE: the rule was saved. */
export type Cause = 'DATA' | 'TIME' | 'RULE';

interface Task {
  /** Null for everybody. */
  readonly customers: readonly number[] | null;
  readonly dueIsWhole: boolean;
  readonly now: Date;
  readonly cause: Cause;
  /** Candidates while everybody is still to be looked at. */
  readonly into: 'segment_member' | 'segment_candidate';
}

/** `all` are those that there are, because rules may name each other. */
export async function evaluate(
  tx: Sql,
  all: readonly StoredSegment[],
  wanted: readonly StoredSegment[],
  { customers: ids, dueIsWhole, now, cause, into }: Task,
): Promise<void> {
  let whole = dueIsWhole;
  for (const batch of inlinedBatches(wanted, all)) {
    const s = new Statement();
    const customers = ids === null ? null : s.bind(ids, 'bigint[]');
    const rules = batch.map(({ rule }) => rule);
    const compiled = compileRules(s, rules, customers === null ? 'EVERYBODY' : { customers }, now);
    const evaluation = { segments: batch, compiled, customers, dueIsWhole: whole, now, cause };
    const write = into === 'segment_member' ? writeMembers : writeCandidates;
    await tx.query(write(s, evaluation), s.params);
    // Only the first statement knows nothing of other moments.
    whole = false;
  }
}
