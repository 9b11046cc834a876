// Writes down every page that a connector gives, and gives the same pages again without a source.
import { closeSync, createReadStream, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Connector, Page, Session, Stream } from '../../../connectors/contract.ts';

type Connectors = ReadonlyMap<string, Connector>;

/** The same connectors, which write a line for each page into a file for each connector's stream. */
export function recordTo(folder: string, connectors: Connectors): { connectors: Connectors; close(): void } {
  mkdirSync(folder, { recursive: true });
  const files: number[] = [];
  const recorded = (stream: Stream, connector: string): Stream => ({
    ...stream,
    async *read(session, request) {
      const lines = openSync(fileOf(folder, connector, stream), 'w');
      files.push(lines);
      for await (const page of stream.read(session, request)) {
        writeSync(lines, `${JSON.stringify(page)}\n`);
        yield page;
      }
    },
  });
  return { connectors: withStreams(connectors, recorded), close: () => files.forEach(closeSync) };
}

/** The same connectors, which make no request and give what was written down, as fast as it is taken. */
export function replayFrom(folder: string, connectors: Connectors): Connectors {
  const session: Session = {
    check: async () => ({ account: null, missingPermissions: [] }),
    close: async () => undefined,
  };
  const replayed = withStreams(connectors, ({ count: _, ...stream }, connector) => ({
    ...stream,
    async *read() {
      const file = fileOf(folder, connector, stream);
      if (!existsSync(file)) return;
      for await (const line of createInterface({ input: createReadStream(file) })) yield JSON.parse(line) as Page;
    },
  }));
  return new Map([...replayed].map(([key, connector]) => [key, { ...connector, open: () => session }]));
}

function withStreams(connectors: Connectors, change: (stream: Stream, connector: string) => Stream): Connectors {
  const changed = ([key, c]: [string, Connector]): [string, Connector] => [
    key,
    { ...c, streams: c.streams.map(stream => change(stream, key)) },
  ];
  return new Map([...connectors].map(changed));
}

function fileOf(folder: string, connector: string, stream: Stream): string {
  return join(folder, `${connector}.${stream.name}.pages`);
}
