// Checks what a map or the paths of a journey are asked for, and finds the journey itself.
import type { Sql } from '../../base/database/sql.ts';
import type { Statement } from '../../base/database/statement.ts';
import { badInput, notFound } from '../../base/errors.ts';

import { withCalendar } from '../metrics/calendars/during.ts';
import { CUSTOMERS, customerRow } from '../metrics/dimensions.ts';
import { CUSTOMER_FILTERS, filterSql, type MetricFilter, notOfCustomers } from '../metrics/filter.ts';

import { isWalkedSql } from '../metrics/memberships.ts';
import { checkNames } from '../metrics/names.ts';
import type { Period, PeriodInput } from '../metrics/period.ts';
import { layOut } from '../metrics/request.ts';
import type { Stage } from './definition.ts';

export interface MapRequest {
  readonly during: PeriodInput;
  /** Of customers: CUSTOMER_FILTERS alone. */
  readonly where?: MetricFilter | null;
  readonly compareTo?: string | null;
  /** A share, such as 0.95. */
  readonly confidence?: number | null;
}

/** A request, checked. */
export interface MapLayout {
  readonly during: PeriodInput;
  readonly period: Period;
  readonly baseline: Period | null;
  readonly where: MetricFilter;
  readonly confidence: number;
  readonly now: Date;
}

/** A journey whose visits are read. */
export interface WalkedJourney {
  readonly id: number;
  readonly key: string;
  /** Milliseconds from the start of a run, after which nothing counts for it; null for no end. */
  readonly window: number | null;
  readonly stages: readonly Stage[];
}

/** @throws UserError BAD_USER_INPUT naming the argument. */
export async function layOutMap(
  sql: Sql,
  { during: asked, where, compareTo, confidence }: MapRequest,
  now: Date,
): Promise<MapLayout> {
  if (compareTo === 'OVERALL')
    throw badInput(
      'compareTo',
      'A journey is compared with itself at another time: PREVIOUS_PERIOD or PREVIOUS_YEAR. For a group beside everyone, ask for the map twice, once with "where".',
    );
  const filter = where ?? {};
  const wrong = notOfCustomers(filter);
  if (wrong)
    throw badInput(
      `where.${wrong}`,
      `A journey is walked by customers, who have no ${wrong} of their own: filter by ${CUSTOMER_FILTERS.join(', ')}.`,
    );
  const during = await withCalendar(sql, asked);
  const baseline = compareTo === 'PREVIOUS_YEAR' ? 'PREVIOUS_YEAR' : compareTo ? 'PREVIOUS_PERIOD' : null;
  return { ...layOut({ during, compareTo: baseline, confidence }, now), during, where: filter };
}

/** Null when it was changed and not walked since: what its visits are of is no longer known. At most two statements. */
export async function findWalked(tx: Sql, journey: number, where: MetricFilter): Promise<WalkedJourney | null> {
  await checkNames(tx, where);
  const row = await tx.one<WalkedJourney & { isWalked: boolean }>(
    `select j.id, j.key, j."window", j.stages, ${isWalkedSql('j')} as "isWalked" from journey j where j.id = $1`,
    [journey],
    'journey-walked',
  );
  if (!row) throw notFound('journey', `journey_${journey}`);
  const { isWalked, ...found } = row;
  return isWalked ? found : null;
}

/** Condition on the SQL of a customer's id; true without a filter. */
export function customerSql(s: Statement, where: MetricFilter, customer: string): string {
  const conditions = filterSql(s, where, customerRow('f'));
  if (conditions.length === 0) return 'true';
  return `${customer} in (select f.subject from ${CUSTOMERS} f where ${conditions.join(' and ')})`;
}
