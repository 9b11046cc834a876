// Tells whoever is on a raw connection why it ends.
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERROR_CODES, type ErrorCode } from '../../base/errors.ts';

/** The body of an answer that holds nothing but an error. */
export function errorBody(code: ErrorCode, message: string, details: object = {}): object {
  return { errors: [{ message, extensions: { code, ...details, retryable: ERROR_CODES[code].retryable } }] };
}

/** Seconds until a client should try again that was refused for what others have open. */
export const RETRY_AFTER = '1';

/** Answers as HTTP does and ends the connection. */
export function endInWords(
  socket: Duplex,
  status: number,
  code: ErrorCode,
  message: string,
  details: object = {},
): void {
  const body = JSON.stringify(errorBody(code, message, details));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(status === 429 ? [`retry-after: ${RETRY_AFTER}`] : []),
  ];
  // Whoever is refused may be gone already.
  socket.once('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
