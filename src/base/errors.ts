// Pure: errors that are the user's to read: each has a stable code and says what to do.

interface CodeInfo {
  /** Of an HTTP answer that holds nothing else. Beside data it is 200. */
  readonly status: number;
  /** Whether the same request may succeed a little later. */
  readonly retryable: boolean;
  readonly meaning: string;
}

/** Every `extensions.code` there is, over HTTP and WebSocket, for literals and variables alike. */
export const ERROR_CODES = {
  BAD_REQUEST: { status: 400, retryable: false, meaning: 'This is no GraphQL request, or was sent in a wrong way.' },
  GRAPHQL_PARSE_FAILED: { status: 400, retryable: false, meaning: 'The document is not GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    retryable: false,
    meaning: 'The document asks for what the schema does not have.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    retryable: false,
    meaning: 'The document has several operations and `operationName` names none of them, or it has none.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    status: 400,
    retryable: false,
    meaning: 'Documents are not kept by their hash: send the whole document.',
  },
  REQUEST_TOO_LARGE: {
    status: 400,
    retryable: false,
    meaning: 'The request is larger than `limit`: send less at a time. A body that is too large has status 413.',
  },
  BAD_USER_INPUT: {
    status: 400,
    retryable: false,
    meaning: 'A value is malformed or out of range; `field` names it as it was sent.',
  },
  NOT_FOUND: { status: 404, retryable: false, meaning: 'There is no such thing.' },
  CONFLICT: {
    status: 409,
    retryable: false,
    meaning: 'It contradicts what is there: a key in use, another body under the same idempotency key.',
  },
  MIXED_SCALES: {
    status: 400,
    retryable: false,
    meaning: 'These values must not be averaged: narrow the report to one scale.',
  },
  MIXED_CURRENCIES: {
    status: 400,
    retryable: false,
    meaning: 'These amounts must not be added: narrow the report to one currency.',
  },
  TOO_LITTLE_DATA: { status: 400, retryable: false, meaning: 'There is not enough data to say anything.' },
  ANSWER_TOO_LARGE: {
    status: 400,
    retryable: false,
    meaning: 'The answer would be larger than `limit`: ask for fewer fields, smaller pages or coarser steps.',
  },
  TIMEOUT: {
    status: 503,
    retryable: true,
    meaning: 'It took longer than `limit` milliseconds and was cancelled: ask for less, or later.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    retryable: true,
    meaning: 'More than `limit` of these at a time: wait for an answer before asking again.',
  },
  UNAVAILABLE: { status: 503, retryable: true, meaning: 'The database is away or busy; nothing was changed.' },
  UNAUTHENTICATED: { status: 401, retryable: false, meaning: 'Nobody may ask without a valid key.' },
  FORBIDDEN: { status: 403, retryable: false, meaning: 'This needs a higher role.' },
  SOURCE_UNAUTHORIZED: {
    status: 502,
    retryable: false,
    meaning: 'The source refused the credentials: enter new ones with updateConnection.',
  },
  SOURCE_UNAVAILABLE: {
    status: 502,
    retryable: true,
    meaning: 'The source cannot be reached or does not answer as it should.',
  },
  CONFIGURATION: { status: 500, retryable: false, meaning: 'A setting of this installation is wrong or missing.' },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    retryable: false,
    meaning: 'A fault of ours. The log has the details under `id`.',
  },
} as const satisfies Record<string, CodeInfo>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A message that may be shown as it is. `field` names the argument or variable, dotted where nested. */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: { readonly field?: string; readonly limit?: number; readonly [key: string]: unknown } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function badInput(field: string, message: string): UserError {
  return new UserError('BAD_USER_INPUT', message, { field });
}

/** The same, where its field is part of a larger input. */
export function within(parent: string, { code, message, details }: UserError): UserError {
  return new UserError(code, message, { ...details, ...(details.field && { field: `${parent}.${details.field}` }) });
}

/** The key that users give a thing. @throws UserError BAD_USER_INPUT */
export function checkKey(field: string, key: string): void {
  if (!/^[a-z0-9][a-z0-9-]{0,79}$/.test(key))
    throw badInput(field, 'A key has 1 to 80 small letters, digits and dashes.');
}

export function notFound(what: string, id: string): UserError {
  return new UserError('NOT_FOUND', `There is no ${what} "${id}".`, { id });
}
