// One search condition against one row of the index.
import { compareIds, type FakeRow } from '../../kit/fake-rows.ts';
import { propertyOf } from './rows.ts';
import { createdName, modifiedName } from './types.ts';

export type Order = 'numeric' | 'text';

export interface Condition {
  readonly propertyName: string;
  readonly operator: string;
  readonly value?: string;
  readonly highValue?: string;
  readonly values?: readonly string[];
}

/** Throws for what HubSpot refuses: a range over a text property, an unknown operator. */
export function matches(path: string, row: FakeRow, condition: Condition, order: Order): boolean {
  const { propertyName: name, operator, value = '', highValue = '', values = [] } = condition;
  // Times are compared as numbers without being written out: crowded moments have thousands of rows.
  if (isTime(path, name)) return inTime(name === modifiedName(path) ? row.modifiedAt : row.createdAt, condition);
  const held = propertyOf(path, row, name);
  const compare = (other: string) => compareValues(name, held ?? '', other, order);
  switch (operator) {
    case 'EQ':
      return held !== null && held.toLowerCase() === value.toLowerCase();
    case 'NEQ':
      return held?.toLowerCase() !== value.toLowerCase();
    case 'LT':
      return held !== null && compare(value) < 0;
    case 'LTE':
      return held !== null && compare(value) <= 0;
    case 'GT':
      return held !== null && compare(value) > 0;
    case 'GTE':
      return held !== null && compare(value) >= 0;
    case 'BETWEEN':
      return held !== null && compare(value) >= 0 && compare(highValue) <= 0;
    case 'IN':
      return held !== null && values.includes(held.toLowerCase());
    case 'NOT_IN':
      return held === null || !values.includes(held.toLowerCase());
    case 'HAS_PROPERTY':
      return held !== null && held !== '';
    case 'NOT_HAS_PROPERTY':
      return held === null || held === '';
    case 'CONTAINS_TOKEN':
      return held?.toLowerCase().split(/\W+/).includes(value.toLowerCase()) ?? false;
    case 'NOT_CONTAINS_TOKEN':
      return !held?.toLowerCase().split(/\W+/).includes(value.toLowerCase());
    default:
      throw new Error(`no operator ${operator}`);
  }
}

function inTime(at: number, { operator, value = '', highValue = '' }: Condition): boolean {
  const time = timeOf(value);
  switch (operator) {
    case 'EQ':
      return at === time;
    case 'NEQ':
      return at !== time;
    case 'LT':
      return at < time;
    case 'LTE':
      return at <= time;
    case 'GT':
      return at > time;
    case 'GTE':
      return at >= time;
    case 'BETWEEN':
      return at >= time && at <= timeOf(highValue);
    case 'HAS_PROPERTY':
      return true;
    default:
      throw new Error(`no operator ${operator} over times`);
  }
}

function compareValues(name: string, held: string, other: string, order: Order): number {
  if (name === 'hs_object_id')
    return order === 'numeric' ? compareIds(held, other) : held < other ? -1 : held > other ? 1 : 0;
  if (held !== '' && Number.isFinite(Number(held))) return Number(held) - Number(other);
  throw new Error(`no range over ${name}`);
}

function isTime(path: string, name: string): boolean {
  return name === modifiedName(path) || name === createdName(path);
}

function timeOf(value: string): number {
  return /^\d+$/.test(value) ? Number(value) : Date.parse(value);
}
