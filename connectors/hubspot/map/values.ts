// Pure: reading HubSpot's text values. Everything is a string there; what cannot be read is null, never an error.
import type { Json, JsonObject, MapInput } from '../../contract.ts';
import { Skip } from '../../errors.ts';

export type Properties = Readonly<Record<string, Json | undefined>>;

/** Throws `Skip` for a payload that has no properties at all. */
export function propertiesOf({ object, payload }: MapInput): Properties {
  const { properties } = payload;
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
    throw new Skip('record has no properties', { object });
  return properties as JsonObject;
}

/** A cleared property is "", an unset one null. */
export function text(value: Json | undefined): string | null {
  const trimmed = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return trimmed === '' ? null : trimmed;
}

/** Null for "500-1000", "Infinity", "1e999" and other things that are no finite decimal number. */
export function number(value: Json | undefined): number | null {
  const raw = text(value);
  if (raw === null || !/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(raw)) return null;
  const parsed = Number(raw);
  return Number.isFinite(parsed) ? parsed : null;
}

export function bool(value: Json | undefined): boolean | null {
  const raw = text(value)?.toLowerCase();
  return raw === 'true' ? true : raw === 'false' ? false : null;
}

const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2200, 0, 1);

/** ISO 8601 with or without fraction, a plain date (its midnight in UTC), or epoch milliseconds; as UTC with milliseconds. */
export function moment(value: Json | undefined): string | null {
  const raw = text(value);
  if (raw === null) return null;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(raw);
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(raw);
  const time = /^-?\d{9,15}$/.test(raw) ? Number(raw) : isDate || isInstant ? Date.parse(raw) : Number.NaN;
  if (!(time >= FIRST && time < LAST)) return null;
  const iso = new Date(time).toISOString();
  // Date.parse reads 30 February as 1 March.
  return isDate && !iso.startsWith(raw) ? null : iso;
}

/** The later of both, so that nothing ends before it begins. */
export function notBefore(end: string | null, start: string | null): string | null {
  return end !== null && start !== null && Date.parse(end) < Date.parse(start) ? start : end;
}
