// Brings the scores of some customers up to date with their facts.
import type { Sql } from '../../base/database/sql.ts';
import { scoreChanged } from './score-lifetimes.ts';
import { SCORE } from './score-sql.ts';

/**
 * `subjects` as in change_mark: records that belong to nobody are passed over. Facts must be up to date. `now` is the
 * transaction's moment unless told. At most four statements.
 */
export async function refreshScores(tx: Sql, subjects: readonly number[], now: Date | null = null): Promise<void> {
  const customers = subjects.filter(subject => subject > 0);
  if (customers.length === 0) return;
  await scoreFacts(tx, customers, now);
  await scoreChanged(tx, customers, now);
}

/** Latest answers, health and purchases. One statement. Returns those for whom any of it changed. */
export async function scoreFacts(tx: Sql, customers: readonly number[], now: Date | null): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(SCORE, [customers, now], 'scores-refresh');
  return rows.map(row => row.id);
}
