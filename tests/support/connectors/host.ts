// A host small enough to hold in mind: reads a stream into memory under the rules of the contract.
import type { Connector, Cursor, Host, Page, RateLimit, ReadRequest, Session } from '../../../connectors/contract.ts';
import { FakeClock } from '../../../connectors/kit/fake-server.ts';
import type { Store } from './store.ts';

export interface TestHost extends Host {
  readonly clock: FakeClock;
  /** Every wait that was asked for, in ms. */
  readonly sleeps: number[];
  readonly logs: { level: string; message: string; detail?: Record<string, unknown> }[];
  readonly limits: RateLimit[];
  readonly saved: Record<string, unknown>[];
  requests: number;
  abort(reason?: unknown): void;
}

/** Waits cost no time: they move the clock, which the fake shares. `skewMs` makes the local clock wrong. */
export function testHost(options: { clock?: FakeClock; skewMs?: number } = {}): TestHost {
  const clock = options.clock ?? new FakeClock();
  const controller = new AbortController();
  const host: TestHost = {
    clock,
    sleeps: [],
    logs: [],
    limits: [],
    saved: [],
    requests: 0,
    signal: controller.signal,
    now: () => clock.now() + (options.skewMs ?? 0),
    sleep: async ms => {
      controller.signal.throwIfAborted();
      host.sleeps.push(ms);
      clock.advance(ms);
      await new Promise(resolve => setImmediate(resolve));
    },
    log: (level, message, detail) => void host.logs.push({ level, message, ...(detail ? { detail } : {}) }),
    onRequest: () => void host.requests++,
    onRateLimit: state => void host.limits.push(state),
    saveConfig: async patch => void host.saved.push(patch),
    abort: reason => controller.abort(reason ?? new Error('aborted by the test')),
  };
  return host;
}

export interface ReadOptions {
  readonly store: Store;
  readonly mode?: ReadRequest['mode'];
  readonly cursor?: Cursor | null;
  readonly host?: TestHost;
  /** After each page was applied; throwing here is a crash of the host between two pages. */
  readonly onPage?: (page: Page, n: number) => void | Promise<void>;
  /** A run may have several streams; the first opens it. Default: this read is a run of its own. */
  readonly sameRun?: boolean;
  /** After a FULL read from the start: ask for the fates of what was not shown. Default true. */
  readonly sweep?: boolean;
}

export interface ReadResult {
  readonly cursor: Cursor;
  readonly pages: number;
  readonly delivered: number;
  readonly deletions: number;
  /** Rows that the store did not hold like this. */
  readonly changed: number;
  readonly expected: number | undefined;
  readonly syncedThrough: string | undefined;
  readonly host: TestHost;
}

/** One read of one stream, from open to close. */
export async function readAll<C, S extends Session>(
  connector: Connector<C, S>,
  config: C,
  name: string,
  options: ReadOptions,
): Promise<ReadResult> {
  const stream = connector.streams.find(s => s.name === name);
  if (!stream) throw new Error(`no stream ${name}`);
  const { store } = options;
  const host = options.host ?? testHost();
  const mode = options.mode ?? 'FULL';
  if (!options.sameRun) store.beginRun();
  store.beginRead();
  const session = connector.open(config, host);
  const result = { pages: 0, delivered: 0, deletions: 0, changed: 0 };
  let last: Page | undefined;
  let expected: number | undefined;
  let syncedThrough: string | undefined;
  try {
    const request: ReadRequest = {
      mode,
      cursor: options.cursor ?? null,
      differing: async (object, seen) => store.differing(object, seen),
      knownIds: (object, options) => store.knownIds(object, options),
    };
    for await (const page of stream.read(session, request)) {
      // Through JSON, as a database would keep it.
      last = JSON.parse(JSON.stringify(page)) as Page;
      result.pages += 1;
      result.delivered += page.records.length;
      result.deletions += page.deleted.length;
      result.changed += store.apply(last);
      expected ??= page.expected;
      syncedThrough = page.syncedThrough ?? syncedThrough;
      await options.onPage?.(last, result.pages);
    }
    if (mode === 'FULL' && !options.cursor && options.sweep !== false)
      for (const object of stream.objects) await store.sweep(stream, session, object);
  } finally {
    await session.close();
  }
  if (!last) throw new Error(`${name} gave no page, so no cursor`);
  return { ...result, cursor: last.cursor, expected, syncedThrough, host };
}
