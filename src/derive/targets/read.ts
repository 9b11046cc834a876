// Reads targets, and the figures that they are about, as they are at one moment.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { UserError } from '../../base/errors.ts';
import { withCalendar } from '../metrics/calendars/during.ts';
import { readIndex } from '../metrics/index/read.ts';
import { isOver, parsePeriod } from '../metrics/period.ts';
import { readMetric } from '../metrics/report.ts';
import { readSnapshot } from '../metrics/snapshot.ts';
import { judge, type TargetFigure } from './judge.ts';
import type { Reading, ReadTarget, Target } from './target.ts';

/** Each takes the few statements of its report, one after the other on one connection: so there are no more of them. */
export const MAX_TARGETS = 100;

const UNREAD: Reading = { met: null, certainty: null, because: null, asOf: null, figure: null, indexFigure: null };

/** By key. Figures are read where somebody asks for them, all as of one moment. */
export async function listTargets(ctx: Context, withFigures: boolean): Promise<ReadTarget[]> {
  const targets = await storedTargets(ctx.sql);
  if (!withFigures || targets.length === 0) return targets.map(target => ({ ...target, ...UNREAD }));
  return readSnapshot(ctx.sql, async tx => {
    const found: ReadTarget[] = [];
    for (const target of targets) {
      ctx.signal.throwIfAborted();
      found.push({ ...target, ...(await readOrSay({ ...ctx, sql: tx }, target)) });
    }
    return found;
  });
}

function storedTargets(sql: Sql): Promise<Target[]> {
  return sql.query<Target>(
    `select key, metric, index_key as index, compared, value, higher_is_better as "higherIsBetter", filter as "where", during
     from target order by key limit ${MAX_TARGETS}`,
  );
}

/** All others are of the whole request. */
const OF_A_TARGET: readonly string[] = ['BAD_USER_INPUT', 'NOT_FOUND', 'MIXED_SCALES', 'MIXED_CURRENCIES'];

/** What is wrong with one, such as mixed scales, is said there and does not stop the others. */
async function readOrSay(ctx: Context, target: Target): Promise<Reading> {
  try {
    return readingOf(target, await readFigure(ctx, target));
  } catch (error) {
    if (!(error instanceof UserError) || !OF_A_TARGET.includes(error.code)) throw error;
    return { ...UNREAD, because: error.message };
  }
}

/** A figure as its report gives it. */
interface Found extends Pick<Reading, 'asOf' | 'figure' | 'indexFigure'> {
  /** What is set beside the target. */
  readonly told: TargetFigure;
  /** The last day of a period that is not over. */
  readonly goesOn: string | null;
}

/** @throws UserError as the report does. */
export async function readFigure(ctx: Context, target: Target): Promise<Found> {
  const { metric, index, where, compared } = target;
  const during = await withCalendar(ctx.sql, target.during);
  const period = parsePeriod(during, ctx.now());
  const goesOn = isOver(period, ctx.now()) ? null : period.end;
  if (metric === null) {
    const { asOf, groups } = await readIndex(ctx, { key: index!, during, where });
    const { total } = groups[0]!;
    const definedByOutcome = total.components.some(({ raw }) => raw.definedByOutcome);
    return { asOf, figure: null, indexFigure: total, told: { ...total, definedByOutcome }, goesOn };
  }
  const { asOf, groups } = await readMetric(ctx, metric, { during, where });
  const { total } = groups[0]!;
  const shown = compared === 'MEDIAN' ? { value: total.median, interval: total.medianInterval } : {};
  return { asOf, figure: total, indexFigure: null, told: { ...total, ...shown }, goesOn };
}

export function readingOf(target: Target, { told, goesOn, ...found }: Found): Reading {
  return { ...found, ...judge(told, target, goesOn) };
}
