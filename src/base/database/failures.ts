// What a failure of the database is to somebody who asked for something.
import { DriverException } from '@mikro-orm/core';
import { ERROR_CODES, UserError } from '../errors.ts';
import { STATEMENT_MS } from './pools.ts';
import { isBusy, isDatabaseAway } from './sql.ts';

const CANCELED = '57014';

export function isCanceled(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === CANCELED;
}

/** In words, where the failure is none of ours and may pass; other errors as they are. */
export function inWords(error: unknown): unknown {
  if (isCopy(error)) return new UserError(error.code, error.message, error.details, { cause: error });
  if (isCanceled(error)) {
    const isLate = (error as Error).message.includes('statement timeout');
    return isLate ? timedOut(STATEMENT_MS, error) : away('The statement was cancelled by the database.', error);
  }
  if (isBusy(error)) return away('The database is busy: no connection was free in time.', error);
  return isDatabaseAway(error) ? away('The database cannot be reached.', error) : error;
}

/** The entity mapper throws its own errors, with all that those had which it met. */
function isCopy(error: unknown): error is Pick<UserError, 'code' | 'message' | 'details'> {
  return error instanceof DriverException && 'details' in error && String(error.code) in ERROR_CODES;
}

/** @param limit in milliseconds */
export function timedOut(limit: number, cause?: unknown): UserError {
  const words = `This took longer than ${limit / 1000} seconds and was cancelled. Ask for less: fewer fields, a shorter period, a simpler rule.`;
  return new UserError('TIMEOUT', words, { limit }, { cause });
}

function away(words: string, cause: unknown): UserError {
  return new UserError('UNAVAILABLE', `${words} Try again in a moment.`, {}, { cause });
}
