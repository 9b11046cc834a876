// Which request is answered by what, after token, limits and scopes.
import { randomUUID } from 'node:crypto';
import type { FakeReply, FakeRequest } from '../../kit/fake-server.ts';
import { accountDetails, owners, pipelines, properties, tokenInfo } from './account.ts';
import { associations } from './associations.ts';
import { errors, html } from './errors.ts';
import type { RateLimiter } from './limits.ts';
import { batchRead, list, single } from './objects.ts';
import type { Portal } from './portal.ts';
import { search } from './search.ts';
import { pathOf } from './types.ts';

type Route = (portal: Portal, request: FakeRequest, types: string[]) => FakeReply;

const OBJECTS = '/crm/v3/objects/([\\w-]+)';
const ROUTES: readonly (readonly [pattern: RegExp, types: number, route: Route])[] = [
  [/^GET \/account-info\/v3\/details$/, 0, portal => accountDetails(portal)],
  [/^POST \/oauth\/v2\/private-apps\/get\/access-token-info$/, 0, portal => tokenInfo(portal)],
  [/^GET \/crm\/v3\/owners\/?$/, 0, (portal, { query }) => owners(portal, query)],
  [/^GET \/crm\/v3\/pipelines\/([\w-]+)$/, 1, (portal, _, [path]) => pipelines(portal, path!)],
  [/^GET \/crm\/v3\/properties\/([\w-]+)$/, 1, (portal, _, [path]) => properties(portal, path!)],
  [new RegExp(`^POST ${OBJECTS}/search$`), 1, searchRoute],
  [
    new RegExp(`^POST ${OBJECTS}/batch/read$`),
    1,
    (portal, { query, body }, [path]) => batchRead(portal, path!, query, json(body)),
  ],
  [new RegExp(`^POST ${OBJECTS}/gdpr-delete$`), 1, gdprDelete],
  [new RegExp(`^GET ${OBJECTS}$`), 1, (portal, { query }, [path]) => list(portal, path!, query)],
  [new RegExp(`^GET ${OBJECTS}/([^/]+)$`), 1, (portal, { query }, [path, id]) => single(portal, path!, id!, query)],
  [
    /^POST \/crm\/v4\/associations\/([\w-]+)\/([\w-]+)\/batch\/read$/,
    2,
    (portal, { body }, [from, to]) => associations(portal, from!, to!, json(body)),
  ],
];

export interface Door {
  /** What the token is; changed by tests. */
  token: string;
  expired: boolean;
}

export function answer(portal: Portal, door: Door, limiter: RateLimiter, request: FakeRequest): FakeReply {
  portal.tick();
  const call = `${request.method} ${request.path}`;
  const isSearch = call.endsWith('/search');
  const reply = refuse(door, request) ?? limiter.admit(isSearch) ?? dispatch(portal, call, request);
  const headers = { 'x-hubspot-correlation-id': randomUUID(), ...limiter.headers(isSearch), ...reply.headers };
  return { ...reply, headers };
}

function dispatch(portal: Portal, call: string, request: FakeRequest): FakeReply {
  // HubSpot's edge gives up on long addresses.
  if (request.path.length + request.query.toString().length > 8192) return html(414);
  for (const [pattern, typed, route] of ROUTES) {
    const match = pattern.exec(call);
    if (!match) continue;
    const [names, rest] = [match.slice(1, 1 + typed), match.slice(1 + typed)];
    const types = names.map(pathOf);
    if (types.some(type => type === undefined)) return errors.badRequest('Unable to infer object type from: unknown');
    const scopes = types.map(type => portal.refused.get(type!)).find(refused => refused !== undefined);
    if (scopes) return errors.missingScopes(scopes);
    return route(portal, request, [...types.map(type => type!), ...rest.map(decodeURIComponent)]);
  }
  return html(404);
}

function refuse(door: Door, request: FakeRequest): FakeReply | undefined {
  const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === door.token) return door.expired ? errors.expiredToken() : undefined;
  return token !== undefined && !/^[\w.-]{8,}$/.test(token) ? errors.malformedToken() : errors.badToken();
}

function searchRoute(portal: Portal, request: FakeRequest, [path]: string[]): FakeReply {
  if (portal.switches.unsearchable?.includes(path!)) return errors.badRequest();
  return search(portal, path!, json(request.body));
}

function gdprDelete(portal: Portal, request: FakeRequest, [path]: string[]): FakeReply {
  const { objectId } = json<{ objectId?: string }>(request.body);
  if (objectId === undefined || !portal.store(path!).live.get(objectId)) return errors.notFound(objectId ?? '');
  portal.erase(path!, objectId);
  return { status: 204 };
}

function json<T>(body: string): T {
  return (body === '' ? {} : JSON.parse(body)) as T;
}
