// Pure: filters as parts of a definition: written one way, compared, and narrowed by what a report asks for.
import type { MetricFilter, NarrowedFilter, TraitValues } from '../filter.ts';

type Value = string | readonly string[] | object;

/** Only the conditions given, in one order, each list sorted and without doubles; null without any. */
export function plainWhere<F extends MetricFilter>(where: F | null | undefined): F | null {
  const given = Object.entries(where ?? {}).filter(([, value]) => value != null);
  if (given.length === 0) return null;
  const plain = given.map(([name, value]): [string, unknown] => [name, plainValue(value as Value)]);
  return Object.fromEntries(plain.sort(([a], [b]) => (a < b ? -1 : 1))) as unknown as F;
}

function plainValue(value: Value): unknown {
  if (Array.isArray(value)) return isOfTexts(value) ? [...new Set(value)].sort() : plainTraits(value);
  return typeof value === 'object' ? plainWhere(value as MetricFilter) : value;
}

const isOfTexts = (list: readonly unknown[]): list is readonly string[] => typeof list[0] !== 'object';

/** All of these must hold, in whichever order. */
function plainTraits(traits: readonly TraitValues[]): TraitValues[] {
  const plain = traits.map(({ key, values }) => ({ key, values: [...new Set(values)].sort() }));
  const each = new Map(plain.map(trait => [JSON.stringify(trait), trait]));
  return [...each].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, trait]) => trait);
}

/** One thing may meet two of these at once: its customer is in many segments, and on many journeys. */
const MEETING: readonly string[] = ['segment', 'journey', 'journeyStage'];

/** What both let through, `b` first; null when that is nothing at all. */
export function bothWhere(a: MetricFilter | null, b: MetricFilter | null): NarrowedFilter | null {
  const both = { ...plainWhere(b) } as Record<string, Value>;
  const and: Record<string, Value> = {};
  for (const [name, value] of Object.entries(plainWhere(a) ?? {}) as [string, Value][]) {
    const other = both[name];
    if (other === undefined) both[name] = value;
    else if (name === 'traits') both[name] = plainTraits([value, other].flat() as TraitValues[]);
    else if (MEETING.includes(name)) {
      if (!isSame(value, other)) and[name] = value;
    } else {
      const narrowed = narrow(value as string | string[], other as string | string[]);
      if (narrowed === null) return null;
      both[name] = narrowed;
    }
  }
  const found: NarrowedFilter = Object.keys(and).length > 0 ? { ...both, and } : both;
  return isInTwoStages(found) ? null : found;
}

const isSame = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b);

function narrow(a: string | readonly string[], b: string | readonly string[]): string | readonly string[] | null {
  if (typeof a === 'string' || typeof b === 'string') return a === b ? a : null;
  const common = a.filter(value => b.includes(value));
  return common.length > 0 ? common : null;
}

/** Of one journey a customer is in one stage at a time. */
function isInTwoStages({ journeyStage: one, and }: NarrowedFilter): boolean {
  const other = and?.journeyStage;
  return one != null && other != null && one.journey === other.journey && one.stage !== other.stage;
}

/** Equal for filters that mean the same. */
export function whereKey(where: NarrowedFilter | null): string {
  return JSON.stringify(plainWhere(where));
}
