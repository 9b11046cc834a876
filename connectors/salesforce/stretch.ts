// Walks a stretch of time by REST, page by page, and finds its way on when a page fails.
import { Fatal, Retry } from '../errors.ts';
import { hasCode } from './failures.ts';
import type { Reader } from './reader.ts';
import { type Row, rowOf } from './rows.ts';
import type { Key, Stretch } from './soql.ts';

export interface Batch {
  readonly rows: readonly Row[];
  /** Where the walk stands behind this batch. */
  readonly key: Key;
  /** Rows delivered before the query under way, and what that query said it has. */
  readonly total: number;
}

/** No org is older. */
const BEGINNING = '1999-03-01T00:00:00.000Z';
const MAX_LOST_LOCATORS = 5;
/** The server gave up on the query as it is; a shorter stretch may pass. */
const TOO_MUCH = ['QUERY_TIMEOUT', 'OPERATION_TOO_LARGE'];

/**
 * Every row of the stretch behind `after`, once each. A lost locator goes on from the last row, a time-out halves the
 * stretch down to one second, a refused field is left out. Throws Fatal when the server's pages go round in a circle.
 */
export async function* walk(reader: Reader, stretch: Stretch, after: Key | null): AsyncGenerator<Batch> {
  let { from, until } = stretch;
  let key = after;
  let lost = 0;
  let delivered = 0;
  const progress = new Progress(key);
  for (;;) {
    try {
      let page = await reader.first({ from, until }, key);
      const total = delivered + page.totalSize;
      for (;;) {
        const rows = page.records.map(rowOf);
        const fresh = progress.fresh(rows, page.nextRecordsUrl);
        // Before anything is noted: it may fail, and then these rows must come again.
        const whole = await reader.complete(fresh);
        const last = progress.note(rows);
        if (last) {
          key = { at: last.at, id: last.id };
          lost = 0;
          delivered += fresh.length;
          yield { rows: whole, key, total };
        }
        if (page.done || !page.nextRecordsUrl) break;
        page = await reader.next(page.nextRecordsUrl);
      }
    } catch (error) {
      if (hasCode(error, ...TOO_MUCH)) until = shorter(key?.at ?? from, until);
      else if (hasCode(error, 'INVALID_FIELD')) await reader.withoutField(error);
      else if (!hasCode(error, 'INVALID_QUERY_LOCATOR')) throw error;
      else if (++lost > MAX_LOST_LOCATORS) throw new Retry('query locators do not last', 60_000, {}, { cause: error });
      continue;
    }
    if (until === stretch.until) return;
    const span = Date.parse(until) - Date.parse(key?.at ?? from ?? BEGINNING);
    from = until;
    key = null;
    const wider = Date.parse(until) + 2 * Math.max(span, 1000);
    until = wider < Date.parse(stretch.until) ? new Date(wider).toISOString() : stretch.until;
  }
}

/** Half of it, in whole seconds. Throws Retry when one second is left. */
export function shorter(from: string | null, until: string): string {
  const low = Date.parse(from ?? BEGINNING);
  const high = Date.parse(until);
  if (high - low <= 1000) throw new Retry('Salesforce cannot read one second of changes in time', 300_000);
  const middle = Math.floor((low + high) / 2000) * 1000;
  return new Date(Math.max(middle, low + 1000)).toISOString();
}

/** Remembers the rows of the newest second: order within one second is the server's own affair. */
class Progress {
  private at: string;
  private readonly ids = new Set<string>();
  private locator: string | undefined;

  constructor(key: Key | null) {
    this.at = key?.at ?? '';
    if (key) this.ids.add(key.id);
  }

  /** The rows that were not seen before. Throws Fatal when nothing at all is new. */
  fresh(rows: readonly Row[], locator: string | undefined): Row[] {
    const fresh = rows.filter(row => row.at > this.at || (row.at === this.at && !this.ids.has(row.id)));
    const stuck = rows.length > 0 ? fresh.length === 0 : locator !== undefined && locator === this.locator;
    if (stuck) throw new Fatal('cursor did not advance: Salesforce sent the same page again');
    this.locator = locator;
    return fresh;
  }

  /** Gives the last row, if there is one. */
  note(rows: readonly Row[]): Row | undefined {
    const last = rows.at(-1);
    if (last && last.at > this.at) {
      this.at = last.at;
      this.ids.clear();
    }
    for (const row of rows) if (row.at === this.at) this.ids.add(row.id);
    return last;
  }
}
