// Pure: reading values out of a record: each gives null for what is absent or has another type.
import type { JsonObject } from '../../contract.ts';
import type { Identifier, Ref } from '../../records.ts';
import { objectOf, to18 } from '../ids.ts';
import { dayOf, iso } from '../moment.ts';

/** Trimmed; empty text is nothing. */
export function text(payload: JsonObject, name: string): string | null {
  const [parent = '', field] = name.split('.');
  const value = field === undefined ? payload[parent] : inner(payload[parent], field);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export function number(payload: JsonObject, name: string): number | null {
  const value = payload[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function flag(payload: JsonObject, name: string): boolean {
  return payload[name] === true;
}

/** A date-time, or the moment that stands for a date; null for what is neither. */
export function moment(payload: JsonObject, name: string): string | null {
  return iso(payload[name]);
}

/** The day that a field holds, if it holds no time. */
export function day(payload: JsonObject, name: string): string | null {
  return dayOf(payload[name]);
}

/** The record a lookup field points at, whatever length its id has. */
export function ref(payload: JsonObject, name: string, object: string): Ref | null {
  const id = text(payload, name);
  return id ? { object, id: to18(id) } : null;
}

/** As `ref`, for fields with several targets: only if the id belongs to one of `objects`. */
export function refTo(payload: JsonObject, name: string, ...objects: string[]): Ref | null {
  const id = text(payload, name);
  const object = id && objectOf(id);
  return object && objects.includes(object) ? { object, id: to18(id) } : null;
}

/** An id that no other Salesforce org gives out. */
export function salesforceId(object: string, id: string): Identifier {
  return { kind: 'EXTERNAL_ID', namespace: 'salesforce', value: `${object}/${to18(id)}` };
}

/** Custom fields that have a value, by API name without `__c`. */
export function traits(payload: JsonObject): JsonObject {
  const custom = Object.entries(payload).filter(([name, value]) => /__(c|s|pc)$/.test(name) && value !== null);
  return Object.fromEntries(custom.map(([name, value]) => [name.replace(/__(c|pc)$/, ''), value]));
}

function inner(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as JsonObject)[field] : undefined;
}
