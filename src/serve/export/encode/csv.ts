// Pure: rows as CSV: RFC 4180, UTF-8, a header, and no cell that a spreadsheet takes for a formula.
import { stringify } from 'csv-stringify/sync';
import type { Column, ColumnType } from '../column.ts';

const OPTIONS = {
  record_delimiter: 'windows',
  // Null is an empty cell, an empty text is "". Line ends within a text are kept as they are.
  quoted_match: /^$|[\r\n]/,
  cast: { boolean: (value: boolean) => String(value) },
} as const;

export async function* encodeCsv(
  columns: readonly Column[],
  pages: AsyncIterable<readonly (readonly unknown[])[]>,
): AsyncGenerator<string> {
  let head = stringify([columns.map(column => column.name)], OPTIONS);
  for await (const page of pages) {
    const cells = page.map(row => columns.map(({ type }, i) => cellOf(type, row[i])));
    yield head + stringify(cells, OPTIONS);
    head = '';
  }
}

/** What a spreadsheet computes, in the wide letters of East Asian keyboards too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Such a text gets a ' before it, as people type it there to say that it is text. Numbers are none, and stay. */
function cellOf(type: ColumnType, value: unknown): unknown {
  if (value === null) return null;
  if (type === 'JSON') return JSON.stringify(value);
  return typeof value === 'string' && FORMULA.test(value) ? `'${value}` : value;
}
