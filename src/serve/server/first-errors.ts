// How many errors of an answer are told: a list may have one for each of its items, and all say the same.
import { GraphQLError } from 'graphql';

export const MOST_ERRORS = 20;

/** The first of them, and how many more there are. */
export function firstErrors(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  if (errors.length <= MOST_ERRORS) return errors;
  const more = new GraphQLError(`${errors.length - MOST_ERRORS} more errors like these are not told.`, {
    extensions: { code: 'ANSWER_TOO_LARGE', limit: MOST_ERRORS },
  });
  return [...errors.slice(0, MOST_ERRORS), more];
}
