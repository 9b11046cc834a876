// What the fake answers to which path: tokens first, then the data API behind a valid token.
import type { FakeClock, FakeReply, FakeRequest } from '../../kit/fake-server.ts';
import type { BulkJobs } from './bulk.ts';
import { describeGlobal, describeObject } from './describe.ts';
import { badSession, notFound, WireError } from './errors.ts';
import type { Locators } from './locators.ts';
import type { TokenEndpoint } from './oauth.ts';
import type { Org } from './org.ts';
import { replicated } from './replication.ts';

/** Things a test can turn. */
export interface Switches {
  /** Most rows of one query page, whatever batchSize asks for. */
  maxRows: number;
  /** Requests a day; above it every call is refused. */
  dailyLimit: number;
  /** Requests counted so far today. */
  used: number;
  /** What the token endpoint says the instance is; the fake's own address when null. */
  instanceUrl: string | null;
}

export interface Parts {
  readonly org: Org;
  readonly clock: FakeClock;
  readonly tokens: TokenEndpoint;
  readonly locators: Locators;
  readonly bulk: BulkJobs;
  readonly switches: Switches;
  readonly url: () => string;
}

const MAX_URI_AND_HEADERS = 16_384;

export function route(parts: Parts, request: FakeRequest): FakeReply {
  try {
    if (request.path === '/services/oauth2/token')
      return parts.tokens.answer(request, parts.switches.instanceUrl ?? parts.url());
    return withUsage(parts, data(parts, request));
  } catch (error) {
    if (error instanceof WireError) return withUsage(parts, error.reply());
    throw error;
  }
}

function withUsage({ switches }: Parts, reply: FakeReply): FakeReply {
  const usage = `api-usage=${switches.used}/${switches.dailyLimit}`;
  return { ...reply, headers: { 'sforce-limit-info': usage, ...reply.headers } };
}

function data(parts: Parts, request: FakeRequest): FakeReply {
  const [, version = '', rest = ''] = /^\/services\/data\/v(\d+\.0)(\/.*)$/.exec(request.path) ?? [];
  if (!version) throw notFound();
  if (!parts.tokens.accepts(request.headers.authorization)) throw badSession();
  if (size(request) > MAX_URI_AND_HEADERS) return { status: 414, body: '' };
  parts.switches.used += 1;
  if (parts.switches.used > parts.switches.dailyLimit)
    throw new WireError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  if (rest.startsWith('/jobs/query')) return parts.bulk.answer(request, rest.slice('/jobs/query'.length), version);
  return { status: 200, body: read(parts, request, rest, version) };
}

function read(parts: Parts, request: FakeRequest, path: string, version: string): unknown {
  const { org, locators, clock } = parts;
  const [, verb, name, part] = path.split('/');
  if ((verb === 'query' || verb === 'queryAll') && name === undefined) {
    const soql = request.query.get('q') ?? '';
    return locators.first(soql, verb === 'queryAll', pageSize(parts, request), version);
  }
  if (verb === 'query' && name) return locators.next(name, pageSize(parts, request), version);
  if (verb === 'limits')
    return { DailyApiRequests: remaining(parts), DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 10_000 } };
  if (verb === 'sobjects' && !name) return describeGlobal(org);
  if (verb === 'sobjects' && name && !org.schema.has(name)) throw notFound();
  if (verb === 'sobjects' && name && part === 'describe') return describeObject(org, name);
  if (verb === 'sobjects' && name && (part === 'updated' || part === 'deleted'))
    return replicated(org, name, part, request.query, clock.now());
  throw notFound();
}

function remaining({ switches }: Parts): { Max: number; Remaining: number } {
  return { Max: switches.dailyLimit, Remaining: Math.max(0, switches.dailyLimit - switches.used) };
}

function pageSize({ switches }: Parts, request: FakeRequest): number {
  const asked = Number(/batchSize=(\d+)/.exec(request.headers['sforce-query-options'] ?? '')?.[1] ?? 2000);
  return Math.min(Math.max(asked, 200), 2000, switches.maxRows);
}

function size(request: FakeRequest): number {
  const headers = Object.entries(request.headers).reduce((sum, [k, v]) => sum + k.length + (v?.length ?? 0) + 4, 0);
  return request.path.length + request.query.toString().length + headers;
}
