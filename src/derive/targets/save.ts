// Saves and deletes targets.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { badInput, checkKey, notFound } from '../../base/errors.ts';
import { definitionOf } from '../metrics/definitions.ts';
import type { MetricFilter } from '../metrics/filter.ts';
import { type Range, rangeOf } from '../metrics/index/ends.ts';
import { plainWhere } from '../metrics/index/where.ts';
import type { MetricName } from '../metrics/metric.ts';
import type { PeriodInput } from '../metrics/period.ts';
import { MAX_TARGETS, readFigure, readingOf } from './read.ts';
import type { ReadTarget, Target } from './target.ts';

export interface SaveTargetInput {
  /** Small letters, digits and dashes. */
  readonly key: string;
  /** Exactly one of `metric` and `index`, which is a definition's key. */
  readonly metric?: MetricName | null;
  readonly index?: string | null;
  /** What reports compare when absent: the median of durations. */
  readonly compared?: Target['compared'] | null;
  readonly value: number;
  /** As the definition says when absent. */
  readonly higherIsBetter?: boolean | null;
  readonly where?: MetricFilter | null;
  readonly during: PeriodInput;
}

/** Creates it or brings it up to date by key. @throws UserError BAD_USER_INPUT, NOT_FOUND, MIXED_SCALES, MIXED_CURRENCIES */
export async function saveTarget(ctx: Context, input: SaveTargetInput): Promise<ReadTarget> {
  checkKey('key', input.key);
  const { key, value, metric = null, index = null } = input;
  if ((metric === null) === (index === null))
    throw badInput('metric', 'Give either "metric" or "index": what is to reach the target.');
  const draft: Target = {
    ...{ key, metric, index, value, higherIsBetter: true },
    compared: comparedOf(metric, input.compared),
    where: plainWhere(input.where),
    during: Object.fromEntries(Object.entries(input.during).filter(([, given]) => given != null)),
  };
  // Filters and periods are wrong in many ways, and reading finds all of them.
  const found = await readFigure(ctx, draft);
  const range = rangeIn(draft, found.figure?.unit ?? null);
  const target = { ...draft, higherIsBetter: directionOf(range, input.higherIsBetter) };
  checkValue(target, range);
  await ctx.sql.transaction(tx => write(tx, target, ctx.now()));
  return { ...target, ...readingOf(target, found) };
}

function comparedOf(metric: MetricName | null, given: Target['compared'] | null | undefined): Target['compared'] {
  const usual = metric === null ? 'VALUE' : (definitionOf(metric).compares ?? 'VALUE');
  if (given === 'MEDIAN' && usual !== 'MEDIAN')
    throw badInput('compared', `${metric ?? 'An index'} is told by its value, not by a median: leave "compared" out.`);
  return given ?? usual;
}

/** Null where nobody knows the direction: mean scores of a scale that is not known. */
function rangeIn(
  { metric, where }: Target,
  unit: string | null,
): Omit<Range, 'higherIsBetter'> & { higherIsBetter: boolean | null } {
  if (metric === null) return { min: 0, max: 100, higherIsBetter: true };
  const definition = definitionOf(metric);
  const scale = where?.scale ?? unit;
  const range = rangeOf(definition, definition.oneUnit === 'scale' ? { scale } : where);
  const isUnknown = definition.oneUnit === 'scale' && definition.unit === 'SCORE' && scale === null;
  return isUnknown ? { ...range, higherIsBetter: null } : range;
}

function directionOf(range: { higherIsBetter: boolean | null }, given: boolean | null | undefined): boolean {
  const direction = given ?? range.higherIsBetter;
  if (direction !== null) return direction;
  throw badInput(
    'higherIsBetter',
    'Whether a higher score is better depends on the scale, and there are no answers yet: say so in "higherIsBetter", or the scale in "where".',
  );
}

function checkValue({ value, higherIsBetter }: Target, { min, max }: { min: number | null; max: number | null }): void {
  const [low, high] = [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY];
  const isWithin = higherIsBetter ? value > low && value <= high : value >= low && value < high;
  if (!isWithin)
    throw badInput('value', `It goes from ${low} to ${high}: whether ${value} is reached would always be the same.`);
}

async function write(tx: Sql, target: Target, now: Date): Promise<void> {
  // Two savers wait for each other, so that there are never too many.
  await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.target'))`);
  const row = await tx.one<{ others: number }>('select count(*) as others from target where key <> $1', [target.key]);
  if (row!.others >= MAX_TARGETS)
    throw badInput('key', `There are ${MAX_TARGETS} targets already, and no more can be kept: delete one first.`);
  const { key, metric, index, compared, value, higherIsBetter, where, during } = target;
  await tx.query(
    `insert into target (key, metric, index_key, compared, value, higher_is_better, filter, during, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
     on conflict (key) do update set metric = excluded.metric, index_key = excluded.index_key, compared = excluded.compared,
       value = excluded.value, higher_is_better = excluded.higher_is_better, filter = excluded.filter,
       during = excluded.during, updated_at = excluded.updated_at`,
    [key, metric, index, compared, value, higherIsBetter, where && JSON.stringify(where), JSON.stringify(during), now],
  );
}

/** Gives its key. @throws UserError NOT_FOUND */
export async function deleteTarget(ctx: Context, key: string): Promise<string> {
  const gone = await ctx.sql.one<{ key: string }>('delete from target where key = $1 returning key', [key]);
  if (!gone) throw notFound('target', key);
  return gone.key;
}
