// A WebSocket whose every message is seen, for clients that do not behave.
import WebSocket from 'ws';
import type { TestServer } from '../../../support/serve.ts';

export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

export interface RawSocket {
  readonly socket: WebSocket;
  readonly messages: Message[];
  /** Code and words of the end. */
  readonly closed: Promise<{ code: number; reason: string }>;
  send(message: Message): void;
  /** Sends an operation. */
  ask(id: string, query: string): void;
  /** The first message of this id and type, also one that has come already. */
  told(id: string, type?: string): Promise<Message>;
  close(): Promise<unknown>;
}

/** What the server says at the upgrade when it does not let a socket in. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly headers: Record<string, unknown>,
    readonly body: unknown,
  ) {
    super(`refused with ${status}`);
  }
}

export async function openRaw(server: Pick<TestServer, 'url'>, localAddress?: string): Promise<RawSocket> {
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', { localAddress });
  const messages: Message[] = [];
  socket.on('message', data => void messages.push(JSON.parse(String(data)) as Message));
  const closed = new Promise<{ code: number; reason: string }>(resolve =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', text => {
        body += text;
      });
      response.on('end', () => reject(new Refused(response.statusCode!, response.headers, JSON.parse(body))));
    });
    socket.on('error', reject);
  });
  const send = (message: Message) => socket.send(JSON.stringify(message));
  return {
    socket,
    messages,
    closed,
    send,
    ask: (id, query) => send({ id, type: 'subscribe', payload: { query } } as Message),
    async told(id, type) {
      const isIt = (message: Message) => message.id === id && (type === undefined || message.type === type);
      for (;;) {
        const message = messages.find(isIt);
        if (message) return message;
        await new Promise(resolve => socket.once('message', resolve));
      }
    },
    close() {
      socket.terminate();
      return closed;
    },
  };
}

/** Opened and let in. */
export async function signIn(server: Pick<TestServer, 'url'>, localAddress?: string): Promise<RawSocket> {
  const raw = await openRaw(server, localAddress);
  raw.send({ type: 'connection_init' });
  await new Promise((resolve, reject) => {
    raw.socket.once('message', resolve);
    raw.socket.once('close', (code, reason) => reject(new Error(`closed: ${code} ${reason}`)));
  });
  return raw;
}
