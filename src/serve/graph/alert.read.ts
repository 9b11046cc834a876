// How alert rules and alerts are read.
import type { Context } from '../../base/context/context.ts';
import { badInput } from '../../base/errors.ts';
import { UNSAID } from '../../derive/metrics/value.ts';
import { column, columns, type GraphType, id, leaf, one, times } from './model.ts';
import { readAll, readOne } from './read.ts';
import type { Selected } from './selection.ts';

export const alertRuleType: GraphType = {
  name: 'AlertRule',
  table: 'alert_rule',
  fields: {
    id: id('rule'),
    ...columns('key', 'name', 'metric', 'condition', 'by', 'every', 'level', 'problem'),
    ...times('evaluatedAt'),
    index: column('index_key'),
    where: column('filter'),
  },
};

/** Values are as they were when the alert opened: what an earlier version did not say yet stands before them. */
const withUnsaid = (value: string) => `'${JSON.stringify(UNSAID)}'::jsonb || ${value}`;

/** A value is of the kind that its rule watched then: a metric's, or an index's with its components. */
const metricValue = (row: string) => `case when ${row}.value ? 'metric' then ${withUnsaid(`${row}.value`)} end`;
const indexValue = (
  row: string,
) => `case when ${row}.value ? 'components' then jsonb_set(${row}.value, '{components}', (
  select coalesce(jsonb_agg(c || jsonb_build_object('raw', ${withUnsaid(`(c -> 'raw')`)}) order by n), '[]')
  from jsonb_array_elements(${row}.value -> 'components') with ordinality e(c, n))) end`;

export const alertType: GraphType = {
  name: 'Alert',
  table: 'alert',
  fields: {
    id: id('alert'),
    ...columns('by', 'start', 'end', 'message'),
    ...times('openedAt', 'closedAt'),
    rule: one(
      () => alertRuleType,
      (row, rule) => `${rule}.id = ${row}.rule_id`,
    ),
    value: leaf(metricValue),
    indexValue: leaf(indexValue),
  },
};

export function listAlertRules(ctx: Context, selected: Selected): Promise<object[]> {
  return readAll(ctx, () => alertRuleType, selected, { order: row => `${row}.name, ${row}.id` });
}

/** By row id. */
export function readAlertRule(ctx: Context, rule: number, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => alertRuleType,
    selected,
    (row, s) => `${row}.id = ${s.bind(rule, 'bigint')}`,
  );
}

export interface AlertsArgs {
  /** Null for both. */
  readonly open?: boolean | null;
  /** Key. */
  readonly rule?: string | null;
  readonly first: number;
}

const MAX_FIRST = 1000;

/** Newest first. @throws UserError BAD_USER_INPUT */
export function listAlerts(ctx: Context, { open, rule, first }: AlertsArgs, selected: Selected): Promise<object[]> {
  if (first < 0 || first > MAX_FIRST) throw badInput('first', `"first" is 0 to ${MAX_FIRST}, not ${first}.`);
  return readAll(ctx, () => alertType, selected, {
    where(row, s) {
      const conditions = ['true'];
      if (open != null) conditions.push(`a.closed_at is ${open ? '' : 'not'} null`);
      if (rule != null) conditions.push(`a.rule_id = (select id from alert_rule where key = ${s.bind(rule, 'text')})`);
      return `${row}.id in (select a.id from alert a where ${conditions.join(' and ')} order by a.id desc limit ${s.bind(first, 'bigint')})`;
    },
    order: row => `${row}.id desc`,
  });
}

/** By row id. */
export function readAlert(ctx: Context, alert: number, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => alertType,
    selected,
    (row, s) => `${row}.id = ${s.bind(alert, 'bigint')}`,
  );
}
