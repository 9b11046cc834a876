// How pleased the texts of records sound. A page is judged before the projection is locked: it takes as long as writing it.
import { setImmediate } from 'node:timers/promises';
import type { CanonicalRecord } from '../../../connectors/records.ts';
import type { Scores } from '../ref.ts';
import { judgeAll } from '../sentiment/load.ts';
import { isSaidByCustomer } from '../sentiment/said.ts';

const SLICE = 25;

/** Of the texts that are not in `known`. Other work of this process gets its turn now and then. */
export async function judgeRecords(
  records: readonly CanonicalRecord[],
  known: Scores = new Map(),
): Promise<Map<string, number | null>> {
  const texts = [...new Set(records.flatMap(textsOf))].filter(text => !known.has(text));
  const scores = new Map<string, number | null>();
  for (let at = 0; at < texts.length; at += SLICE) {
    if (at > 0) await setImmediate();
    const slice = texts.slice(at, at + SLICE);
    const judged = await judgeAll(slice);
    for (const [i, text] of slice.entries()) scores.set(text, judged[i] ?? null);
  }
  return scores;
}

function textsOf(record: CanonicalRecord): string[] {
  switch (record.type) {
    case 'interaction':
      return isSaidByCustomer(record) && record.body ? [record.body] : [];
    case 'response':
      return record.answers.flatMap(answer => answer.text || []);
    case 'answer':
      return record.text ? [record.text] : [];
    default:
      return [];
  }
}
