// Rows gathered for one transaction each; in none of them are two different answers with one id.
import { MAX_ITEMS } from '../recording/record.ts';
import type { RecordSurveyResponseInput } from '../recording/record-survey-responses.ts';
import type { Row } from './source.ts';
import type { Convert } from './to-response.ts';

export interface Item {
  readonly input: RecordSurveyResponseInput;
  /** All rows with this very content. */
  readonly rows: Row[];
}

export interface Batch {
  readonly items: readonly Item[];
  readonly bad: readonly { readonly row: Row; readonly reason: string }[];
  /** Rows in it, good and bad. */
  readonly read: number;
}

/** Characters after which a batch is full, however few rows they are. */
const LARGEST = 4_000_000;

export async function* batches(rows: AsyncIterable<Row>, convert: Convert): AsyncGenerator<Batch> {
  let items = new Map<string, Item>();
  let bad: { row: Row; reason: string }[] = [];
  let read = 0;
  let size = 0;
  const take = (): Batch => {
    const batch = { items: [...items.values()], bad, read };
    items = new Map();
    bad = [];
    read = 0;
    size = 0;
    return batch;
  };
  for await (const row of rows) {
    const converted = row.problem === null ? convert(row.cells) : { problem: row.problem };
    if ('problem' in converted) {
      bad.push({ row, reason: converted.problem });
    } else {
      const { input } = converted;
      const earlier = items.get(input.id);
      if (earlier && isSame(earlier.input, input)) earlier.rows.push(row);
      else {
        // The later one holds: it goes into the next transaction.
        if (earlier) yield take();
        items.set(input.id, { input, rows: [row] });
      }
    }
    read += 1;
    size += row.original.reduce((sum, text) => sum + text.length, 0);
    if (read >= MAX_ITEMS || size >= LARGEST) yield take();
  }
  if (read > 0) yield take();
}

function isSame(one: RecordSurveyResponseInput, other: RecordSurveyResponseInput): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The same, with the next one being read while the one at hand is worked on. */
export async function* prefetch<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next();
  // Whoever asks for it is told; until then nobody listens.
  next.catch(() => undefined);
  try {
    for (let result = await next; !result.done; result = await next) {
      next = items.next();
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    await items.return(undefined);
  }
}
