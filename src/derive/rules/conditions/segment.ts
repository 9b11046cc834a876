// Pure: the rule of another segment, which stands here by its key.
import { key } from '../../../base/input.ts';
import { condition } from '../condition.ts';
import { quoted } from '../value-test.ts';

export const segment = condition({
  schema: key,
  sql(_b, named) {
    throw new Error(`Before rules are compiled, that of the segment "${named}" is put here.`);
  },
  text: (named, { segments }) => `in segment ${quoted(segments?.get(named) ?? named)}`,
  names: named => [{ kind: 'segment', name: named }],
});
