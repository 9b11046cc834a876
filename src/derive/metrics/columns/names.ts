// What the numbers in the columns mean. One statement.
import type { Sql } from '../../../base/database/sql.ts';
import type { Dimension } from '../dimensions.ts';
import type { ColumnPlan } from './chunk.ts';
import { columnPlaceOf } from './places.ts';

export interface Names {
  outcome(code: number): Outcome;
  /** `values` in the order of the plan's steps. */
  group(by: readonly Dimension[], values: readonly number[], unit: string): string[];
}

export interface Outcome {
  readonly bin: number;
  readonly sign: number;
  readonly unit: string;
}

export async function namesOf(
  sql: Sql,
  { steps }: ColumnPlan,
  values: readonly (readonly number[])[],
  outcomes: readonly number[],
): Promise<Names> {
  const codes = new Set(outcomes);
  const isName = steps.map(({ dimension }) => columnPlaceOf(dimension).holds === 'NAME');
  for (const each of values) for (const [i, value] of each.entries()) if (isName[i]) codes.add(value);
  const rows = await sql.query<{ code: number; name: string }>(
    'select code, name from metric_code where code = any($1::int[])',
    [[...codes]],
    'codes-names',
  );
  const names = new Map(rows.map(({ code, name }) => [code, name]));
  const known = new Map<number, Outcome>();
  const told = (i: number, value: number): string => {
    const { values: list } = steps[i]!;
    if (list) return value === -1 ? '' : list[value]!;
    if (value === 0) return '';
    return isName[i] ? names.get(value)! : String(value);
  };
  return {
    outcome(code) {
      const outcome = known.get(code) ?? parseOutcome(names.get(code)!);
      known.set(code, outcome);
      return outcome;
    },
    group(by, own, unit) {
      const rest = own.map((value, i) => told(i, value));
      return by.map(dimension => (dimension === 'CURRENCY' ? unit : rest.shift()!));
    },
  };
}

/** Of `outcomeSql`. Units may have blanks. */
export function parseOutcome(name: string): Outcome {
  const [, bin, sign, unit] = /^(-?\d+) (-?\d+) (.*)$/s.exec(name)!;
  return { bin: Number(bin), sign: Number(sign), unit: unit! };
}
