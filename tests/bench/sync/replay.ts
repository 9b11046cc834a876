// The database part alone: commits recorded pages one after the other, and counts only the time inside `commitPage`.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Connector } from '../../../connectors/contract.ts';
import type { Runtime } from '../../../src/cli/runtime.ts';
import type { Sql } from '../../../src/database/sql.ts';
import { takeLease } from '../../../src/sync/lease.ts';
import { commitPage, type PageTarget } from '../../../src/sync/page.ts';
import { loadReference } from '../../../src/sync/reference.ts';
import type { RecordedPage } from './recording.ts';

export interface Replayed {
  readonly records: number;
  readonly pages: number;
  /** Inside `commitPage`: comparing, mapping, writing, committing. */
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
  let lookup: PageTarget['lookup'] | null = null;
  let [records, pages, ms] = [0, 0, 0];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { stream: name, page } = JSON.parse(line) as RecordedPage;
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
    ms += performance.now() - start;
    records += counts.read - counts.rejected;
    pages += 1;
  }
  return { records, pages, ms };
}
