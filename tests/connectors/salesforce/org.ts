// A fake org, the connector and a store, as every Salesforce test needs them.
import { isDeepStrictEqual } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { Config } from '../../../connectors/salesforce/config.ts';
import { type SalesforceFake, startSalesforceFake } from '../../../connectors/salesforce/fake/index.ts';
import type { SalesforceWorld } from '../../../connectors/salesforce/fake/world.ts';
import { connector } from '../../../connectors/salesforce/index.ts';
import { type ReadOptions, type ReadResult, readAll, type TestHost, testHost } from '../../support/connectors/host.ts';
import { Store } from '../../support/connectors/store.ts';

export interface Bench {
  readonly org: SalesforceFake;
  readonly store: Store;
  readonly host: TestHost;
  readonly config: Config;
  /** One read of a stream into the store; goes on from the last cursor. */
  read(stream: string, options?: Partial<ReadOptions>): Promise<ReadResult>;
  /** Every record of the org is held, value by value. */
  expectFresh(object: string): void;
  /** What is held is what the org shows, row by row and value by value. */
  expectComplete(object: string): void;
}

export async function bench(
  world: SalesforceWorld,
  options: { without?: string[]; config?: Partial<Config>; refresh?: boolean; skewMs?: number } = {},
): Promise<Bench> {
  const org = await startSalesforceFake({ world, ...(options.without ? { without: options.without } : {}) });
  onTestFinished(() => org.close());
  const store = new Store();
  const host = testHost({ clock: org.clock, ...(options.skewMs ? { skewMs: options.skewMs } : {}) });
  const base = options.refresh ? org.refreshConfig : org.config;
  const config = Config.parse({ ...base, timeoutSeconds: 2, ...options.config });
  const cursors = new Map<string, ReadResult['cursor']>();
  const expectFresh = (object: string) => {
    const held = store.live(object);
    for (const row of org.live(object)) {
      const mine = held.get(row.Id);
      const same = mine && Object.entries(mine).every(([name, value]) => isDeepStrictEqual(row[name], value));
      // Slow, so only to show what differs.
      if (!same) expect(row).toMatchObject(mine ?? { Id: 'is missing' });
    }
  };
  return {
    org,
    store,
    host,
    config,
    async read(stream, more = {}) {
      const cursor = cursors.get(stream) ?? null;
      const mode = cursor ? 'INCREMENTAL' : 'FULL';
      const result = await readAll(connector, config, stream, { store, host, mode, cursor, ...more });
      cursors.set(stream, result.cursor);
      return result;
    },
    expectFresh,
    expectComplete(object) {
      const held = store.live(object);
      const live = [...org.live(object)];
      expect([...held.keys()].sort()).toEqual(live.map(row => row.Id).sort());
      expectFresh(object);
    },
  };
}
