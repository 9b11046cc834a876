// Bulk results: CSV to rows with the same values that REST gives, while the file arrives.
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Json, JsonObject } from '../contract.ts';
import { BrokenAnswer } from './failures.ts';
import { type Row, rowOf } from './rows.ts';

const NUMBERS = new Set(['int', 'long', 'double', 'currency', 'percent']);

/** The header row repeats on every page and is taken off here. Throws BrokenAnswer on a torn file. */
export async function* csvRows(
  body: AsyncIterable<Buffer>,
  types: ReadonlyMap<string, string>,
  batch: number,
): AsyncGenerator<Row[]> {
  const parser = parse({ bom: true, relax_column_count: false, skip_empty_lines: true });
  const source = Readable.from(body);
  source.on('error', error => parser.destroy(error));
  source.pipe(parser);
  let header: string[] | null = null;
  let rows: Row[] = [];
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (!header) {
        header = cells;
        continue;
      }
      rows.push(rowOf(recordOf(header, cells, types)));
      if (rows.length < batch) continue;
      yield rows;
      rows = [];
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))
      throw new BrokenAnswer(`Bulk results are torn: ${error.code}`, { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
  if (!header) throw new BrokenAnswer('Bulk results are empty, without even a header');
  if (rows.length > 0) yield rows;
}

function recordOf(header: readonly string[], cells: readonly string[], types: ReadonlyMap<string, string>): JsonObject {
  const record: JsonObject = {};
  header.forEach((name, i) => {
    const value = typed(cells[i] ?? '', types.get(name) ?? 'string');
    const [parent = '', field] = name.split('.');
    if (field === undefined) record[parent] = value;
    // REST gives null for a parent that is not there.
    else if (value !== null) record[parent] = { ...(record[parent] as JsonObject | null), [field]: value };
    else record[parent] ??= null;
  });
  return record;
}

/** Salesforce stores no empty text, so an empty cell is null. Nothing is guessed from a value's looks. */
function typed(cell: string, type: string): Json {
  if (cell === '') return null;
  if (type === 'boolean') return cell === 'true';
  if (type === 'datetime') return cell.replace(/(\.\d{3})?Z$/, (_, ms: string | undefined) => `${ms ?? '.000'}+0000`);
  if (!NUMBERS.has(type)) return cell;
  const number = Number(cell);
  return Number.isFinite(number) ? number : cell;
}
