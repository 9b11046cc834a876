// An export from its first byte to its last: one snapshot of the database, page by page, no faster than it is taken.
import type { Context } from '../../base/context/context.ts';
import { readSnapshot } from '../../derive/metrics/snapshot.ts';
import type { Format } from './formats.ts';
import { type Operations, readPages, type Values } from './pages.ts';
import type { Plan } from './plan.ts';

/** Resolves when more may be written. Throws when nobody takes it any more. */
export type Write = (chunk: string | Uint8Array) => Promise<void>;

/**
 * Every row that there was when it began comes exactly once. Nothing is written before the first page was read, so that
 * what is wrong with the request is told before.
 * @returns how many rows there were
 */
export function writeExport(ctx: Context, api: Operations, plan: Plan, format: Format, write: Write): Promise<number> {
  const now = ctx.now();
  return readSnapshot(ctx.sql, async tx => {
    let rows = 0;
    const counted = async function* (): AsyncGenerator<readonly Values[]> {
      // A window that ends now is the same on every page.
      for await (const page of readPages(api, { ...ctx, sql: tx, now: () => now }, plan)) {
        rows += page.length;
        yield page;
      }
    };
    for await (const chunk of format.encode(plan.columns, counted())) {
      ctx.signal.throwIfAborted();
      await write(chunk);
    }
    return rows;
  });
}
