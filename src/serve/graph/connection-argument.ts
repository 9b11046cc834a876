// How a connection is named in arguments: by its id or by its key.
import type { Statement } from '../../base/database/statement.ts';
import { badInput } from '../../base/errors.ts';
import { decodeId } from '../../base/ids.ts';

/** A row id or a key. @throws UserError BAD_USER_INPUT when the text can be neither. */
export function connectionRef(argument: string, text: string): number | string {
  const id = decodeId('connection', text);
  if (id !== null) return id;
  if (/^[a-z][a-z0-9-]{0,39}$/.test(text)) return text;
  throw badInput(argument, `"${argument}" must be a connection's id, such as connection_1, or its key, not "${text}".`);
}

/** SQL: that `column` is the row id of the connection meant. */
export function isConnection(s: Statement, column: string, text: string): string {
  const ref = connectionRef('connection', text);
  return typeof ref === 'number'
    ? `${column} = ${s.bind(ref, 'bigint')}`
    : `${column} = (select id from connection where key = ${s.bind(ref, 'text')})`;
}
