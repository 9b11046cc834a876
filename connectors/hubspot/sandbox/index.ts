// HubSpot's part of the sandbox: the marketing desk, over its fake.
import type { SandboxPart } from '../../kit/sandbox-part.ts';
import { type HubSpotFake, startHubSpotFake } from '../fake/index.ts';
import { handsOf } from './hands.ts';
import { type HubSpotType, hubspotId } from './ids.ts';
import { hubspotWorld } from './world.ts';

const TOKEN = 'pat-eu1-sandbox-not-a-secret';
/** The search is late here too, but by so little that nobody need wait for it as long as for the real one. */
const INDEX_LAG_MS = 1000;
const SETTLE_SECONDS = 5;

export const sandbox: SandboxPart<HubSpotFake> = {
  desk: {
    of: 'marketing',
    contact: 'contact',
    personId: (object, n) => hubspotId(object as HubSpotType, n),
    companyId: n => hubspotId('company', n),
  },
  async start(world, { clock, port }) {
    const rows = hubspotWorld(world);
    const options = { world: rows, token: TOKEN, clock, limits: 'off', indexLagMs: INDEX_LAG_MS } as const;
    const fake = await startHubSpotFake({ ...options, ...(port === undefined ? {} : { port }) });
    const { url, server, config } = fake;
    const limits = { indexLagSeconds: SETTLE_SECONDS, callsPerTenSeconds: 10_000, searchesPerSecond: 100 };
    return {
      url,
      server,
      fake,
      config: { ...config, ...limits },
      hands: handsOf(fake),
      close: fake.close,
    };
  },
};
