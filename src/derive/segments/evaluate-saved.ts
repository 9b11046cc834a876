// Evaluates segments as soon as they are saved, if no refresh is at it; otherwise the next refresh does.
import type { Context } from '../../base/context.ts';
import { withExclusiveLockSoon } from '../evaluation/exclusive-lock.ts';
import { unlessFault } from '../evaluation/poison.ts';
import { isSmall } from '../evaluation/progress.ts';
import { evaluateSegments } from './refresh-segments.ts';
import { isEvaluated, readSegments } from './stored-segments.ts';

/** By row id. False when there was no opportunity within some 2 seconds: then a refresh is to be asked for. */
export async function evaluateSaved(ctx: Pick<Context, 'sql' | 'now'>, saved: readonly number[]): Promise<boolean> {
  let isDone = false;
  const hadOpportunity = await withExclusiveLockSoon(ctx.sql, async tx => {
    // Many are evaluated bit by bit.
    if (!(await isSmall(tx))) return;
    const segments = await readSegments(tx);
    // What somebody else has evaluated meanwhile, or deleted, is done.
    const wanted = segments.filter(segment => saved.includes(segment.id) && !isEvaluated(segment));
    // Where it cannot be evaluated, the refresh finds out what is to blame.
    isDone = await unlessFault(tx, () => evaluateSegments(tx, segments, wanted, ctx.now()));
  });
  return hadOpportunity && isDone;
}
