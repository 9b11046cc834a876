// The TCP connections of the HTTP server: how many, and how long one may take to say what it wants.
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import type { UserError } from '../../base/errors.ts';
import type { Warn } from '../../base/throttle.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import { Places, type Release } from './places.ts';
import { endInWords } from './refusal.ts';

interface Connection {
  readonly address: string;
  readonly release: Release;
  /** Requests that have come in whole and are not answered yet. */
  busy: number;
}

/** What ends a request that does not come in, before anything is known of who sends it. */
export function timeouts(
  limits: ConnectionLimits,
): Pick<
  FastifyHttpOptions<Server>,
  'clientErrorHandler' | 'connectionTimeout' | 'http' | 'keepAliveTimeout' | 'requestTimeout'
> {
  return {
    connectionTimeout: limits.silentMs,
    keepAliveTimeout: limits.keepAliveMs,
    requestTimeout: limits.requestMs,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.requestCheckMs,
      maxHeaderSize: limits.headerBytes,
    },
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
      if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
        return endInWords(socket, 408, 'BAD_REQUEST', 'The request did not come in whole in time. Send it again.');
      if (error.code === 'HPE_HEADER_OVERFLOW')
        return endInWords(
          socket,
          431,
          'REQUEST_TOO_LARGE',
          `The headers are larger than ${limits.headerBytes} bytes. Send less in them.`,
          { limit: limits.headerBytes },
        );
      endInWords(socket, 400, 'BAD_REQUEST', 'This is no HTTP request.');
    },
  };
}

/**
 * Where there is no place for a new connection, the one that waits longest without a whole request gives way: it is
 * somebody who sends nothing, or a client that can open its connection again.
 */
export function limitConnections(app: FastifyInstance, limits: ConnectionLimits, warn: Warn): void {
  const server: Server = app.server;
  const places = new Places('connections', limits.connections, warn);
  const known = new WeakMap<Socket, Connection>();
  /** Those that wait longest come first. */
  const waiting = new Map<Socket, Connection>();
  const forget = (socket: Socket) => {
    waiting.delete(socket);
    known.get(socket)?.release();
  };
  const makeRoom = (address: string) => {
    const isOwn = places.isFullFor(address);
    if (!isOwn && !places.isFull()) return;
    for (const [socket, other] of waiting) {
      if (isOwn && other.address !== address) continue;
      warn('closed: a connection that waited for a request, to make room', {});
      forget(socket);
      return void socket.destroy();
    }
  };
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    makeRoom(address);
    try {
      const connection = { address, release: places.take(address), busy: 0 };
      known.set(socket, connection);
      waiting.set(socket, connection);
      socket.once('close', () => forget(socket));
    } catch (error) {
      const { code, message, details } = error as UserError;
      endInWords(socket, 429, code, message, details);
    }
  });
  server.prependListener('upgrade', ({ socket }) => void waiting.delete(socket));
  app.addHook('preHandler', (request, reply, done) => {
    work(request.raw.socket, reply.raw);
    done();
  });
  const work = (socket: Socket, response: ServerResponse) => {
    const connection = known.get(socket);
    if (!connection) return;
    connection.busy += 1;
    waiting.delete(socket);
    response.once('close', () => {
      connection.busy -= 1;
      if (connection.busy === 0 && !socket.destroyed) waiting.set(socket, connection);
    });
  };
}
