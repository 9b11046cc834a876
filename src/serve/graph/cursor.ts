// Cursors: where a page ended, as text that only we read.
import { badInput } from '../../base/errors.ts';

export interface Position {
  /** The row's sort key as PostgreSQL writes it; null where the order is the id alone. */
  readonly key: string | null;
  readonly id: number;
}

const VERSION = 1;

export function encodeCursor(order: string, position: Position): string {
  return Buffer.from(JSON.stringify([VERSION, order, position.key, position.id])).toString('base64url');
}

/** @throws UserError BAD_USER_INPUT naming the argument: no cursor of ours, or one of another order. */
export function decodeCursor(argument: string, order: string, cursor: string): Position {
  const parts = parse(cursor);
  if (!parts) throw badInput(argument, `"${argument}" is not a cursor that this API gave out.`);
  const [given, key, id] = parts;
  if (given !== order) {
    throw badInput(argument, `"${argument}" belongs to the order ${given}, but this list is ordered by ${order}.`);
  }
  return { key, id };
}

function parse(cursor: string): [string, string | null, number] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 4) return null;
    const [version, order, key, id] = parts as unknown[];
    const sound =
      version === VERSION &&
      typeof order === 'string' &&
      (key === null || (typeof key === 'string' && !key.includes('\0'))) &&
      Number.isSafeInteger(id);
    return sound ? [order, key as string | null, id as number] : null;
  } catch {
    return null;
  }
}
