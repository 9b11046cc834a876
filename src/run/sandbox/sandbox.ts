// Starts the sandbox: both fakes over one living world, and the connections that reach them.
import { startHubSpotFake } from '../../../connectors/hubspot/fake/index.ts';
import type { FakeClock } from '../../../connectors/kit/fake-server.ts';
import { startSalesforceFake } from '../../../connectors/salesforce/fake/index.ts';
import { hubspotWorld } from './hubspot-world.ts';
import { LivingClock } from './live/clock.ts';
import { handsOf } from './live/hands.ts';
import { type Living, openDealsOf, startLiving } from './live.ts';
import { salesforceWorld } from './salesforce-world.ts';
import { createWorld, type World } from './world.ts';

export interface SandboxOptions {
  /**
   * When this sandbox was first started, ms. Keep it with the installation: the same epoch and seed give the same
   * world after every restart, with all that has happened since.
   */
  readonly epoch: number;
  readonly seed?: number;
  /** How many different people; default 3,000. */
  readonly people?: number;
  /** Milliseconds between events in the first hour; later they slow down. 0 lets nothing happen. Default 5,000. */
  readonly everyMs?: number;
  /** Default: the machine's clock. */
  readonly clock?: FakeClock;
  /** Default: free ones. */
  readonly ports?: { readonly hubspot?: number; readonly salesforce?: number };
}

/** What `connect` takes. */
export interface SandboxConnection {
  readonly connector: 'hubspot' | 'salesforce';
  readonly key: string;
  readonly name: string;
  readonly config: Record<string, unknown>;
}

export interface Sandbox {
  readonly world: World;
  readonly living: Living | null;
  readonly hubspot: Awaited<ReturnType<typeof startHubSpotFake>>;
  readonly salesforce: Awaited<ReturnType<typeof startSalesforceFake>>;
  readonly connections: readonly SandboxConnection[];
  /** Closes both servers and ends all events. */
  stop(): Promise<void>;
}

const TOKEN = 'pat-eu1-sandbox-not-a-secret';
const MAX_TICKS = 20_000;
/** HubSpot's search is late here too, but by so little that nobody need wait for it as long as for the real one. */
const INDEX_LAG_MS = 1000;
const SETTLE_SECONDS = 5;

/** Listens on 127.0.0.1 only. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { epoch, seed = 1, people = 3000, everyMs = 5000 } = options;
  const clock = new LivingClock(options.clock);
  const world = createWorld({ seed, people, now: epoch });
  const worlds = { hubspot: hubspotWorld(world), salesforce: salesforceWorld(world) };
  const hubspot = await startHubSpotFake({
    world: worlds.hubspot,
    token: TOKEN,
    clock,
    port: options.ports?.hubspot,
    limits: 'off',
    indexLagMs: INDEX_LAG_MS,
  });
  const salesforce = await startSalesforceFake({
    world: worlds.salesforce,
    clock,
    port: options.ports?.salesforce,
  }).catch(async error => {
    // Its port may be taken: nothing must be left listening.
    await hubspot.close();
    throw error;
  });
  salesforce.switches.dailyLimit = Number.MAX_SAFE_INTEGER;
  for (const { server } of [hubspot, salesforce]) server.logLimit = 1000;
  const deals = openDealsOf(worlds.hubspot, worlds.salesforce);
  const schedule = { epoch, everyMs, maxTicks: MAX_TICKS };
  const living = everyMs > 0 ? startLiving(handsOf(hubspot, salesforce), clock, world, deals, schedule) : null;
  return {
    world,
    living,
    hubspot,
    salesforce,
    connections: connectionsTo(hubspot.config, salesforce.config),
    async stop() {
      living?.stop();
      await Promise.all([hubspot.close(), salesforce.close()]);
    },
  };
}

function connectionsTo(hubspot: Record<string, unknown>, salesforce: Record<string, unknown>): SandboxConnection[] {
  return [
    {
      connector: 'hubspot',
      key: 'hubspot',
      name: 'HubSpot (sandbox)',
      config: {
        ...hubspot,
        indexLagSeconds: SETTLE_SECONDS,
        callsPerTenSeconds: 10_000,
        searchesPerSecond: 100,
      },
    },
    {
      connector: 'salesforce',
      key: 'salesforce',
      name: 'Salesforce (sandbox)',
      config: { ...salesforce, lagSeconds: SETTLE_SECONDS, overlapSeconds: SETTLE_SECONDS },
    },
  ];
}
