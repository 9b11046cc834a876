// Salesforce's part of the sandbox: the service desk, over its fake.
import type { SandboxPart } from '../../kit/sandbox-part.ts';
import { type SalesforceFake, startSalesforceFake } from '../fake/index.ts';
import { handsOf } from './hands.ts';
import { type SalesforceType, salesforceId } from './ids.ts';
import { salesforceWorld } from './world.ts';

/** Nothing commits late here. */
const SETTLE_SECONDS = 5;

export const sandbox: SandboxPart<SalesforceFake> = {
  desk: {
    of: 'service',
    contact: 'Contact',
    lead: 'Lead',
    personId: (object, n) => salesforceId(object as SalesforceType, n),
    companyId: n => salesforceId('Account', n + 1),
  },
  async start(world, { clock, port }) {
    const rows = salesforceWorld(world);
    const fake = await startSalesforceFake({ world: rows, clock, ...(port === undefined ? {} : { port }) });
    fake.switches.dailyLimit = Number.MAX_SAFE_INTEGER;
    const { url, server, config } = fake;
    return {
      url,
      server,
      fake,
      config: { ...config, lagSeconds: SETTLE_SECONDS, overlapSeconds: SETTLE_SECONDS },
      hands: handsOf(fake),
      close: fake.close,
    };
  },
};
