// GraphQL over WebSocket, by the graphql-transport-ws protocol, on the same address and with the same login.
import type { IncomingMessage, Server } from 'node:http';
import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { GraphQLError, getOperationAST, parse, subscribe } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Viewer } from '../../base/access/viewer.ts';
import { type Caller, forwardedBy } from '../../base/access/viewer.ts';
import type { LiveContext } from '../../base/context/context.ts';
import { UserError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { maySuggest, requestProblems } from './check-request.ts';
import { firstErrors } from './first-errors.ts';
import { formatError } from './format-error.ts';
import { lengthProblem, MAX_TOKENS } from './limits.ts';
import { callerKey } from './operations.ts';
import type { Shared, SocketGuard } from './socket-guard.ts';
import { SocketOperations } from './socket-operations.ts';
import { serveSockets } from './sockets.ts';

interface Options {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  readonly shared: Shared;
  /** Throws UNAUTHENTICATED. */
  authenticate(caller: Caller): Viewer;
  context(viewer: Viewer, address: string): LiveContext;
}

export function addSubscriptions(
  server: Server,
  { schema, log, shared, authenticate, context }: Options,
): { close(): Promise<void> } {
  const operations = new SocketOperations();
  const format = (error: GraphQLError) => formatError(log, error.toJSON(), error);
  return serveSockets<{ viewer: Viewer }>(server, {
    shared,
    log,
    protocol: {
      // A refused login closes the socket with 4403.
      onConnect({ extra, connectionParams }) {
        try {
          extra.viewer = authenticate(callerOf(extra.request, connectionParams));
          extra.signedIn();
          return true;
        } catch (error) {
          if (error instanceof UserError) return false;
          throw error;
        }
      },
      subscribe: follow,
      async onSubscribe({ extra: { guard, request, socket, viewer } }, id, payload) {
        const address = request.socket.remoteAddress ?? '';
        const prepared = prepare(schema, payload, viewer!, () => context(viewer!, address));
        if (Array.isArray(prepared)) return prepared;
        return operations.begin(socket, id, await admit(prepared, guard, callerKey(address, viewer!)));
      },
      onComplete: ({ extra }, id) => operations.end(extra.socket, id),
      onNext: (_ctx, _id, _payload, _args, { errors, ...result }) =>
        errors ? { ...result, errors: firstErrors(errors).map(format) } : result,
      onError: (_ctx, _id, _payload, errors): GraphQLFormattedError[] => errors.map(format),
    },
  });
}

/** Takes a place, and begins only when what was asked before has been read. */
async function admit(
  prepared: ExecutionArgs,
  guard: SocketGuard,
  caller: string,
): Promise<ExecutionArgs | GraphQLError[]> {
  const kind = getOperationAST(prepared.document, prepared.operationName)?.operation;
  try {
    guard.begin(kind === 'subscription' ? 'subscriptions' : 'operations', caller);
  } catch (error) {
    if (error instanceof UserError) return [new GraphQLError(error.message, { originalError: error })];
    throw error;
  }
  await guard.room();
  return prepared;
}

/** An error of the events themselves ends them with a proper answer; unhandled, its words would reach the client. */
async function follow(args: ExecutionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
  const results = await subscribe(args);
  if (!(Symbol.asyncIterator in results)) return results;
  const answer = (error: Error) => {
    const errors = [new GraphQLError('The subscription failed.', { originalError: error })];
    return { value: { errors }, done: false };
  };
  // No generator: one that waits cannot be told to stop.
  const guarded = {
    next: () => results.next().catch(answer),
    return: () => results.return(),
    throw: (error: unknown) => results.throw(error),
    [Symbol.asyncIterator]: () => guarded,
  };
  return guarded;
}

/** The same rules as over HTTP. */
function prepare(
  schema: GraphQLSchema,
  payload: SubscribePayload,
  viewer: Viewer,
  context: () => LiveContext,
): ExecutionArgs | GraphQLError[] {
  const document = parsed(payload.query);
  if (document instanceof GraphQLError) return [document];
  const { operationName, variables } = payload;
  const problems = requestProblems(schema, { document, operationName, variables, suggest: maySuggest(viewer) });
  if (problems.length > 0) return [...problems];
  return { schema, document, operationName, variableValues: variables, contextValue: context() };
}

function parsed(query: string): DocumentNode | GraphQLError {
  const tooLong = lengthProblem(query);
  if (tooLong) return tooLong;
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return new GraphQLError(error.message, { ...error, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  }
}

/** Browsers cannot set headers on a WebSocket, so the login may come with its first message. */
function callerOf(request: IncomingMessage, params: Record<string, unknown> | undefined): Caller {
  const given = Object.entries(params ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  const { authorization, host, origin } = request.headers;
  return {
    authorization: typeof given === 'string' ? given : authorization,
    host,
    origin,
    remoteAddress: request.socket.remoteAddress,
    forwardedBy: forwardedBy(request.headers),
  };
}
