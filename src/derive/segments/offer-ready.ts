// Saves the ready segments, each once: whoever changes or deletes one has their way.
import type { Context } from '../../base/context/context.ts';
import { READY_SEGMENTS } from './ready.ts';
import { saveSegment } from './save.ts';
import { readSegments } from './stored-segments.ts';

/** `offered` are the keys of those that were saved before. Gives them with those that are now. */
export async function offerReadySegments(ctx: Context, offered: readonly string[]): Promise<readonly string[]> {
  const taken = new Set([...offered, ...(await readSegments(ctx.sql)).map(segment => segment.key)]);
  for (const segment of READY_SEGMENTS) if (!taken.has(segment.key)) await saveSegment(ctx, segment);
  return [...new Set([...offered, ...READY_SEGMENTS.map(segment => segment.key)])];
}
