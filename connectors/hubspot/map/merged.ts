// Pure: the ids under which a record was known before merges.
import { type Properties, text } from './values.ts';

export function mergedList(id: string, p: Properties): string[] {
  const ids = [
    ...(text(p.hs_merged_object_ids)?.split(';') ?? []),
    ...(text(p.hs_calculated_merged_vids)?.split(';') ?? []).map(entry => entry.split(':')[0] ?? ''),
  ];
  return [...new Set(ids.map(loser => loser.trim()))].filter(loser => /^\d+$/.test(loser) && loser !== id);
}
