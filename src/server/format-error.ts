// What a client gets to see of an error: our own words as they are, of a bug only where to look it up.
import { randomUUID } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { UserError } from '../errors.ts';
import type { Log } from '../log.ts';

export function formatError(log: Log, formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = causeOf(error);
  const { path, locations } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (cause instanceof UserError) {
    return { message: cause.message, ...place, extensions: { code: cause.code, ...cause.details } };
  }
  if (isRequestError(cause, path)) {
    const { code = 'BAD_REQUEST', ...extensions } = withoutStack(formatted.extensions);
    return {
      message: formatted.message,
      ...place,
      extensions: { code, ...variableField(formatted), ...literalField(cause), ...extensions },
    };
  }
  const id = randomUUID();
  log.error('a request failed', { id, path: path?.join('.'), error: cause });
  return {
    message: `Something went wrong on our side. The log has the details under ${id}.`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', id },
  };
}

/** The name before the colon that a wrong literal follows. */
function literalField(error: unknown): { field?: string } {
  if (!(error instanceof GraphQLError) || !error.source || !error.positions) return {};
  const field = /(\w+)\s*:[\s[]*$/.exec(error.source.body.slice(0, error.positions[0]))?.[1];
  return field ? { field } : {};
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

/** The client's own mistake, found before any resolver ran: what has a path is a value of ours that does not fit. */
function isRequestError(cause: unknown, path: GraphQLFormattedError['path']): boolean {
  return cause instanceof GraphQLError && (path === undefined || cause.message.startsWith('Argument "'));
}

function withoutStack(extensions: GraphQLFormattedError['extensions'] = {}): {
  code?: unknown;
  [key: string]: unknown;
} {
  const { stacktrace: _, ...rest } = extensions;
  return rest;
}

/** Which variable, and which part of it, had a wrong value. */
function variableField({ message }: GraphQLFormattedError): { field?: string } {
  const [, variable, path] = /^Variable "\$(\w+)"(?:.*? at "(?:\w+\.)?([\w.[\]]+)")?/.exec(message) ?? [];
  if (!variable) return {};
  return { field: path ? `${variable}.${path}` : variable };
}
