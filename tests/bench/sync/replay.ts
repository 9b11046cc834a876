// The database part alone: commits recorded pages one after the other, joined as for a source that never keeps us
// waiting, and counts only the time of committing and of the statistics that a sync keeps.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Connector } from '../../../connectors/contract.ts';
import type { Runtime } from '../../../src/cli/runtime.ts';
import type { Sql } from '../../../src/database/sql.ts';
import { joinPages, MOST } from '../../../src/sync/gather.ts';
import { takeLease } from '../../../src/sync/lease.ts';
import { commitPage, type PageTarget } from '../../../src/sync/page.ts';
import { loadReference } from '../../../src/sync/reference.ts';
import { Statistics } from '../../../src/sync/statistics.ts';
import type { RecordedPage } from './recording.ts';

export interface Replayed {
  readonly records: number;
  readonly pages: number;
  /** Comparing, mapping, writing, committing. */
  readonly ms: number;
}

interface Place {
  readonly connectionId: number;
  readonly connectionKey: string;
  readonly runId: number;
}

export async function replay(runtime: Runtime, place: Place, key: string, file: string): Promise<Replayed> {
  const { sql } = runtime;
  const connector = runtime.connectors.get(key)!;
  const never = new AbortController().signal;
  const lease = await takeLease(sql, place.connectionId, 'bench', async () => ({ cancel: false }), never);
  if (!lease) throw new Error('the connection is held');
  try {
    await sql.query(
      `insert into stream_state (connection_id, stream, full_run_id, full_started_at)
       select $1, stream, $2, now() from stream_run where run_id = $2`,
      [place.connectionId, place.runId],
    );
    return await commitAll(sql, connector, { ...place, leaseToken: lease.token }, file);
  } finally {
    await lease.release();
  }
}

async function commitAll(
  sql: Sql,
  connector: Connector,
  place: Place & { leaseToken: number },
  file: string,
): Promise<Replayed> {
  const streams = new Map(connector.streams.map(stream => [stream.name, stream]));
  const statistics = new Statistics(sql);
  let lookup: PageTarget['lookup'] | null = null;
  let [records, pages, ms] = [0, 0, 0];
  for await (const { stream: name, page } of joined(file)) {
    const stream = streams.get(name)!;
    // Reference data comes first; what it maps to is known from then on.
    if (!stream.reference) lookup ??= await loadReference(sql, place.connectionId, connector);
    const target: PageTarget = {
      ...place,
      stream: name,
      map: (record, known) => stream.map(record, known),
      lookup: lookup ?? (() => undefined),
      full: { runId: place.runId, track: false },
      dryRun: false,
    };
    const start = performance.now();
    const counts = await commitPage(sql, target, page);
    await statistics.grew(counts.created);
    ms += performance.now() - start;
    records += counts.read - counts.rejected;
    pages += 1;
  }
  return { records, pages, ms };
}

/** Neighbours of one stream, up to the size that a sync joins. */
async function* joined(file: string): AsyncGenerator<RecordedPage> {
  let waiting: RecordedPage[] = [];
  const size = () => waiting.reduce((sum, { page }) => sum + page.records.length, 0);
  const together = (): RecordedPage => ({
    stream: waiting[0]!.stream,
    page: joinPages(waiting.map(({ page }) => page)),
  });
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const next = JSON.parse(line) as RecordedPage;
    if (waiting.length > 0 && (waiting[0]!.stream !== next.stream || size() >= MOST)) {
      yield together();
      waiting = [];
    }
    waiting.push(next);
  }
  if (waiting.length > 0) yield together();
}
