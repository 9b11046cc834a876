// Exports over HTTP: the caller's own, streamed as fast as they are read, and cut where they fail.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '../../base/access/viewer.ts';
import { badInput, UserError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Warn } from '../../base/throttle.ts';
import { writeExport } from '../export/export.ts';
import { EXPORTS } from '../export/exports.ts';
import { FORMATS, type Format, formatOf } from '../export/formats.ts';
import type { Operations } from '../export/pages.ts';
import { describeExport, planExport } from '../export/plan.ts';
import type { GivenArguments } from '../export/variables.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import { callerKey } from './operations.ts';
import { Places } from './places.ts';
import { RETRY_AFTER } from './refusal.ts';
import { abandonWithResponse, type Requests } from './requests.ts';

interface Options {
  readonly api: Operations;
  readonly requests: Requests;
  readonly limits: ConnectionLimits;
  readonly log: Log;
  readonly warn: Warn;
  /** Throws UNAUTHENTICATED. */
  viewer(request: FastifyRequest): Viewer;
}

/** Adds `GET /export`, the list of what there is, and `GET /export/NAME?format=…` with arguments by name. */
export function addExports(app: FastifyInstance, options: Options): void {
  const { api, viewer, limits, warn } = options;
  const places = new Places('exports at work', limits.exports, warn);
  const route = { exposeHeadRoute: false, onRequest: async (request: FastifyRequest) => refuseOthers(request, viewer) };
  app.get('/export', route, async (_request, reply) => {
    reply.headers(NEVER_KEPT);
    return { exports: EXPORTS.map(exported => told(api, exported)), formats: FORMATS.map(format => format.name) };
  });
  app.get('/export/:what', route, async (request, reply) => {
    const who = viewer(request);
    const release = takePlace(places, reply, callerKey(request.ip, who));
    reply.raw.once('close', release);
    await answer(options, who, request, reply);
  });
}

/** Another web site may lead a browser here, which then sends what it would send for its own user. */
function refuseOthers(request: FastifyRequest, viewer: Options['viewer']): void {
  viewer(request);
  if (request.headers['sec-fetch-site'] === 'cross-site')
    throw new UserError('UNAUTHENTICATED', 'Requests from other web sites are refused.');
}

function takePlace(places: Places, reply: FastifyReply, caller: string): () => void {
  try {
    return places.take(caller);
  } catch (error) {
    reply.header('retry-after', RETRY_AFTER);
    throw error;
  }
}

async function answer(
  { api, requests, limits, log, warn }: Options,
  who: Viewer,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { what } = request.params as { what: string };
  const { format: asked, ...given } = request.query as Record<string, string | string[]>;
  if (Array.isArray(asked)) throw badInput('format', '"format" was given more than once.');
  const format = formatOf(asked);
  const plan = planExport(api.schema, what, given as GivenArguments);
  const opened = requests.open(who, request.ip);
  opened.begin('export');
  abandonWithResponse(opened, reply.raw);
  const body = new Body(reply, { ...NEVER_KEPT, ...headersOf(what, format) }, () => {
    warn('closed: an export was not read', { limit: limits.answerMs });
  });
  try {
    const { context } = opened;
    await writeExport(context, api, plan, format, chunk => body.write(chunk, limits.answerMs, context.signal));
    body.end();
  } catch (error) {
    // Once it has begun there is no other way to say that it is not whole.
    if (!body.hasBegun) throw error;
    if (!reply.raw.destroyed) log.warn('an export was cut', { what, error });
    reply.raw.destroy();
  } finally {
    opened.end();
  }
}

const NEVER_KEPT = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function headersOf(what: string, format: Format): Record<string, string> {
  return {
    'content-type': format.mediaType,
    'content-disposition': `attachment; filename="${what}.${format.name}"`,
  };
}

/** What the client gets, from the first chunk on. */
class Body {
  hasBegun = false;
  readonly #response: ServerResponse;

  constructor(
    private readonly reply: FastifyReply,
    private readonly headers: Record<string, string>,
    private readonly onUnread: () => void,
  ) {
    this.#response = reply.raw;
  }

  /** Resolves when the client took enough of it to be sent more, or the time is up. Ends the connection of one that takes nothing. */
  async write(chunk: string | Uint8Array, patienceMs: number, signal: AbortSignal): Promise<void> {
    this.#begin();
    if (this.#response.write(chunk)) return;
    const timer = setTimeout(() => {
      this.onUnread();
      this.#response.destroy();
    }, patienceMs);
    // Whichever comes first; the others must not go on listening.
    const settled = new AbortController();
    const ends = AbortSignal.any([settled.signal, signal]);
    const event = (name: string) => once(this.#response, name, { signal: ends });
    if (!this.#response.destroyed) await Promise.race([event('drain'), event('close')]).catch(() => undefined);
    settled.abort();
    clearTimeout(timer);
  }

  end(): void {
    this.#begin();
    this.#response.end();
  }

  #begin(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.reply.hijack();
    this.#response.writeHead(200, this.headers);
  }
}

function told(api: Operations, exported: (typeof EXPORTS)[number]): object {
  const { takes, columns } = describeExport(api.schema, exported);
  return {
    name: exported.name,
    description: exported.description,
    takes: [...takes.values()].map(({ name, type, description }) => ({ name, type: String(type), description })),
    columns: columns.map(({ name, type, description }) => ({ name, type, description })),
  };
}
