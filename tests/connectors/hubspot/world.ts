// Small and large portals for the tests, and how they are read.
import type { Page } from '../../../connectors/contract.ts';
import { type HubSpotFake, startHubSpotFake } from '../../../connectors/hubspot/fake/index.ts';
import type { HubSpotFakeOptions } from '../../../connectors/hubspot/fake/options.ts';
import type { HubSpotWorld } from '../../../connectors/hubspot/fake/world.ts';
import { connector } from '../../../connectors/hubspot/index.ts';
import { type FakeRow, type FakeRows, rowsOf } from '../../../connectors/kit/fake-rows.ts';
import { FakeClock } from '../../../connectors/kit/fake-server.ts';
import { type ReadOptions, type ReadResult, readAll, type TestHost, testHost } from '../../support/connectors/host.ts';
import { Store } from '../../support/connectors/store.ts';

export const NOW = Date.UTC(2026, 4, 20, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export interface Setting {
  readonly fake: HubSpotFake;
  readonly clock: FakeClock;
  readonly host: TestHost;
  readonly store: Store;
  config(extra?: Record<string, unknown>): ReturnType<typeof connector.config.parse>;
  read(stream: string, options?: Partial<ReadOptions> & { config?: Record<string, unknown> }): Promise<ReadResult>;
  /** Requests of the log whose "METHOD /path" matches. */
  requests(route: RegExp): number;
}

/** A fake whose clock stands still but for the waits of the host. Limits are off unless given. */
export async function setting(
  world: Partial<HubSpotWorld> = {},
  options: Omit<HubSpotFakeOptions, 'world' | 'clock'> & { skewMs?: number } = {},
): Promise<Setting> {
  const clock = new FakeClock();
  clock.freeze(NOW);
  const { skewMs, ...switches } = options;
  const fake = await startHubSpotFake({
    limits: 'off',
    ...switches,
    clock,
    world: { portalId: 4711, objects: {}, links: () => [], ...world },
  });
  const host = testHost({ clock, ...(skewMs === undefined ? {} : { skewMs }) });
  const store = new Store();
  const config = (extra: Record<string, unknown> = {}) =>
    connector.config.parse({ ...fake.config, searchesPerSecond: 100, callsPerTenSeconds: 10_000, ...extra });
  return {
    fake,
    clock,
    host,
    store,
    config,
    read: (stream, { config: extra, ...rest } = {}) =>
      readAll(connector, config(extra), stream, { store, host, ...rest }),
    requests: route => fake.server.log.filter(entry => route.test(`${entry.method} ${entry.path}`)).length,
  };
}

/** Rows of ids 1…n, changed one second apart, the last one day before NOW unless said otherwise. */
export function rows(
  n: number,
  fields: (i: number) => FakeRow['fields'] = () => ({}),
  last = NOW - 24 * HOUR,
): FakeRows {
  return rowsOf(
    Array.from({ length: n }, (_, i) => {
      const at = last - (n - 1 - i) * 1000;
      return { id: String(i + 1), createdAt: at - HOUR, modifiedAt: at, fields: fields(i) };
    }),
  );
}

/** Payload properties against the fake's ledger: what is there, and what it says. */
export function difference(setting: Setting, type: string, object: string, names: readonly string[]): string[] {
  const ledger = new Map([...setting.fake.portal.live(type)].map(row => [row.id, row]));
  const held = setting.store.live(object);
  const wrong: string[] = [];
  for (const id of held.keys()) if (!ledger.has(id)) wrong.push(`${id} is held but gone`);
  for (const [id, row] of ledger) {
    const properties = held.get(id)?.properties as Record<string, unknown> | undefined;
    if (!properties) wrong.push(`${id} is missing`);
    else
      for (const name of names)
        if ((properties[name] ?? null) !== (row.fields[name] ?? null)) wrong.push(`${id} has another ${name}`);
  }
  return wrong;
}

export function deletions(pages: readonly Page[]) {
  return pages.flatMap(page => page.deleted.map(({ id, mergedInto }) => ({ id, mergedInto: mergedInto ?? null })));
}
