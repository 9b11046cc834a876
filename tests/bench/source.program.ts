// Both CRMs, simulated, with all limits off: a process of its own, so that its work is not counted as ours.
import { startHubSpotFake } from '../../connectors/hubspot/fake/index.ts';
import { startSalesforceFake } from '../../connectors/salesforce/fake/index.ts';
import { answerCalls } from './program.ts';
import { hubspotWorld } from './support/hubspot.ts';
import type { Mix } from './support/mix.ts';
import { salesforceWorld } from './support/salesforce.ts';

/** What `connect` takes. */
export interface BenchConnection {
  readonly connector: string;
  readonly key: string;
  readonly name: string;
  readonly config: Record<string, unknown>;
}

/** The log of requests would grow with their number. */
const LOG_ENTRIES = 100;

answerCalls({ start });

async function start(mix: Mix): Promise<BenchConnection[]> {
  const hubspot = await startHubSpotFake({ world: hubspotWorld(mix), limits: 'off', indexLagMs: 0 });
  const salesforce = await startSalesforceFake({ world: salesforceWorld(mix) });
  salesforce.switches.dailyLimit = Number.MAX_SAFE_INTEGER;
  for (const { server } of [hubspot, salesforce]) server.logLimit = LOG_ENTRIES;
  const unlimited = { callsPerTenSeconds: 10_000, searchesPerSecond: 100, indexLagSeconds: 0 };
  return [
    { connector: 'hubspot', key: 'hubspot', name: 'HubSpot', config: { ...hubspot.config, ...unlimited } },
    { connector: 'salesforce', key: 'salesforce', name: 'Salesforce', config: { ...salesforce.config } },
  ];
}
