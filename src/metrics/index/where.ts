// Pure: filters as parts of a definition: written one way, compared, and narrowed by what a report asks for.
import type { MetricFilter } from '../filter.ts';

type Name = keyof MetricFilter;

/** Only the conditions given, in one order, each list sorted and without doubles; null without any. */
export function plainWhere(where: MetricFilter | null | undefined): MetricFilter | null {
  const given = Object.entries(where ?? {}).filter(([, value]) => value != null);
  if (given.length === 0) return null;
  const plain = given.map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value) ? [...new Set(value as string[])].sort() : value,
  ]);
  return Object.fromEntries(plain.sort(([a], [b]) => (a < b ? -1 : 1))) as MetricFilter;
}

/** What both let through; null when that is nothing at all. */
export function bothWhere(a: MetricFilter | null, b: MetricFilter | null): MetricFilter | null {
  const both: Partial<Record<Name, string | readonly string[]>> = {};
  for (const where of [plainWhere(a), plainWhere(b)]) {
    for (const [name, value] of Object.entries(where ?? {}) as [Name, string | readonly string[]][]) {
      const narrowed = both[name] === undefined ? value : narrow(both[name], value);
      if (narrowed === null) return null;
      both[name] = narrowed;
    }
  }
  return both as MetricFilter;
}

function narrow(a: string | readonly string[], b: string | readonly string[]): string | readonly string[] | null {
  if (typeof a === 'string' || typeof b === 'string') return a === b ? a : null;
  const common = a.filter(value => b.includes(value));
  return common.length > 0 ? common : null;
}

/** Equal for filters that mean the same. */
export function whereKey(where: MetricFilter | null): string {
  return JSON.stringify(plainWhere(where));
}
