// How pleased the texts of records sound. A page is scored before the projection is locked: it takes as long as writing it.
import { setImmediate } from 'node:timers/promises';
import type { CanonicalRecord } from '../../../connectors/records.ts';
import type { Scores } from '../landed.ts';
import { isAuthoredByCustomer } from '../sentiment/authored.ts';
import { scoreTexts } from '../sentiment/score-texts.ts';

const SLICE = 25;

/** With those that are known already. Other work of this process gets its turn now and then. */
export async function scoreRecords(records: readonly CanonicalRecord[], known: Scores = new Map()): Promise<Scores> {
  const texts = [...new Set(records.flatMap(textsOf))].filter(text => !known.has(text));
  if (texts.length === 0) return known;
  const scores = new Map(known);
  for (let at = 0; at < texts.length; at += SLICE) {
    if (at > 0) await setImmediate();
    const slice = texts.slice(at, at + SLICE);
    const found = await scoreTexts(slice);
    for (const [i, text] of slice.entries()) scores.set(text, found[i] ?? null);
  }
  return scores;
}

function textsOf(record: CanonicalRecord): string[] {
  switch (record.type) {
    case 'interaction':
      return isAuthoredByCustomer(record) && record.body ? [record.body] : [];
    case 'response':
      return record.answers.flatMap(answer => answer.text || []);
    case 'answer':
      return record.text ? [record.text] : [];
    default:
      return [];
  }
}
