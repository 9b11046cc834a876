// The things behind a figure, page by page: answers, cases, purchases, conversations, or the customers themselves.
import type { Context } from '../../base/context/context.ts';
import { withCalendar } from '../../derive/metrics/calendars/during.ts';
import { definitionOf } from '../../derive/metrics/definitions.ts';
import type { MetricFilter } from '../../derive/metrics/filter.ts';
import { ANSWER_KINDS, CUSTOMER_KINDS, type Kind } from '../../derive/metrics/kinds.ts';
import type { MetricName } from '../../derive/metrics/metric.ts';
import { checkNames } from '../../derive/metrics/names.ts';
import { type PeriodInput, parsePeriod } from '../../derive/metrics/period.ts';
import { checkDimensions } from '../../derive/metrics/request.ts';
import { branchKey } from './compile.ts';
import { customerType } from './customer.read.ts';
import { interactionType } from './interaction.read.ts';
import { countRows, placeOf, ROWS_ORDER, type RowKey, type RowsQuery, readRowKeys } from './metric-rows-page.ts';
import type { GraphType } from './model.ts';
import type { RawPage, RawRow } from './page.ts';
import { pageSize } from './page-args.ts';
import { readByIds } from './read.ts';
import { responseType } from './response.read.ts';
import { childrenOf, type Selected } from './selection.ts';

export interface MetricRowsArgs {
  readonly metric: MetricName;
  readonly during: PeriodInput;
  readonly where?: MetricFilter | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

/**
 * One row a fact, newest first. The number of statements does not grow with the rows. Things that cannot be read any
 * more, such as deleted customers, are counted but have no node.
 * @throws UserError BAD_USER_INPUT
 */
export async function readMetricRows(ctx: Context, args: MetricRowsArgs, selected: Selected): Promise<RawPage> {
  const { metric, where: given, after = null } = args;
  const now = ctx.now();
  const where = given ?? {};
  const size = pageSize({ ...args }, ctx.maxPage);
  const period = parsePeriod(await withCalendar(ctx.sql, args.during), now);
  const query: RowsQuery = { ...rowsOf(metric), period, where, now };
  checkDimensions(metric, [], where);
  await checkNames(ctx.sql, where);
  const asked = childrenOf(selected);
  const wants = (name: string) => asked.some(field => field.name === name);
  const wantsKeys = wants('nodes') || wants('pageInfo');
  return ctx.sql.transaction(async tx => {
    // One snapshot: a refresh in between must not let the count disagree with the rows.
    await tx.query('set transaction isolation level repeatable read, read only');
    const snapshot = { ...ctx, sql: tx };
    const keys = wantsKeys ? await readRowKeys(snapshot, query, { after, limit: size + 1 }) : [];
    const rows = keys.map(key => ({ key: placeOf(key), id: key.id }) as Record<string, unknown> & RawRow);
    for (const nodes of asked.filter(field => field.name === 'nodes')) {
      const read = await readThings(snapshot, keys.slice(0, size), nodes);
      for (const [i, key] of keys.entries()) rows[i]![branchKey(nodes.key)] = read(key);
    }
    return {
      rows,
      totalCount: wants('totalCount') ? await countRows(snapshot, query) : undefined,
      size,
      backward: false,
      continued: after !== null,
      order: ROWS_ORDER,
    };
  });
}

/** What the metric's n counts: of an experience rating, the answers to all of its parts. */
export function rowsOf(metric: MetricName): Pick<RowsQuery, 'kinds' | 'fresh'> {
  const { rows, onlyNew = false } = definitionOf(metric);
  return { kinds: rows, fresh: onlyNew };
}

interface Thing {
  readonly type: () => GraphType;
  readonly id: number;
}

function thingOf({ kind, id, item, subject }: RowKey): Thing {
  // An invitation is no thing of its own: behind it is who was invited.
  if (kind === 'INVITATION') return { type: () => customerType, id: subject };
  if ((CUSTOMER_KINDS as readonly Kind[]).includes(kind)) return { type: () => customerType, id };
  // Texts are those of answers, which have a question, and of interactions.
  if ((ANSWER_KINDS as readonly Kind[]).includes(kind) || (kind === 'SENTIMENT' && item !== 0))
    return { type: () => responseType, id };
  return { type: () => interactionType, id };
}

/** One statement for each type that there are rows of. */
async function readThings(ctx: Context, keys: readonly RowKey[], selected: Selected) {
  const found = new Map<string, Map<number, object>>();
  for (const type of [responseType, interactionType, customerType]) {
    const ids = keys.map(thingOf).flatMap(thing => (thing.type() === type ? [thing.id] : []));
    if (ids.length > 0) found.set(type.name, await readByIds(ctx, type, selected, [...new Set(ids)]));
  }
  return (key: RowKey): object | undefined => {
    const { type, id } = thingOf(key);
    return found.get(type().name)?.get(id);
  };
}
