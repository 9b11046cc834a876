// Errors that are the user's to read: each has a stable code and says what to do.

export type ErrorCode =
  /** The input is malformed or out of range. */
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  /** It contradicts what is there: a key in use, another body under the same idempotency key. */
  | 'CONFLICT'
  /** Values that must not be averaged: narrow the report to one scale. */
  | 'MIXED_SCALES'
  /** The same for money. */
  | 'MIXED_CURRENCIES'
  /** Not enough data to say anything. */
  | 'TOO_LITTLE_DATA'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  /** The source refused the credentials. */
  | 'SOURCE_UNAUTHORIZED'
  /** The source cannot be reached or does not answer as it should. */
  | 'SOURCE_UNAVAILABLE'
  | 'CONFIGURATION';

/** A message that may be shown as it is. `field` names the argument or variable, dotted where nested. */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: { readonly field?: string; readonly [key: string]: unknown } = {},
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
