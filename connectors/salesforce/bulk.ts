// Reads a stretch through Bulk 2.0 jobs: resumable by results page, checked against the job's own count.
import { Fatal, Retry } from '../errors.ts';
import { TransportError } from '../kit/http.ts';
import { BULK_PAGE_ROWS, PAGE_ROWS, path } from './api.ts';
import { csvRows } from './bulk-csv.ts';
import { BulkRefused, completeJob, createJob, deleteJob, JobFailed, known } from './bulk-job.ts';
import type { BulkPlace } from './cursor.ts';
import { BrokenAnswer } from './failures.ts';
import type { Reader } from './reader.ts';
import type { Row } from './rows.ts';
import { type Stretch, select, within } from './soql.ts';
import { shorter } from './stretch.ts';

export { BulkRefused };

export interface BulkBatch {
  readonly rows: readonly Row[];
  /** Reads this results page again, and then on. */
  readonly place: BulkPlace;
  /** Rows of the stretch, when one job covers it. */
  readonly total: number | null;
}

const MAX_TRIES_PER_PAGE = 5;

/** Unordered. Throws BulkRefused before the first row; Retry when two jobs in a row fail. */
export async function* readBulk(reader: Reader, stretch: Stretch, resume: BulkPlace | null): AsyncGenerator<BulkBatch> {
  let place = resume;
  let { from, until } = place ?? stretch;
  let failed = false;
  for (;;) {
    place ??= await start(reader, { from, until });
    try {
      yield* readJob(reader, place, until === stretch.until && from === stretch.from);
      failed = false;
    } catch (error) {
      if (!(error instanceof JobFailed)) throw error;
      await deleteJob(reader.session, place.job);
      if (failed) throw new Retry(error.message, 600_000, {}, { cause: error });
      reader.session.host.log('warn', 'Bulk job is sent again for a shorter time', { why: error.message });
      failed = true;
      until = shorter(from, until);
      place = null;
      continue;
    }
    if (until === stretch.until) return;
    [from, until, place] = [until, stretch.until, null];
  }
}

async function start(reader: Reader, { from, until }: Stretch): Promise<BulkPlace> {
  const { table, session } = reader;
  const job = await reader.tolerant(async () => {
    const { names } = await reader.columns();
    return createJob(session, select(names, table.name, within({ from, until }, null)));
  });
  return { job, from, until, locator: null, read: 0 };
}

async function* readJob(reader: Reader, start: BulkPlace, whole: boolean): AsyncGenerator<BulkBatch> {
  const { session } = reader;
  const records = await completeJob(session, start.job);
  let place = start;
  for (;;) {
    const page = yield* readPage(reader, place, whole ? records : null);
    const read = place.read + page.rows;
    if (page.locator === 'null') {
      if (read !== records) throw new JobFailed(`Bulk job has ${records} records, but its results ${read}`);
      await deleteJob(session, place.job);
      return;
    }
    if (!page.locator || page.locator === place.locator) {
      await deleteJob(session, place.job);
      throw new Fatal('cursor did not advance: Bulk results name no next page');
    }
    place = { ...place, read, locator: page.locator };
  }
}

/** A page that breaks off is read again: its rows are the same. */
async function* readPage(
  reader: Reader,
  place: BulkPlace,
  total: number | null,
): AsyncGenerator<BulkBatch, { rows: number; locator: string | undefined }> {
  const { session } = reader;
  const { types } = await reader.columns();
  for (let attempt = 1; ; attempt++) {
    let count = 0;
    try {
      const answer = await known(session.csv(path.results(place.job, BULK_PAGE_ROWS, place.locator)));
      for await (const rows of csvRows(answer.body, types, PAGE_ROWS)) {
        count += rows.length;
        yield { rows, place, total };
      }
      const promised = answer.headers['sforce-numberofrecords'];
      if (promised !== undefined && Number(promised) !== count)
        throw new BrokenAnswer(`Bulk results end after ${count} of ${promised} rows`);
      return { rows: count, locator: answer.headers['sforce-locator'] };
    } catch (error) {
      if (!(error instanceof TransportError || error instanceof BrokenAnswer)) throw error;
      if (attempt === MAX_TRIES_PER_PAGE) throw new Retry(error.message, 60_000, {}, { cause: error });
      await session.host.sleep(1000 * attempt);
    }
  }
}
