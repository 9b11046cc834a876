// The HTTP server: GraphQL, its web page, its subscriptions and the health checks.
import { randomUUID } from 'node:crypto';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import { forwardedBy, viewerOf } from '../../base/access/viewer.ts';
import type { Config } from '../../base/config.ts';
import { createNotifications } from '../../base/database/notifications.ts';
import { ERROR_CODES, UserError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { throttled } from '../../base/throttle.ts';
import { addWorkbench, wantsPage } from '../workbench/routes.ts';
import { CONNECTION_LIMITS, type ConnectionLimits } from './connection-limits.ts';
import { limitConnections, timeouts } from './connections.ts';
import { addExports } from './exports.ts';
import { formatError, maskedWords } from './format-error.ts';
import { createGraphql, type GraphqlOptions } from './graphql.ts';
import { addHealth, type HealthSource } from './health.ts';
import { BODY_BYTES, lengthProblem } from './limits.ts';
import { operationHooks } from './operations.ts';
import { Places } from './places.ts';
import { errorBody } from './refusal.ts';
import { REQUEST_LIMITS, type RequestLimits } from './request-limits.ts';
import { abandonWithResponse, createRequests, type RequestSource } from './requests.ts';
import { createOperations } from './run-operation.ts';
import { addSubscriptions } from './subscriptions.ts';

/** What the server needs of the program it runs in. */
export interface ServerRuntime extends HealthSource, RequestSource {
  readonly databaseUrl: string;
  readonly log: Log;
}

export interface Server {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  readonly port: number;
  /** Ends open requests and subscriptions. */
  close(): Promise<void>;
}

export type ServerConfig = Pick<Config, 'host' | 'port' | 'adminKey' | 'databaseUrl'>;

export interface ServerOptions extends GraphqlOptions {
  /** Instead of those of the tables. */
  readonly limits?: Partial<RequestLimits>;
  readonly connectionLimits?: Partial<ConnectionLimits>;
}

/** Rejects with the system's error when it cannot listen: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export async function startServer(
  runtime: ServerRuntime,
  config: ServerConfig,
  options: ServerOptions = {},
): Promise<Server> {
  const { log } = runtime;
  const { schema, apollo } = await createGraphql(log, options);
  const limits = { ...CONNECTION_LIMITS, ...options.connectionLimits };
  const warn = throttled(log);
  const operations = new Places('operations at work', limits.operations, warn);
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    forceCloseConnections: true,
    // Values are checked with all others, so that they are refused in the same words over WebSocket.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    ...timeouts(limits),
  });
  limitConnections(app, limits, warn);
  const requests = createRequests(runtime, { ...REQUEST_LIMITS, ...options.limits });
  const notifications = createNotifications(runtime.databaseUrl, log);
  app.setErrorHandler((error, _request, reply) => sendError(log, reply, error));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(errorBody('NOT_FOUND', 'Open /graphql.')));

  await addWorkbench(app);
  addHealth(app, runtime);
  const graphql = fastifyApolloHandler(apollo, {
    async context(request, reply) {
      const opened = requests.open(viewerOf(config, callerOf(request)), request.ip);
      abandonWithResponse(opened, reply.raw);
      return opened.context;
    },
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    ...operationHooks({
      places: operations,
      limits,
      warn,
      viewer: request => viewerOf(config, callerOf(request)),
      isOperation: request => !wantsPage(request),
    }),
    handler(request, reply) {
      if (wantsPage(request)) return reply.sendPage();
      const tooLong = lengthProblem(documentOf(request));
      if (tooLong) return reply.code(413).send({ errors: [formatError(log, tooLong.toJSON(), tooLong)] });
      return graphql.call(app, request, reply);
    },
  });
  app.route({
    method: ['PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/graphql',
    handler: (_request, reply) =>
      reply.code(405).header('allow', 'GET, POST').send(errorBody('BAD_REQUEST', 'Use GET or POST.')),
  });
  addExports(app, {
    api: createOperations(schema, log),
    requests,
    limits,
    log,
    warn,
    viewer: request => viewerOf(config, callerOf(request)),
  });
  const subscriptions = addSubscriptions(app.server, {
    schema,
    log,
    shared: { limits, operations, subscriptions: new Places('subscriptions', limits.subscriptions, warn), warn },
    authenticate: caller => viewerOf(config, caller),
    context: (viewer, address) => Object.assign(requests.open(viewer, address).context, { notifications }),
  });
  const close = async () => {
    await subscriptions.close();
    await app.close();
    await requests.settled();
    await apollo.stop();
    await notifications.close();
  };
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = app.server.address() as { port: number };
  const shown = config.host.includes(':') ? `[${config.host}]` : config.host;
  return { url: `http://${shown}:${port}/graphql`, port, close };
}

/** Before it is known to be a request of GraphQL. */
function documentOf({ body, query }: FastifyRequest): string {
  const given = (body ?? query) as { query?: unknown } | null;
  return typeof given?.query === 'string' ? given.query : '';
}

function callerOf(request: FastifyRequest) {
  const { authorization, host, origin } = request.headers;
  return { authorization, host, origin, remoteAddress: request.ip, forwardedBy: forwardedBy(request.headers) };
}

function sendError(log: Log, reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof UserError) {
    return reply.code(ERROR_CODES[error.code].status).send(errorBody(error.code, error.message, error.details));
  }
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  if (statusCode === 413)
    return reply.code(413).send(errorBody('REQUEST_TOO_LARGE', BODY_TOO_LARGE, { limit: BODY_BYTES }));
  if (statusCode < 500) return reply.code(statusCode).send(errorBody('BAD_REQUEST', message));
  const id = randomUUID();
  log.error('a request failed', { id, error });
  return reply.code(500).send(errorBody('INTERNAL_SERVER_ERROR', maskedWords(id), { id }));
}

const BODY_TOO_LARGE = `The request has more than ${BODY_BYTES} bytes: send less at a time.`;
