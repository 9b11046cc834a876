// Writes down every page that a connector gives, so that the same pages can be committed again without a source.
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Connector, Page, Stream } from '../../../connectors/contract.ts';

export interface RecordedPage {
  readonly stream: string;
  readonly page: Page;
}

/** The same connectors, which write a line for each page in the order in which pages are taken. */
export function recordTo(
  file: string,
  connectors: ReadonlyMap<string, Connector>,
): { connectors: ReadonlyMap<string, Connector>; close(): void } {
  const lines = openSync(file, 'w');
  const recorded = (stream: Stream): Stream => ({
    ...stream,
    async *read(session, request) {
      for await (const page of stream.read(session, request)) {
        writeSync(lines, `${JSON.stringify({ stream: stream.name, page } satisfies RecordedPage)}\n`);
        yield page;
      }
    },
  });
  const wrapped = [...connectors].map(([key, connector]): [string, Connector] => [
    key,
    { ...connector, streams: connector.streams.map(recorded) },
  ]);
  return { connectors: new Map(wrapped), close: () => closeSync(lines) };
}
