// A preview as it is asked for: figures, and the sample with what was selected of it.
import type { Context } from '../../base/context/context.ts';
import { type Preview, previewRule } from '../../derive/segments/preview.ts';
import { branchKey } from './compile.ts';
import { customerType } from './customer.read.ts';
import { readByIds } from './read.ts';
import { childrenOf, type Selected } from './selection.ts';

/** `rule` is as it was given. @throws UserError BAD_USER_INPUT naming the place. */
export async function readPreview(ctx: Context, rule: unknown, sample: number, selected: Selected): Promise<object> {
  const samples = childrenOf(selected).filter(({ name }) => name === 'sample');
  const preview: Preview = await previewRule(ctx, rule, sample);
  const { size, share, ruleText, customers } = preview;
  const shown = await Promise.all(
    samples.map(async asked => {
      const rows = await readByIds(ctx, customerType, asked, customers);
      // One may be gone since they were found.
      return [branchKey(asked.key), customers.flatMap(id => rows.get(id) ?? [])] as const;
    }),
  );
  return { size, share, ruleText, ...Object.fromEntries(shown) };
}
