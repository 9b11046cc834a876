// What a client gets to see of an error: our own words as they are, of a bug only where to look it up.
import { randomUUID } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { inWords } from '../../base/database/failures.ts';
import { ERROR_CODES, type ErrorCode, UserError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { MAX_TOKENS } from './limits.ts';

/** Characters. A message may repeat a value that somebody sent. */
const MAX_MESSAGE = 500;

export function formatError(log: Log, formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  // Our SQL says it in words itself; the entity mapper does not.
  const cause = inWords(causeOf(error));
  const { path, locations } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (cause instanceof UserError) return told(cause.message, place, cause.code, cause.details);
  if (isTokenLimit(formatted.message))
    return told(`The document has more than ${MAX_TOKENS} tokens.`, place, 'REQUEST_TOO_LARGE', { limit: MAX_TOKENS });
  if (isRequestError(cause, path)) {
    const { stacktrace: _, code = 'BAD_REQUEST', ...details } = formatted.extensions ?? {};
    return told(formatted.message, place, code as ErrorCode, { ...argumentField(formatted.message), ...details });
  }
  const id = randomUUID();
  log.error('a request failed', { id, path: path?.join('.'), error: cause });
  return told(maskedWords(id), place, FAULT, { id });
}

/** What is said of a fault of ours. */
export function maskedWords(id: string): string {
  return `Something went wrong on our side. The log has the details under ${id}.`;
}

const FAULT: ErrorCode = 'INTERNAL_SERVER_ERROR';

function told(message: string, place: object, code: ErrorCode, details: object): GraphQLFormattedError {
  const shown = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…`.toWellFormed() : message;
  return {
    message: shown,
    ...place,
    extensions: { code, ...details, retryable: ERROR_CODES[code]?.retryable ?? false },
  };
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

/** The client's own mistake, found before any resolver ran: what has a path is a value of ours that does not fit. */
function isRequestError(cause: unknown, path: GraphQLFormattedError['path']): boolean {
  return cause instanceof GraphQLError && (path === undefined || cause.message.startsWith(NULL_ARGUMENT));
}

const NULL_ARGUMENT = 'Argument "';

/** A variable that may be null was null where an argument may not. */
function argumentField(message: string): object {
  if (!message.startsWith(NULL_ARGUMENT)) return {};
  const field = message.slice(NULL_ARGUMENT.length).split('"', 1)[0];
  return { code: 'BAD_USER_INPUT', field };
}

function isTokenLimit(message: string): boolean {
  return message.startsWith('Syntax Error: Document contains more that');
}
