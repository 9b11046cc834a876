// The WebSockets of a server: lets them in, carries messages between them and the protocol, and looks after them.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { UserError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { BODY_BYTES } from './limits.ts';
import { Places, type Release } from './places.ts';
import { endInWords } from './refusal.ts';
import { type Shared, SocketGuard } from './socket-guard.ts';

/** What is known of a socket in all hooks of the protocol. */
export interface SocketExtra {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  readonly guard: SocketGuard;
  /** To be called once it is known who it is. */
  signedIn(): void;
}

interface Options<E> {
  readonly shared: Shared;
  readonly log: Log;
  readonly protocol: ServerOptions<Record<string, unknown>, SocketExtra & E>;
}

/** How long a client may take to answer our goodbye: when the server closes, and else. */
const GOODBYE_MS = 500;
const LONG_GOODBYE_MS = 5_000;

export function serveSockets<E extends object>(
  server: Server,
  { shared, log, protocol }: Options<Partial<E>>,
): { close(): Promise<void> } {
  const { limits, warn } = shared;
  const places = new Places('WebSockets', limits.sockets, warn);
  const strangers = new Places('WebSockets that have not signed in yet', limits.strangers, warn);
  const guards = new Set<SocketGuard>();
  const settings = {
    noServer: true,
    maxPayload: BODY_BYTES,
    // Its types do not know this one yet.
    closeTimeout: LONG_GOODBYE_MS,
    // One message a turn: a chunk full of them would keep everybody else waiting.
    allowSynchronousEvents: false,
    handleProtocols,
  };
  const sockets = new WebSocketServer(settings);
  const graphql = makeServer({ ...protocol, connectionInitWaitTimeout: limits.signInMs });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== '/graphql') return void socket.destroy();
    const taken: Release[] = [];
    socket.once('close', () => {
      for (const release of taken) release();
    });
    try {
      const address = request.socket.remoteAddress ?? '';
      taken.push(places.take(address));
      const signedIn = strangers.take(address);
      taken.push(signedIn);
      sockets.handleUpgrade(request, socket, head, client => open(client, request, signedIn));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      endInWords(socket, 429, error.code, error.message, error.details);
    }
  });

  const open = (socket: WebSocket, request: IncomingMessage, signedIn: Release) => {
    const guard = new SocketGuard(socket, shared);
    guards.add(guard);
    const fail = (error: unknown) => {
      log.error('a message over WebSocket failed', { error });
      socket.close(CloseCode.InternalServerError, 'Something went wrong on our side.');
    };
    // A frame that is none, or is too large. The socket closes with a code that says so.
    socket.on('error', () => undefined);
    const closed = graphql.opened(
      {
        protocol: socket.protocol,
        // Until it was handed over, the protocol asks no subscription for its next event.
        send: text =>
          new Promise(resolve => {
            if (socket.readyState !== socket.OPEN) return resolve();
            // An error means that the socket is closing, which ends what it has at work.
            socket.send(text, () => {
              guard.flushed();
              resolve();
            });
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: handle =>
          socket.on('message', data =>
            guard.hear(() => {
              if (socket.readyState !== socket.OPEN) return;
              guard.work(() => handle(String(data))).catch(fail);
            }),
          ),
      },
      { request, socket, guard, signedIn } as SocketExtra & Partial<E>,
    );
    socket.once('close', (code, reason) => {
      guards.delete(guard);
      closed(code, String(reason)).catch(error => log.error('a WebSocket did not end well', { error }));
    });
  };

  const look = setInterval(() => {
    for (const guard of guards) guard.check();
    let all = [...guards].reduce((sum, { buffered }) => sum + buffered, 0);
    if (all <= limits.allBufferedBytes) return;
    for (const guard of [...guards].sort((a, b) => b.buffered - a.buffered)) {
      if (all <= limits.allBufferedBytes) return;
      all -= guard.buffered;
      guard.endSlow();
    }
  }, limits.socketCheckMs);

  return {
    async close() {
      clearInterval(look);
      for (const client of sockets.clients) client.close(1001, 'The server stops.');
      const cut = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, GOODBYE_MS);
      await new Promise(resolve => sockets.close(resolve));
      clearTimeout(cut);
    },
  };
}
