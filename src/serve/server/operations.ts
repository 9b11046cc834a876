// Operations over HTTP: how many at a time, and how long an answer may wait for its reader.
import type { FastifyRequest, onRequestHookHandler, onSendHookHandler, preHandlerHookHandler } from 'fastify';
import type { Viewer } from '../../base/access/viewer.ts';
import type { UserError } from '../../base/errors.ts';
import type { Warn } from '../../base/throttle.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import type { Places } from './places.ts';
import { errorBody, RETRY_AFTER } from './refusal.ts';

interface Options {
  readonly places: Places;
  readonly limits: ConnectionLimits;
  readonly warn: Warn;
  /** Throws UNAUTHENTICATED. */
  viewer(request: FastifyRequest): Viewer;
  /** Requests for the web page are no operations. */
  isOperation(request: FastifyRequest): boolean;
}

/** Hooks of the route of operations. */
export function operationHooks({ places, limits, warn, viewer, isOperation }: Options): {
  onRequest: onRequestHookHandler;
  preHandler: preHandlerHookHandler;
  onSend: onSendHookHandler;
} {
  return {
    /** Nobody's body is read before it is known who asks, and strangers learn nothing from Apollo's errors. */
    onRequest(request, _reply, done) {
      if (isOperation(request)) viewer(request);
      done();
    },
    /** The place is held until the answer was handed over, so answers that nobody reads count. */
    preHandler(request, reply, done) {
      if (!isOperation(request)) return done();
      try {
        reply.raw.once('close', places.take(callerKey(request.ip, viewer(request))));
        done();
      } catch (error) {
        const { code, message, details } = error as UserError;
        reply
          .code(429)
          .header('retry-after', RETRY_AFTER)
          .send(errorBody(code, message, details));
      }
    },
    onSend(request, reply, _payload, done) {
      const timer = setTimeout(() => {
        warn('closed: an answer was not read', { limit: limits.answerMs });
        // Not the answer alone: one behind others of its connection has nothing yet to be destroyed with.
        request.raw.socket.destroy();
      }, limits.answerMs);
      reply.raw.once('close', () => clearTimeout(timer));
      done();
    },
  };
}

/** One and the same over HTTP and WebSocket. */
export function callerKey(address: string | undefined, viewer: Viewer): string {
  return `${viewer.name} ${address ?? ''}`;
}
