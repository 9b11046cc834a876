// The arguments of a page, checked: how many, from which end, behind which row, in which order.
import { badInput } from '../../base/errors.ts';
import type { Position } from './cursor.ts';
import { decodeCursor } from './cursor.ts';
import type { Args, List } from './model.ts';

export const DEFAULT_PAGE = 20;
export const MAX_PAGE = 100;

export interface PageRequest {
  readonly size: number;
  /** True for `last`/`before`: read from the end. */
  readonly backward: boolean;
  readonly from: Position | null;
  readonly order: { readonly field: string; readonly descending: boolean };
}

/** The order's name in cursors, such as CREATED_AT.DESC. */
export function orderName(order: PageRequest['order']): string {
  return `${order.field}.${order.descending ? 'DESC' : 'ASC'}`;
}

/** @throws UserError BAD_USER_INPUT naming the argument. */
export function pageRequest(list: List, args: Args, most?: number): PageRequest {
  const { first, last, after, before } = args as Record<string, number | string | null | undefined>;
  if (first != null && last != null) throw badInput('last', 'Give either "first" or "last", not both.');
  if (after != null && before != null) throw badInput('before', 'Give either "after" or "before", not both.');
  const backward = last != null || (before != null && first == null);
  if (backward && after != null) throw badInput('after', '"after" goes with "first"; "last" goes with "before".');
  if (!backward && before != null) throw badInput('before', '"before" goes with "last"; "first" goes with "after".');
  const order = orderOf(list, args);
  const cursor = backward ? before : after;
  return {
    size: pageSize(args, most),
    backward,
    order,
    from: cursor == null ? null : checkedPosition(list, backward ? 'before' : 'after', order, String(cursor)),
  };
}

/** @throws UserError BAD_USER_INPUT when `first` or `last` is out of range. */
export function pageSize(args: Args, most: number = MAX_PAGE): number {
  const argument = args.last == null ? 'first' : 'last';
  const size = args[argument] ?? DEFAULT_PAGE;
  if (typeof size !== 'number' || size < 1 || size > most) {
    throw badInput(argument, `"${argument}" must be from 1 to ${most}, not ${size}.`);
  }
  return size;
}

function orderOf(list: List, args: Args): PageRequest['order'] {
  const given = args.orderBy as { field: string; direction?: string } | null | undefined;
  return given ? { field: given.field, descending: given.direction === 'DESC' } : list.defaultOrder;
}

/** A forged key must fail here, not as a cast inside PostgreSQL. */
function isKey(type: string, key: string): boolean {
  if (type === 'float8') return isFloat(key);
  if (type !== 'timestamptz' || /^-?infinity$/.test(key)) return true;
  const shaped = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(key);
  return shaped && !Number.isNaN(Date.parse(key.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')));
}

/** Digits without a value of their own, such as 1e-999, are none that PostgreSQL takes. */
function isFloat(key: string): boolean {
  const shaped = /^-?\d{1,30}(\.\d{1,30})?(e[+-]\d{1,3})?$/.test(key);
  return (
    /^-?Infinity$/.test(key) || (shaped && Number.isFinite(Number(key)) && (Number(key) !== 0 || /^-?0$/.test(key)))
  );
}

function checkedPosition(list: List, argument: string, order: PageRequest['order'], cursor: string): Position {
  const position = decodeCursor(argument, orderName(order), cursor);
  const { key, type } = list.orders[order.field]!;
  const sound = key ? position.key !== null && isKey(type, position.key) : position.key === null;
  if (!sound) throw badInput(argument, `"${argument}" is not a cursor that this API gave out.`);
  return position;
}
