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
  const held = propertyOf(path, row, name);
  const compare = (other: string) => compareValues(path, name, held ?? '', other, order);
  switch (operator) {
    case 'EQ':
      return held !== null && equal(path, name, held, value);
    case 'NEQ':
      return held === null || !equal(path, name, held, value);
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

function equal(path: string, name: string, held: string, value: string): boolean {
  return isTime(path, name) ? timeOf(held) === timeOf(value) : held.toLowerCase() === value.toLowerCase();
}

function compareValues(path: string, name: string, held: string, other: string, order: Order): number {
  if (name === 'hs_object_id')
    return order === 'numeric' ? compareIds(held, other) : held < other ? -1 : held > other ? 1 : 0;
  if (isTime(path, name)) return timeOf(held) - timeOf(other);
  if (held !== '' && Number.isFinite(Number(held))) return Number(held) - Number(other);
  throw new Error(`no range over ${name}`);
}

function isTime(path: string, name: string): boolean {
  return name === modifiedName(path) || name === createdName(path);
}

function timeOf(value: string): number {
  return /^\d+$/.test(value) ? Number(value) : Date.parse(value);
}
