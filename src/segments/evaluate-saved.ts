// Evaluates segments as soon as they are saved, if no refresh is at it; otherwise the next refresh does.
import { setTimeout } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import { evaluateSegments } from './refresh-segments.ts';
import { readSegments } from './stored-segments.ts';

const TRIES = 6;
const PAUSE_MS = 350;
const SERIALIZATION_FAILURE = '40001';

type Outcome = 'DONE' | 'BUSY' | 'TOO_EARLY';

/** By row id. False when there was no opportunity within some 2 seconds: then a refresh is to be asked for. */
export async function evaluateSaved(ctx: Pick<Context, 'sql' | 'now'>, saved: readonly number[]): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const outcome = await attempt(ctx.sql, saved, ctx.now());
    if (outcome !== 'BUSY' || tries === TRIES) return outcome === 'DONE';
    await setTimeout(PAUSE_MS);
  }
}

async function attempt(sql: Sql, saved: readonly number[], now: Date): Promise<Outcome> {
  try {
    return await sql.transaction(async tx => {
      await tx.query('set transaction isolation level repeatable read');
      const lock = await tx.one<{ free: boolean }>(
        `select pg_try_advisory_xact_lock(hashtext('cxgraph.refresh')) as free`,
      );
      if (!lock!.free) return 'BUSY';
      if (!(await hasRefreshed(tx))) return 'TOO_EARLY';
      const segments = await readSegments(tx);
      // What somebody else has evaluated meanwhile, or deleted, is done.
      const wanted = segments.filter(({ id, revision, evaluated }) => saved.includes(id) && revision !== evaluated);
      await evaluateSegments(tx, segments, wanted, now);
      return 'DONE';
    });
  } catch (error) {
    if ((error as { code?: string }).code === SERIALIZATION_FAILURE) return 'BUSY';
    throw error;
  }
}

/**
 * A refresh that ended between our first look and our lock has written this row: then locking it fails, and we look
 * again. Before the first refresh there is no such row, nor anything to evaluate.
 */
async function hasRefreshed(tx: Sql): Promise<boolean> {
  const row = await tx.one(`select from setting where key = 'refresh' for update`);
  return row !== undefined;
}
