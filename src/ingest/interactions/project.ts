// From canonical interactions to the timeline.
import type { Sql } from '../../base/database/sql.ts';
import { type Bound, bindRefs } from '../identity/bind.ts';
import type { LandedAs } from '../landed.ts';
import { mark } from '../marks/marks.ts';
import type { Scope } from '../ref.ts';
import { inheritFromCases, refreshCases } from './cases.ts';
import { type Interaction, settleInteractions, writeInteractions } from './write.ts';

/** Writes and binds them. Returns the customers whose timeline changed. */
export async function projectInteractions(
  tx: Sql,
  scope: Scope,
  interactions: readonly LandedAs<Interaction>[],
  gone: readonly number[],
): Promise<number[]> {
  const removed = await removeInteractions(tx, gone);
  if (interactions.length === 0) return removed;
  const optimistic = interactions.filter(item => item.optimistic);
  const rest = interactions.filter(item => !item.optimistic);
  const written = [...(await settleInteractions(tx, scope, optimistic)), ...(await writeInteractions(tx, scope, rest))];
  const cases = interactions.filter(item => item.record.kind === 'SUPPORT_CASE');
  const late = await bindCases(
    tx,
    cases.map(item => item.ref),
  );
  await refreshCases(tx, [
    ...cases.map(item => item.id),
    ...distinct(written.flatMap(row => [row.case_before, row.case_after])),
  ]);
  // An answer about a case has the case's channel, touchpoint and agent; one that came before its case was bound just now.
  await mark(tx, { cases: cases.filter(item => !item.optimistic).map(item => item.id) });
  const inCases = written.filter(row => row.case_before !== null || row.case_after !== null).map(row => row.id);
  const inherited = await inheritFromCases(tx, [...cases.map(item => item.id), ...inCases, ...late.ids]);
  return distinct([...removed, ...inherited, ...written.flatMap(row => [row.before, row.after])]);
}

/** Whatever names them loses them, and is marked. Returns the customers whose timeline changed. */
export async function removeInteractions(tx: Sql, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<{ customer_id: number | null; case_id: number | null; ref: string }>(
    `delete from interaction where id = any($1) returning customer_id, case_id, ref`,
    [ids],
    'interactions-remove',
  );
  if (rows.length === 0) return [];
  const orphans = await bindCases(
    tx,
    rows.map(row => row.ref),
  );
  await refreshCases(
    tx,
    rows.map(row => row.case_id).filter(id => id !== null),
  );
  return distinct([...(await inheritFromCases(tx, orphans.ids)), ...rows.map(row => row.customer_id)]);
}

/** Conversations and answers of the same page, or of earlier ones, may have come before their case. */
async function bindCases(tx: Sql, refs: readonly string[]): Promise<Bound> {
  await bindRefs(tx, 'survey_response', 'case', refs);
  return bindRefs(tx, 'interaction', 'case', refs);
}

function distinct(ids: readonly (number | null)[]): number[] {
  return [...new Set(ids.filter(id => id !== null))];
}
