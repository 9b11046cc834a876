// Everybody evaluated for the first time as a refresh does it, bit by bit, while somebody changes each second.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../../src/base/database/sql.ts';
import { refresh } from '../../../src/derive/refresh/refresh.ts';
import { mark } from '../../../src/ingest/marks/marks.ts';
import { timed } from '../measure.ts';
import { NOW } from './world.ts';

export interface First {
  readonly ms: number;
  /** The longest that a change waited to be in the figures. */
  readonly waitMs: number;
}

const EVERY_MS = 1_000;

export async function evaluateFirst(sql: Sql): Promise<First> {
  let isOver = false;
  let waitMs = 0;
  const change = async () => {
    while (!isOver) {
      await mark(sql, { customers: [1 + Math.floor(Math.random() * 1_000)] });
      await sleep(EVERY_MS);
      const row = await sql.one<{ ms: number }>(
        `select coalesce(extract(epoch from now() - min(marked_at)) * 1000, 0)::float8 as ms from change_mark`,
      );
      waitMs = Math.max(waitMs, row!.ms);
    }
  };
  const changing = change();
  const { result, ms } = await timed(() => refresh(sql, { now: NOW }));
  isOver = true;
  await changing;
  // The last change may have come after the refresh had ended.
  await refresh(sql, { now: NOW });
  if (!result) throw new Error('another refresh was at it');
  return { ms, waitMs };
}
