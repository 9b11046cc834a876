// Sends requests as clients do: over HTTP with connections kept alive, and over WebSocket.
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import type { Request } from './requests.ts';

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly field?: string; readonly id?: string };
}

export interface Sent {
  /** Of HTTP; 0 over WebSocket. */
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
  /** The answer as it came, without what differs each time. */
  readonly text: string;
  readonly errors: readonly AnswerError[];
  /** Why there is no answer that can be read. */
  readonly problem: string | null;
}

export interface Sender {
  send(request: Request): Promise<Sent>;
  close(): void;
}

export interface Target {
  readonly url: string;
  readonly authorization: string;
}

const LONGEST_MS = 40_000;
/** A subscription that says nothing so long has nothing to say. */
const SILENCE_MS = 1_500;
const BUSY = ['TOO_MANY_REQUESTS', 'UNAVAILABLE'];
const PAUSES_MS = [100, 200, 400, 800, 1_600, 3_200];

const bodyOf = ({ document, variables }: Request): string =>
  `{"query":${JSON.stringify(document)}${variables && `,"variables":${variables}`}}`;

export function httpSender({ url, authorization }: Target, localAddress = '127.0.0.1'): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, localAddress });
  return {
    send: request => patiently(() => post(request)),
    close: () => agent.destroy(),
  };

  async function post(request: Request): Promise<Sent> {
    const started = performance.now();
    try {
      const sent = httpRequest(url, {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', authorization },
        signal: AbortSignal.timeout(LONGEST_MS),
      });
      sent.end(bodyOf(request));
      const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      return read(response.statusCode!, performance.now() - started, Buffer.concat(chunks).toString());
    } catch (error) {
      return failed(performance.now() - started, `no answer: ${(error as Error).message}`);
    }
  }
}

/** One socket; when the server ends it, the next request opens another. */
export function socketSender({ url, authorization }: Target): Sender {
  let socket: Promise<WebSocket> | null = null;
  let count = 0;
  return {
    send: request => patiently(() => subscribe(request)),
    close: () => void socket?.then(one => one.terminate()),
  };

  async function subscribe(request: Request): Promise<Sent> {
    const started = performance.now();
    const ms = () => performance.now() - started;
    let open: WebSocket;
    try {
      socket ??= connect();
      open = await socket;
    } catch (error) {
      socket = null;
      return failed(ms(), `no socket: ${(error as Error).message}`);
    }
    const id = String(++count);
    return new Promise(resolve => {
      let silence: NodeJS.Timeout | undefined;
      const finish = (sent: Sent): void => {
        clearTimeout(silence);
        clearTimeout(late);
        open.off('message', onMessage);
        open.off('close', onClose);
        resolve(sent);
      };
      const late = setTimeout(() => finish(failed(ms(), 'no answer in time')), LONGEST_MS);
      const onMessage = (data: WebSocket.RawData): void => {
        const text = String(data);
        const message = JSON.parse(text) as { id?: string; type: string; payload?: unknown };
        if (message.id !== id) return;
        const answer = message.type === 'error' ? { errors: message.payload } : (message.payload ?? {});
        if (request.operation === 'subscription' && message.type === 'next')
          open.send(JSON.stringify({ id, type: 'complete' }));
        finish(read(0, ms(), JSON.stringify(answer)));
      };
      const onClose = (code: number): void => {
        socket = null;
        finish(failed(ms(), `the socket was closed with ${code}`));
      };
      open.on('message', onMessage);
      open.on('close', onClose);
      open.send(`{"id":"${id}","type":"subscribe","payload":${bodyOf(request)}}`);
      if (request.operation !== 'subscription') return;
      silence = setTimeout(() => {
        open.send(JSON.stringify({ id, type: 'complete' }));
        finish(read(0, ms(), '{}'));
      }, SILENCE_MS);
    });
  }

  async function connect(): Promise<WebSocket> {
    const one = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    one.on('error', () => undefined);
    one.setMaxListeners(0);
    await once(one, 'open');
    one.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    await once(one, 'message');
    return one;
  }
}

/** As clients should: what was refused for want of room is sent again a little later. */
async function patiently(send: () => Promise<Sent>): Promise<Sent> {
  for (const pause of PAUSES_MS) {
    const sent = await send();
    if (!sent.errors.some(({ extensions }) => BUSY.includes(extensions?.code ?? ''))) return sent;
    await sleep(pause);
  }
  return send();
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Of errors: which of several comes first is chance. */
const PLACE = /"(path|locations)":\[[^[\]]*\],?/g;
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

function read(status: number, ms: number, body: string): Sent {
  const bytes = Buffer.byteLength(body);
  try {
    const { errors = [] } = JSON.parse(body) as { errors?: readonly AnswerError[] };
    const text = body.replace(UUID, 'id').replace(MOMENT, 'moment').replace(PLACE, '');
    return { status, ms, bytes, text, errors, problem: null };
  } catch {
    return { ...failed(ms, `the answer is not JSON: ${body.slice(0, 80)}`), status, bytes };
  }
}

function failed(ms: number, problem: string): Sent {
  return { status: 0, ms, bytes: 0, text: '', errors: [], problem };
}
