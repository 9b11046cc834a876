// Pure: which interactions a condition is about, as SQL.
import type { InteractionCondition } from '../conditions/interaction.ts';
import type { Build } from './build.ts';

export type Kind = NonNullable<InteractionCondition['kind']>;

/** Being open is a matter of cases. */
export function kindOf({ kind, open }: InteractionCondition): Kind | undefined {
  return open === undefined ? kind : 'SUPPORT_CASE';
}

/** Kind, channel, touchpoint, and whether the case is open now. */
export function baseSql(b: Build, row: string, condition: InteractionCondition): string[] {
  const { channel, touchpoint, open } = condition;
  const kind = kindOf(condition);
  return [
    ...(kind === undefined ? [] : [`${row}.kind = ${b.bind(kind, 'text')}`]),
    ...(channel === undefined ? [] : [`${row}.channel = ${b.bind(channel, 'text')}`]),
    ...(touchpoint === undefined ? [] : [`${row}.touchpoint = ${b.bind(touchpoint, 'text')}`]),
    ...openSql(b, row, open),
  ];
}

/** Unlike the others, this changes with time. */
export function openSql(b: Build, row: string, open: boolean | undefined): string[] {
  if (open === undefined) return [];
  return [open ? `coalesce(${row}.resolved_at > ${b.now}, true)` : `${row}.resolved_at <= ${b.now}`];
}

/** What all of them ask for, so that a table is read for no more than that. */
export function commonSql(b: Build, row: string, conditions: readonly InteractionCondition[]): string[] {
  const kinds = [...new Set(conditions.map(kindOf))];
  return kinds.length === 0 || kinds.includes(undefined) ? [] : [`${row}.kind = any(${b.bind(kinds, 'text[]')})`];
}

/** The earliest moment that any of them looks at; nothing when one looks at all. */
export function earliestSql(b: Build, column: string, windows: readonly (number | null)[]): string[] {
  const known = windows.filter(window => window !== null);
  return known.length < windows.length || known.length === 0 ? [] : [`${column} > ${b.ago(Math.max(...known))}`];
}

/** With every `then`, in order. */
export function chainOf(condition: InteractionCondition): InteractionCondition[] {
  return [condition, ...(condition.then ? chainOf(condition.then) : [])];
}
