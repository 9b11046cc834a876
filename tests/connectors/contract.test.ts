// What every connector owes its host, whoever wrote it: each folder is held to the contract over its fake.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, Page, Stream } from '../../connectors/contract.ts';
import { CanonicalRecord } from '../../connectors/records.ts';
import { configFields } from '../../src/ingest/sync/config-fields.ts';
import { loadConnectors } from '../../src/run/find-connectors.ts';
import { type Sandbox, startSandbox } from '../../src/run/sandbox/sandbox.ts';
import { readAll, testHost } from '../support/connectors/host.ts';
import { Store } from '../support/connectors/store.ts';

const EPOCH = Date.UTC(2026, 5, 15, 12);
/** Resuming is tried at this many places of a stream. */
const PLACES = 5;

const connectors = [...(await loadConnectors()).values()];
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ epoch: EPOCH, people: 200, everyMs: 0, guests: true });
});
afterAll(() => sandbox.stop());

describe.each(connectors.map(connector => [connector.key, connector] as const))('%s', (key, connector) => {
  const { streams } = connector;

  describe('as it declares itself', () => {
    it('has names for people, and streams and objects that are told apart', () => {
      expect(key).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(connector.name.trim()).not.toBe('');
      expect(connector.description).toMatch(/\.$/);
      const names = streams.map(stream => stream.name);
      const objects = streams.flatMap(stream => stream.objects);
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(objects).size).toBe(objects.length);
      for (const stream of streams) expect(stream.objects.length, stream.name).toBeGreaterThan(0);
    });

    it('reads reference data first, and waits only for streams before', () => {
      const rank = new Map(streams.map((stream, position) => [stream.name, position]));
      for (const [position, stream] of streams.entries())
        for (const before of stream.after ?? [])
          expect(rank.get(before), `${stream.name} after ${before}`).toBeLessThan(position);
      const references = streams.map(stream => stream.reference === true);
      expect(references).toEqual([...references].sort((a, b) => Number(b) - Number(a)));
    });

    it('describes every setting, and marks those that are secret', () => {
      const fields = configFields(connector);
      for (const field of fields) {
        expect(field.label, field.key).not.toBe(field.key);
        expect(field.description.length, field.key).toBeGreaterThan(10);
      }
      for (const { key: name, secret } of fields.filter(field => /token|secret|password/i.test(field.key)))
        expect(secret, name).toBe(true);
    });

    it('explains itself and every stream in its README', () => {
      const readme = new URL(`../../connectors/${key}/README.md`, import.meta.url);
      expect(existsSync(readme)).toBe(true);
      const words = readFileSync(readme, 'utf8');
      const missing = streams.map(stream => stream.name).filter(name => !words.includes(name));
      expect(missing).toEqual([]);
    });
  });

  describe('over its fake', () => {
    const pages = new Map<Stream, Page[]>();
    let everything: Store;
    beforeAll(async () => {
      everything = new Store();
      everything.beginRun();
      for (const stream of streams) {
        const seen: Page[] = [];
        pages.set(stream, seen);
        await read(stream, { store: everything, onPage: page => void seen.push(page) });
      }
    }, 60_000);

    const config = () => {
      const found = sandbox.connections.find(connection => connection.connector === key);
      if (!found) throw new Error(`the sandbox does not connect to ${key}`);
      return connector.config.parse(found.config);
    };
    const read = (stream: Stream, options: Parameters<typeof readAll>[3]) =>
      readAll(connector as Connector, config(), stream.name, { sameRun: true, ...options });
    const idsOf = (stream: Stream, store: Store) =>
      stream.objects.flatMap(object => [...store.live(object).keys()].map(id => `${object}/${id}`)).sort();
    const lookup = (object: string, id: string) => everything.get(object, id)?.payload ?? undefined;

    it('a full read delivers each record that the source counts', async () => {
      const session = connector.open(config(), testHost());
      let counted = 0;
      for (const stream of streams) {
        const count = await stream.count?.(session);
        if (count === undefined || count === null) continue;
        counted += count;
        expect(idsOf(stream, everything), stream.name).toHaveLength(count);
      }
      await session.close();
      expect(counted).toBeGreaterThan(500);
    });

    it('delivers objects of its own, with versions in UTC, and cursors that are plain JSON', () => {
      for (const [stream, seen] of pages) {
        expect(seen.length, stream.name).toBeGreaterThan(0);
        for (const page of seen) {
          expect(JSON.parse(JSON.stringify(page.cursor))).toEqual(page.cursor);
          for (const record of page.records) {
            expect(stream.objects).toContain(record.object);
            expect(record.version).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
          }
          for (const deletion of page.deleted) expect(stream.objects).toContain(deletion.object);
        }
      }
    });

    it('maps the same payload to the same canonical records, and leaves it as it was', () => {
      for (const stream of streams) {
        for (const object of stream.objects) {
          for (const [id, payload] of everything.live(object)) {
            const before = JSON.stringify(payload);
            const first = stream.map({ object, id, payload: freeze(payload) }, lookup);
            for (const record of first) CanonicalRecord.parse(record);
            expect(stream.map({ object, id, payload: JSON.parse(before) }, lookup)).toEqual(first);
            expect(JSON.stringify(payload)).toBe(before);
          }
        }
      }
    });

    it('an incremental read from the last cursor delivers nothing when nothing changed', async () => {
      everything.beginRun();
      for (const stream of streams) {
        const cursor = pages.get(stream)!.at(-1)!.cursor;
        const result = await read(stream, { store: everything, mode: 'INCREMENTAL', cursor });
        expect({ stream: stream.name, delivered: result.delivered, deletions: result.deletions }).toEqual({
          stream: stream.name,
          delivered: 0,
          deletions: 0,
        });
      }
    });

    it('goes on from the cursor of any page without losing a record', async () => {
      for (const [position, stream] of streams.entries()) {
        const seen = pages.get(stream)!;
        const step = Math.max(1, Math.ceil((seen.length - 1) / PLACES));
        for (let at = 0; at < seen.length - 1; at += step) {
          const store = new Store();
          store.beginRun();
          for (const earlier of streams.slice(0, position)) for (const page of pages.get(earlier)!) store.apply(page);
          for (const page of seen.slice(0, at + 1)) store.apply(page);
          await read(stream, { store, cursor: seen[at]!.cursor });
          expect(idsOf(stream, store), `${stream.name} from page ${at + 1}`).toEqual(idsOf(stream, everything));
        }
      }
    }, 60_000);

    it('stops soon after it is told to, whatever the source does', async () => {
      const { server } = sandbox.parts.get(key)!;
      server.fail({ route: /./, effect: { hang: true }, calls: () => true });
      try {
        const host = testHost();
        const session = connector.open(config(), host);
        const request = {
          mode: 'FULL',
          cursor: null,
          differing: async () => new Set<string>(),
          knownIds: noIds,
        } as const;
        const reads = streams.map(async stream => {
          for await (const _ of stream.read(session, request));
        });
        const ends = Promise.allSettled(reads);
        setTimeout(() => host.abort(new Error('enough')), 20);
        for (const end of await ends) expect(end.status).toBe('rejected');
        await session.close();
      } finally {
        server.heal();
      }
    }, 5000);
  });
});

async function* noIds(): AsyncGenerator<string[]> {}

/** Writing to it throws from now on. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) freeze(part);
  return value;
}
