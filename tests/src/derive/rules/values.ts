// What a value of a source reads as, by hand.
import { Temporal } from 'temporal-polyfill';
import type { Scalar } from '../../../../src/derive/rules/value-test.ts';

/** Of ISO 8601 without months and years. */
export function durationMs(text: string): number {
  return Temporal.Duration.from(text).total({ unit: 'milliseconds', relativeTo: '1970-01-01T00:00Z[UTC]' });
}

/** Text of a string, number or boolean. */
function textIn(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? JSON.stringify(value) : null;
}

/** A number, or a string that is one in plain digits. */
export function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}

/** A day, which begins in UTC, or a moment, which is of UTC where it says nothing else. */
export function momentIn(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value) || value.startsWith('0000')) return null;
  const rest = value.slice(10);
  try {
    const day = Temporal.PlainDate.from(value.slice(0, 10), { overflow: 'reject' });
    if (rest === '') return Temporal.Instant.from(`${day}T00:00Z`).epochMilliseconds;
    const [, clock, zone] = /^[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?$/.exec(rest) ?? [];
    // A leap second is none here.
    if (clock === undefined || clock.includes(':60')) return null;
    return Temporal.Instant.from(`${day}T${clock}${zone ?? 'Z'}`).epochMilliseconds;
  } catch {
    return null;
  }
}

export function equals(value: unknown, wanted: Scalar): boolean {
  if (typeof wanted === 'number') return numberIn(value) === wanted;
  if (typeof wanted === 'boolean') return value === wanted || value === String(wanted);
  return textIn(value) === wanted;
}

export function contains(value: unknown, part: string): boolean {
  return textIn(value)?.toLowerCase().includes(part.toLowerCase()) ?? false;
}

export function startsWith(value: unknown, part: string): boolean {
  return textIn(value)?.toLowerCase().startsWith(part.toLowerCase()) ?? false;
}
