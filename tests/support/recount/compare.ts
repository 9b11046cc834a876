// Sets what a report says beside what was told by hand; lists what differs.
import { decodeId } from '../../../src/base/ids.ts';
import type { DimensionValue } from '../../../src/derive/metrics/labels.ts';
import type { MetricGroup } from '../../../src/derive/metrics/report.ts';
import type { MetricValue } from '../../../src/derive/metrics/value.ts';
import type { Told } from './measure.ts';
import type { ToldGroup } from './report.ts';
import { ID, SOURCES } from './store.ts';

export const RELIABLE = 30;

const close = (a: number | null, b: number | null, tolerance = 1e-9) =>
  a === null || b === null ? a === b : Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));

/** Nearest rank; what is 0 or less counts as 0. */
function rank(values: readonly number[], numerator: number, denominator: number): number | null {
  const sorted = values.map(value => Math.max(0, value)).sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * numerator) / denominator) - 1] ?? null;
}
const about = (a: number | null, b: number | null) =>
  a === null || b === null ? a === b : Math.abs(a - b) <= 0.01 * b + 1e-9;

export const isWithheld = ({ n, people }: Told, floor: number): boolean => n > 0 && Math.min(n, people) < floor;

export function differences(where: string, said: MetricValue, told: Told, floor: number): string[] {
  const found: string[] = [];
  const check = (name: string, ok: boolean, a: unknown, b: unknown) => {
    if (!ok) found.push(`${where} ${name}: reported ${JSON.stringify(a)}, told ${JSON.stringify(b)}`);
  };
  const withheld = isWithheld(told, floor);
  const value = withheld ? null : told.value;
  const coverage = withheld ? null : (told.coverage ?? null);
  check('n', said.n === told.n, said.n, told.n);
  check('suppressed', said.suppressed === withheld, said.suppressed, { withheld, people: told.people });
  check('value', close(said.value, value), said.value, value);
  const effect = value === null ? null : (told.effect ?? null);
  check('effect', close(said.designEffect, effect, 1e-6), said.designEffect, effect);
  const enough = told.n / (effect ?? 1);
  // Nobody can tell what is on the very border.
  if (Math.abs(enough - RELIABLE) > 1e-6)
    check(
      'reliable',
      said.reliable === (value !== null && enough >= RELIABLE && (coverage ?? 1) >= 0.5),
      said.reliable,
      enough,
    );
  check('coverage', close(said.coverage, coverage), said.coverage, coverage);
  check('missing', said.missing.length === (coverage === null || coverage === 1 ? 0 : 1), said.missing, coverage);
  check('unit', said.unit === (told.units[0] ?? null), said.unit, told.units);
  const { interval } = said;
  const around =
    interval === null ||
    (said.value !== null && interval.low <= said.value + 1e-9 && interval.high >= said.value - 1e-9);
  check('interval', around, interval, value);
  const spread = withheld || !told.spread ? [] : told.spread;
  check('median', about(said.median, rank(spread, 1, 2)), said.median, rank(spread, 1, 2));
  check('p90', about(said.p90, rank(spread, 9, 10)), said.p90, rank(spread, 9, 10));
  if (told.scores) {
    const counts = new Map<number, number>();
    for (const score of withheld ? [] : told.scores) counts.set(score, (counts.get(score) ?? 0) + 1);
    const list = [...counts].sort(([a], [b]) => a - b).map(([score, count]) => ({ score, count }));
    const told2 = list.length > 0 ? list : null;
    check('distribution', JSON.stringify(said.distribution) === JSON.stringify(told2), said.distribution, told2);
  }
  return found;
}

export function groupDifferences(name: string, said: MetricGroup, told: ToldGroup, floor: number): string[] {
  const found = differences(`[${name}] total`, said.total, told.total, floor);
  const stretches = (points: readonly { start: string; end: string }[]) =>
    points.map(({ start, end }) => `${start}..${end}`).join(' ');
  if (stretches(said.points) !== stretches(told.points))
    return [...found, `[${name}] buckets: reported ${stretches(said.points)}, told ${stretches(told.points)}`];
  for (const [i, point] of told.points.entries())
    found.push(...differences(`[${name}] ${point.start}..${point.end}`, said.points[i]!.value, point, floor));
  if ((said.comparison === null) !== (told.baseline === null))
    return [...found, `[${name}] comparison is ${said.comparison}`];
  if (!said.comparison || !told.baseline) return found;
  found.push(...differences(`[${name}] baseline`, said.comparison.baseline, told.baseline, floor));
  // Where the median stands first, medians are compared.
  const isMedian = said.comparison.compared === 'MEDIAN';
  const shown = (value: Told) =>
    isWithheld(value, floor) ? null : isMedian ? rank(value.spread ?? [], 1, 2) : value.value;
  const [now, before] = [shown(told.total), shown(told.baseline)];
  const difference = now === null || before === null ? null : now - before;
  const isRight = isMedian
    ? (difference === null) === (said.comparison.difference === null) &&
      Math.abs((said.comparison.difference ?? 0) - (difference ?? 0)) <= 0.01 * ((now ?? 0) + (before ?? 0)) + 1e-9
    : close(said.comparison.difference, difference);
  if (!isRight) found.push(`[${name}] difference ${said.comparison.difference}, told ${difference}`);
  return found;
}

/** A group's keys as they stand in the plain world. */
export function plainName(by: readonly DimensionValue[]): string {
  return by
    .map(({ dimension, key }) => {
      if (key === '' || (dimension === 'CURRENCY' && key === 'XXX')) return '';
      if (dimension === 'SURVEY') return key.replace('survey-', '');
      if (dimension === 'SOURCE') return String((SOURCES as readonly string[]).indexOf(key));
      return dimension === 'ACCOUNT' ? String(decodeId('account', key)! - ID.account) : key;
    })
    .join('|');
}
