// Pure: the maximum of a mean over many items, climbed on a sample first and on all from there.
import { type Maximum, maximise } from './maximise.ts';

/** As many tell nearly where the top is; on all items a few more steps are then enough. */
const SAMPLE = 10_000;

/** Items are sampled at even distances: sort them, and the sample has as much of everything as all have. */
export function maximiseMean<Item>(
  items: readonly Item[],
  mean: (items: readonly Item[], at: readonly number[]) => number,
  starts: readonly (readonly number[])[],
): Maximum {
  const stride = Math.ceil(items.length / SAMPLE);
  const sample = items.filter((_, i) => i % stride === 0);
  const first = maximise(at => mean(sample, at), starts);
  return stride === 1 ? first : maximise(at => mean(items, at), [first.at]);
}
