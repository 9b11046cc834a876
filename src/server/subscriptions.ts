// GraphQL over WebSocket, by the graphql-transport-ws protocol, on the same address and with the same login.
import type { IncomingMessage, Server } from 'node:http';
import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { GraphQLError, parse, subscribe } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer as serveProtocol } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Caller } from '../access/viewer.ts';
import type { Viewer } from '../context.ts';
import type { LiveContext } from '../database/follow.ts';
import { UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import { maySuggest, requestProblems } from './check-request.ts';
import { formatError } from './format-error.ts';
import { BODY_BYTES, lengthProblem, MAX_TOKENS } from './limits.ts';

interface Options {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** Throws UNAUTHENTICATED. */
  authenticate(caller: Caller): Viewer;
  context(viewer: Viewer): LiveContext;
}

/** How long a client may take to answer our goodbye. */
const GOODBYE_MS = 500;

export function addSubscriptions(
  server: Server,
  { schema, log, authenticate, context }: Options,
): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_BYTES });
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] !== '/graphql') return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, client => sockets.emit('connection', client, request));
  });
  const format = (error: GraphQLError) => formatError(log, error.toJSON(), error);
  const protocol = serveProtocol<Record<string, unknown>, { viewer?: Viewer }>(
    {
      // A refused login closes the socket with 4403.
      onConnect({ extra, connectionParams }) {
        try {
          extra.viewer = authenticate(callerOf(extra.request, connectionParams));
          return true;
        } catch (error) {
          if (error instanceof UserError) return false;
          throw error;
        }
      },
      subscribe: follow,
      onSubscribe: ({ extra }, _id, payload) => prepare(schema, payload, extra.viewer!, () => context(extra.viewer!)),
      onNext: (_ctx, _id, _payload, _args, { errors, ...result }) =>
        errors ? { ...result, errors: errors.map(format) } : result,
      onError: (_ctx, _id, _payload, errors): GraphQLFormattedError[] => errors.map(format),
    },
    sockets,
  );
  return {
    async close() {
      const cut = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, GOODBYE_MS);
      await protocol.dispose();
      clearTimeout(cut);
    },
  };
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
  };
}
