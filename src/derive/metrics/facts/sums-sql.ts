// Pure: the SQL that sums facts up into rollups.
import { ROLLUP_SETS, type RollupSet, rollupKey } from './rollup-sets.ts';

const SLOTS = [0, 1, 2, 3, 4, 5, 6, 7];

export const ROLLUP_KEYS = ['kind', 'set', 'grain', 'at', 'k1', 'k2', 'k3', 'unit', 'bin'] as const;
/** Columns of metric_rollup that add up. */
export const ROLLUP_SUMS: readonly string[] = [
  'n',
  'positive',
  'negative',
  'sum',
  'squares',
  ...SLOTS.map(slot => `s${slot}`),
];

const values = [
  'sum(d.signed)',
  'coalesce(sum(d.signed) filter (where d.sign = 1), 0)',
  'coalesce(sum(d.signed) filter (where d.sign = -1), 0)',
  'sum(d.amount)',
  'sum(d.square)',
  ...SLOTS.map(slot => `coalesce(sum(d.signed) filter (where d.slot = ${slot}), 0)`),
];

/**
 * The body of `delta`, given SQL of facts with `signed`. What every set of rollups needs is worked out once. Decimals, so
 * that what is added and taken away again leaves nothing behind.
 */
export const deltaSql = (facts: string): string =>
  `select d.*, d.signed * d.value::numeric as amount, d.signed * d.value::numeric * d.value::numeric as square,
    (abs(d.subject) % 8)::int as slot, ${Object.values(STARTS)
      .map(unit => `date_trunc('${unit}', d.at, 'UTC') as ${unit}`)
      .join(', ')}
  from (${facts}) d`;

export type Grain = 'M' | 'D' | 'H';
/** Rollups of a grain are those of UTC. */
const STARTS: Readonly<Record<Grain, string>> = { M: 'month', D: 'day', H: 'hour' };
export const GRAINS: readonly Grain[] = ['M', 'D', 'H'];

/** Rollups of the facts in a CTE `delta`: those with `signed` 1 are added, those with -1 taken away. Sums of 0 are left out. */
export function sumsSql(grains: readonly Grain[] = GRAINS): string {
  return ROLLUP_SETS.flatMap(set =>
    grains.filter(grain => grain !== 'H' || set.hours).map(grain => rollupsOf(set, grain)),
  ).join('\n  union all ');
}

function rollupsOf(set: RollupSet, grain: Grain): string {
  const keys = ['d.kind', `d.${STARTS[grain]}`, ...rollupKey(set, 'd'), 'd.unit', 'd.bin'];
  const [kind, at, ...rest] = keys;
  // Literals cannot be grouped by.
  const groups = keys.filter(key => key !== `''`);
  return `select ${kind}, ${set.id}::smallint, '${grain}', ${at}, ${rest.join(', ')}, ${values.join(', ')}
  from delta d group by ${groups.join(', ')}
  having (${values.map(value => `${value} <> 0`).join(' or ')})`;
}
