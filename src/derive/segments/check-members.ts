// Looks for customers who are in other segments than they should be.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import { compileRules } from '../rules/compile/compile.ts';
import { inlinedBatches } from './inlined-batches.ts';
import { isEvaluated, readSegments } from './stored-segments.ts';
import { movedMembers } from './write-members.ts';

/**
 * Of these customers: who is wrong, once for each membership that is missing or too many. None of them may wait for a
 * refresh; segments that do are left out. Must see one moment of the database.
 */
export async function checkMembers(tx: Sql, customers: readonly number[], now: Date): Promise<number[]> {
  if (customers.length === 0) return [];
  const segments = await readSegments(tx);
  const wrong: number[] = [];
  for (const batch of inlinedBatches(segments.filter(isEvaluated), segments)) {
    const s = new Statement();
    const ids = s.bind(customers, 'bigint[]');
    const rules = batch.map(({ rule }) => rule);
    const compiled = compileRules(s, rules, { customers: ids }, now);
    const rows = await tx.query<{ id: number }>(
      `with ${movedMembers(s, { segments: batch, compiled, customers: ids })} select customer_id as id from moved`,
      s.params,
    );
    wrong.push(...rows.map(row => row.id));
  }
  return wrong;
}
