// Sample's API in the same process, over real HTTP: one token, lists of changes, removed records, a control object.
import { type FakeRow, FakeTable, rowsOf } from '../../../fake-rows.ts';
import { FakeClock, type FakeReply, type FakeRequest, FakeServer } from '../../../fake-server.ts';
import { page } from './page.ts';

export interface SampleFake {
  readonly url: string;
  /** What `connect` takes. */
  readonly config: { readonly token: string; readonly baseUrl: string };
  /** Faults, log and address. */
  readonly server: FakeServer;
  readonly clock: FakeClock;
  /** Live rows, by id. */
  live(object: string): FakeRow[];
  /** Makes a record or changes its fields, now. */
  put(object: string, id: string, fields: FakeRow['fields']): void;
  remove(object: string, id: string): void;
  /** From now on the token is refused. */
  refuseToken(): void;
  close(): Promise<void>;
}

export interface SampleFakeOptions {
  /** By object: "customers" and "tickets". A field `deleted: true` marks what was removed. */
  readonly rows?: Readonly<Record<string, readonly FakeRow[]>>;
  readonly clock?: FakeClock;
  readonly port?: number | undefined;
}

const TOKEN = 'sample-token-not-a-secret';

/** Listens on 127.0.0.1. */
export async function startSampleFake(options: SampleFakeOptions = {}): Promise<SampleFake> {
  const { rows = {}, clock = new FakeClock(), port } = options;
  const tables = new Map(['customers', 'tickets'].map(name => [name, new FakeTable(rowsOf(rows[name] ?? []))]));
  let refused = false;
  const tableOf = (object: string): FakeTable => {
    const table = tables.get(object);
    if (!table) throw new Error(`Sample has no ${object}`);
    return table;
  };
  const answer = ({ path, query, headers }: FakeRequest): FakeReply => {
    if (refused || headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: { error: 'unauthorized' } };
    if (path === '/v1/account') return { status: 200, body: { name: 'Sample Ltd' } };
    const table = tables.get(path.replace('/v1/', ''));
    return table ? { status: 200, body: page(table, query) } : { status: 404, body: { error: 'not found' } };
  };
  const change = (object: string, id: string, fields: FakeRow['fields']): void => {
    const now = clock.now();
    const before = tableOf(object).get(id) ?? { createdAt: now, fields: {} };
    tableOf(object).put({ id, createdAt: before.createdAt, modifiedAt: now, fields: { ...before.fields, ...fields } });
  };
  const server = await FakeServer.start(answer, { clock, ...(port === undefined ? {} : { port }) });
  return {
    url: server.url,
    config: { token: TOKEN, baseUrl: server.url },
    server,
    clock,
    live: object => [...tableOf(object).scan('id')].filter(row => row.fields.deleted !== true),
    put: change,
    remove: (object, id) => change(object, id, { deleted: true }),
    refuseToken() {
      refused = true;
    },
    close: () => server.close(),
  };
}
