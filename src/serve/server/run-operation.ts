// Runs operations of the program itself, such as those of exports, with the checks and the words that requests get.
import { type GraphQLError, type GraphQLSchema, parse } from 'graphql';
import type { Context } from '../../base/context/context.ts';
import { type ErrorCode, UserError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Operations } from '../export/pages.ts';
import { maySuggest, requestProblems } from './check-request.ts';
import { createExecutor } from './execute.ts';
import { formatError } from './format-error.ts';

export function createOperations(schema: GraphQLSchema, log: Log): Operations {
  const execute = createExecutor(schema);
  /** The last document, because pages come one after another. */
  let last = { source: '', document: parse('{ __typename }') };
  return {
    schema,
    async run(ctx, source, variables) {
      if (last.source !== source) last = { source, document: parse(source) };
      const { document } = last;
      const [problem] = requestProblems(schema, { document, variables, suggest: maySuggest(ctx.viewer) });
      if (problem) throw asUserError(log, problem);
      const asked = { document, source, operationName: null, variables, context: ctx satisfies Context };
      const { data, errors } = await execute(asked);
      if (errors?.[0]) throw asUserError(log, errors[0]);
      return data!;
    },
  };
}

/** What a client of GraphQL would be told. */
function asUserError(log: Log, error: GraphQLError): UserError {
  const { message, extensions } = formatError(log, error.toJSON(), error);
  const { code, retryable: _, ...details } = extensions as { code: ErrorCode; retryable: boolean };
  return new UserError(code, message, details, { cause: error });
}
