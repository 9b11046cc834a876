// Whether a row satisfies a condition, and what the condition says about the order to scan in.
import { to18 } from '../../ids.ts';
import type { Condition, Value } from './parse.ts';

/** The value of a field path, as it stands on the wire. */
export type Read = (path: string) => string | number | boolean | null;

export function matches(condition: Condition, read: Read): boolean {
  if (condition.kind === 'and') return condition.parts.every(part => matches(part, read));
  if (condition.kind === 'or') return condition.parts.some(part => matches(part, read));
  if (condition.kind === 'not') return !matches(condition.part, read);
  const actual = comparable(read(condition.field));
  const wanted = condition.values.map(value => comparable(value, condition.field));
  const first = wanted[0]!;
  if (condition.operator === 'IN') return wanted.includes(actual);
  if (condition.operator === 'NOT IN') return !wanted.includes(actual);
  if (condition.operator === 'LIKE') return typeof actual === 'string' && like(String(first)).test(actual);
  if (condition.operator === '=') return actual === first;
  if (condition.operator === '!=') return actual !== first;
  if (actual === null || first === null || typeof actual !== typeof first) return false;
  if (condition.operator === '<') return actual < first;
  if (condition.operator === '<=') return actual <= first;
  return condition.operator === '>' ? actual > first : actual >= first;
}

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d))?$/;

/** Times as milliseconds, ids with 18 characters, other text in lower case: SOQL compares text without case. */
function comparable(value: Value, field = ''): string | number | boolean | null {
  if (value instanceof Date) return value.getTime();
  if (typeof value !== 'string') return value;
  if (MOMENT.test(value)) return Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (isId(value) || /(^|\.)Id$/.test(field)) return to18(value);
  return value.toLowerCase();
}

function isId(value: string): boolean {
  return /^[A-Za-z0-9]{18}$/.test(value) && /\d/.test(value);
}

function like(pattern: string): RegExp {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%/g, '[^]*')
    .replace(/_/g, '[^]');
  return new RegExp(`^${source}$`, 'i');
}

/** A stretch of the table in (SystemModstamp, Id) order; `exact` when it says all that the condition does. */
export interface Stretch {
  /** Rows after this key, or at it unless `after`. */
  readonly from: { readonly modifiedAt: number; readonly id: string; readonly after: boolean } | null;
  /** Rows before this moment. */
  readonly before: number | null;
  readonly exact: boolean;
}

/** Reads lower and upper bounds of SystemModstamp, and the keyset form, out of a condition's conjuncts. */
export function stretchOf(condition: Condition | null): Stretch {
  let found: Stretch = { from: null, before: null, exact: true };
  const parts = condition === null ? [] : condition.kind === 'and' ? condition.parts : [condition];
  for (const part of parts) {
    const key = keyset(part) ?? bound(part);
    if (!key) {
      found = { ...found, exact: false };
      continue;
    }
    const from = key.from && (!found.from || later(key.from, found.from)) ? key.from : found.from;
    const before = key.before === undefined ? found.before : Math.min(key.before, found.before ?? key.before);
    found = { ...found, from, before };
  }
  return found;
}

type Bound = { from?: NonNullable<Stretch['from']>; before?: number };

function later(a: NonNullable<Stretch['from']>, b: NonNullable<Stretch['from']>): boolean {
  return a.modifiedAt - b.modifiedAt > 0 || (a.modifiedAt === b.modifiedAt && a.id >= b.id);
}

function bound(part: Condition): Bound | null {
  if (part.kind !== 'test' || part.field !== 'SystemModstamp' || !(part.values[0] instanceof Date)) return null;
  const at = part.values[0].getTime();
  if (part.operator === '>=') return { from: { modifiedAt: at, id: '', after: false } };
  if (part.operator === '>') return { from: { modifiedAt: at + 1, id: '', after: false } };
  if (part.operator === '<') return { before: at };
  if (part.operator === '<=') return { before: at + 1 };
  return null;
}

/** `(SystemModstamp = t AND Id > id) OR SystemModstamp > t`. */
function keyset(part: Condition): Bound | null {
  if (part.kind !== 'or' || part.parts.length !== 2) return null;
  const both = part.parts.find(p => p.kind === 'and');
  const above = part.parts.find(p => p.kind === 'test');
  if (both?.kind !== 'and' || above?.kind !== 'test' || above.operator !== '>') return null;
  if (above.field !== 'SystemModstamp') return null;
  const at = both.parts.find(p => p.kind === 'test' && p.field === 'SystemModstamp' && p.operator === '=');
  const id = both.parts.find(p => p.kind === 'test' && p.field === 'Id' && p.operator === '>');
  if (at?.kind !== 'test' || id?.kind !== 'test' || both.parts.length !== 2) return null;
  const moment = at.values[0];
  if (!(moment instanceof Date)) return null;
  return { from: { modifiedAt: moment.getTime(), id: String(id.values[0]), after: true } };
}
