// A faithful HubSpot in the same process: real HTTP, two stores, limits, faults, and a control object.
import { FakeClock, FakeServer } from '../../kit/fake-server.ts';
import { RateLimiter } from './limits.ts';
import { type HubSpotFakeOptions, PRIVATE_APP_LIMITS } from './options.ts';
import { Portal } from './portal.ts';
import { answer, type Door } from './routes.ts';
import type { HubSpotWorld } from './world.ts';

export interface HubSpotFake {
  readonly url: string;
  readonly token: string;
  /** What `connect` takes. */
  readonly config: { readonly accessToken: string; readonly baseUrl: string };
  /** Faults, log and address. */
  readonly server: FakeServer;
  readonly clock: FakeClock;
  /** Creates, changes, removes, links; and the ledger of what is true. */
  readonly portal: Portal;
  /** The token's state: `expired` answers 401 from now on. */
  readonly door: Door;
  close(): Promise<void>;
}

export const EMPTY_WORLD: HubSpotWorld = { portalId: 123456, objects: {}, links: () => [] };

/** Listens on 127.0.0.1. Rows of the world are in the search index from the start. */
export async function startHubSpotFake(options: HubSpotFakeOptions = {}): Promise<HubSpotFake> {
  const { world = EMPTY_WORLD, clock = new FakeClock(), port, ...switches } = options;
  const token = options.token ?? 'pat-na1-fake-token';
  const limits = options.limits === 'off' ? null : { ...PRIVATE_APP_LIMITS, ...options.limits };
  const portal = new Portal(world, clock, switches);
  const limiter = new RateLimiter(limits, clock, options.timeZone ?? 'US/Eastern');
  const door: Door = { token, expired: false };
  const server = await FakeServer.start(request => answer(portal, door, limiter, request), {
    clock,
    ...(port === undefined ? {} : { port }),
  });
  const config = { accessToken: token, baseUrl: server.url };
  return { url: server.url, token, config, server, clock, portal, door, close: () => server.close() };
}
