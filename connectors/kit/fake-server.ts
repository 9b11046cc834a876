// A small HTTP server for the fakes: routes, faults on demand, a request log, a clock that tests can move.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Record<string, string | undefined>;
  readonly body: string;
}

export interface FakeReply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
  /** Sent piece by piece, for long files; instead of `body`. */
  readonly stream?: Iterable<string>;
}

export type FakeHandler = (request: FakeRequest) => FakeReply | Promise<FakeReply>;

/** What goes wrong instead of the real answer. */
export type FaultEffect =
  | { readonly reply: FakeReply }
  | { readonly hang: true }
  /** The real answer, stalled for ever or cut after this many bytes of body. */
  | { readonly stallAfter: number }
  | { readonly cutAfter: number }
  | { readonly reset: true }
  | { readonly delayMs: number }
  /** The real work is done, then the connection is dropped before the answer. */
  | { readonly dropAnswer: true };

export interface Fault {
  /** Matched against "METHOD /path". */
  readonly route: RegExp;
  readonly effect: FaultEffect;
  /** Which matching calls fail, counted from 1; default: the first. */
  readonly calls?: (n: number) => boolean;
}

export interface LogEntry {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly authorization: string | undefined;
  readonly host: string | undefined;
  readonly urlBytes: number;
}

/** Milliseconds; moves by itself unless a test takes it over. */
export class FakeClock {
  private offset = 0;
  private frozenAt: number | null = null;
  now(): number {
    return this.frozenAt ?? Date.now() + this.offset;
  }
  freeze(at: number): void {
    this.frozenAt = at;
  }
  advance(ms: number): void {
    if (this.frozenAt === null) this.offset += ms;
    else this.frozenAt += ms;
  }
}

export class FakeServer {
  readonly log: LogEntry[] = [];
  /** Keeps the log short in long-lived sandboxes. */
  logLimit = 100_000;
  private readonly faults: { fault: Fault; hits: number }[] = [];

  private constructor(
    private readonly server: Server,
    readonly clock: FakeClock,
  ) {}

  /** Listens on 127.0.0.1, on a free port unless one is given. */
  static async start(handler: FakeHandler, options: { clock?: FakeClock; port?: number } = {}): Promise<FakeServer> {
    const server = createServer();
    const fake = new FakeServer(server, options.clock ?? new FakeClock());
    server.on('request', (req, res) => {
      fake.serve(handler, req, res).catch(error => {
        if (!res.headersSent) res.writeHead(500, { 'content-type': 'text/plain' });
        res.end(`fake failed: ${error instanceof Error ? error.stack : error}`);
      });
    });
    server.listen(options.port ?? 0, '127.0.0.1');
    await once(server, 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on; the first fault that matches a call wins. */
  fail(fault: Fault): void {
    this.faults.push({ fault, hits: 0 });
  }

  heal(): void {
    this.faults.length = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(handler: FakeHandler, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const url = new URL(req.url ?? '/', 'http://fake');
    const method = req.method ?? 'GET';
    const request: FakeRequest = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: req.headers as Record<string, string | undefined>,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const effect = this.effectFor(`${method} ${url.pathname}`);
    if (effect && 'delayMs' in effect) await new Promise(resolve => setTimeout(resolve, effect.delayMs));
    const reply = effect && 'reply' in effect ? effect.reply : await handler(request);
    this.note(req, url, reply.status);
    if (effect && 'hang' in effect) return;
    if (effect && ('reset' in effect || 'dropAnswer' in effect)) {
      req.socket.destroy();
      return;
    }
    await this.answer(req, res, reply, effect);
  }

  private async answer(
    req: IncomingMessage,
    res: ServerResponse,
    reply: FakeReply,
    effect: FaultEffect | undefined,
  ): Promise<void> {
    const isText = typeof reply.body === 'string';
    const headers: Record<string, string> = {
      date: new Date(this.clock.now()).toUTCString(),
      ...(reply.body !== undefined && !isText ? { 'content-type': 'application/json;charset=utf-8' } : {}),
      ...reply.headers,
    };
    if (reply.stream) {
      res.writeHead(reply.status, headers);
      for (const piece of reply.stream) if (!res.write(piece)) await once(res, 'drain');
      res.end();
      return;
    }
    const body = Buffer.from(
      reply.body === undefined ? '' : isText ? (reply.body as string) : JSON.stringify(reply.body),
    );
    const keep =
      effect && 'stallAfter' in effect ? effect.stallAfter : effect && 'cutAfter' in effect ? effect.cutAfter : null;
    res.writeHead(reply.status, { 'content-length': String(body.length), ...headers });
    if (keep === null) {
      res.end(body);
      return;
    }
    res.write(body.subarray(0, keep), () => {
      if (effect && 'cutAfter' in effect) req.socket.destroy();
    });
  }

  private effectFor(call: string): FaultEffect | undefined {
    let effect: FaultEffect | undefined;
    for (const entry of this.faults) {
      if (!entry.fault.route.test(call)) continue;
      entry.hits += 1;
      if (effect === undefined && (entry.fault.calls ?? (n => n === 1))(entry.hits)) effect = entry.fault.effect;
    }
    return effect;
  }

  private note(req: IncomingMessage, url: URL, status: number): void {
    this.log.push({
      at: this.clock.now(),
      method: req.method ?? 'GET',
      path: url.pathname,
      query: url.search,
      status,
      authorization: req.headers.authorization,
      host: req.headers.host,
      urlBytes: (req.url ?? '').length,
    });
    if (this.log.length > this.logLimit) this.log.splice(0, this.log.length - this.logLimit);
  }
}
