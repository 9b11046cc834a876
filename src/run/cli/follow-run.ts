// One bar a stream, until the run is over.
import { setTimeout as sleep } from 'node:timers/promises';
import { MultiBar, type SingleBar } from 'cli-progress';
import type { Sql } from '../../base/database/sql.ts';
import { encodeId } from '../../base/ids.ts';
import { type Console, thousands } from './console.ts';

interface StreamRow {
  readonly stream: string;
  readonly status: string;
  readonly read: number;
  readonly expected: number | null;
  readonly error: string | null;
}

const EVERY_MS = 250;
const OVER = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

/** The run's status at its end, or when the signal aborted. */
export async function followRun(sql: Sql, out: Console, run: number, signal: AbortSignal): Promise<string> {
  const bars = out.interactive ? new Bars() : null;
  for (;;) {
    const row = await sql.one<{ status: string; error: string | null }>(
      'select status, error from sync_run where id = $1',
      [run],
    );
    const streams = await sql.query<StreamRow>(
      'select stream, status, read, expected, error from stream_run where run_id = $1 order by position',
      [run],
    );
    const status = row?.status ?? 'FAILED';
    bars?.show(streams);
    if (OVER.has(status) || signal.aborted) {
      bars?.end();
      summarize(out, run, status, streams, row?.error ?? null);
      return status;
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function summarize(
  out: Console,
  run: number,
  status: string,
  streams: readonly StreamRow[],
  error: string | null,
): void {
  if (!out.interactive)
    for (const stream of streams)
      out.line(`${stream.stream.padEnd(26)}${stream.status.toLowerCase().padEnd(11)}${thousands(stream.read)} records`);
  const read = streams.reduce((sum, stream) => sum + stream.read, 0);
  const words = OVER.has(status) ? status.toLowerCase() : `goes on without us (${status.toLowerCase()})`;
  out.line(`${encodeId('run', run)} ${words}: ${thousands(read)} records read.`);
  if (error) out.line(error);
}

class Bars {
  private readonly multi = new MultiBar({
    format: '{stream} [{bar}] {read} {state}',
    hideCursor: true,
    clearOnComplete: false,
    barsize: 30,
  });
  private readonly bars = new Map<string, SingleBar>();

  show(streams: readonly StreamRow[]): void {
    for (const stream of streams) {
      const done = OVER.has(stream.status);
      // Where the source does not tell how much there is, the bar fills at the end.
      const total = Math.max(1, done ? stream.read : (stream.expected ?? stream.read * 2));
      const payload = {
        stream: stream.stream.padEnd(26),
        read: thousands(stream.read),
        state: stream.status.toLowerCase(),
      };
      let bar = this.bars.get(stream.stream);
      if (!bar) {
        bar = this.multi.create(total, 0, payload);
        this.bars.set(stream.stream, bar);
      }
      bar.setTotal(total);
      bar.update(done ? total : Math.min(stream.read, total), payload);
    }
  }

  end(): void {
    this.multi.stop();
  }
}
