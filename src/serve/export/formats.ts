// The formats of exports, by the ending of their files.
import { badInput } from '../../base/errors.ts';
import type { Column } from './column.ts';
import { encodeCsv } from './encode/csv.ts';
import { encodeNdjson } from './encode/ndjson.ts';
import { encodeParquet } from './encode/parquet.ts';

export interface Format {
  readonly name: string;
  readonly mediaType: string;
  /** Chunks, of which the first comes after the first page. */
  encode(
    columns: readonly Column[],
    pages: AsyncIterable<readonly (readonly unknown[])[]>,
  ): AsyncIterable<string | Uint8Array>;
}

export const FORMATS: readonly Format[] = [
  { name: 'csv', mediaType: 'text/csv; charset=utf-8; header=present', encode: encodeCsv },
  { name: 'ndjson', mediaType: 'application/x-ndjson; charset=utf-8', encode: encodeNdjson },
  { name: 'parquet', mediaType: 'application/vnd.apache.parquet', encode: encodeParquet },
];

/** The one of that name, or of the ending of `file`; NDJSON where neither tells. @throws UserError BAD_USER_INPUT */
export function formatOf(name: string | undefined, file?: string): Format {
  const wanted = name ?? /\.([^./\\]+)$/.exec(file ?? '')?.[1] ?? 'ndjson';
  const found = FORMATS.find(format => format.name === wanted.toLowerCase());
  if (found) return found;
  const names = FORMATS.map(format => format.name).join(', ');
  throw badInput('format', `"${wanted.slice(0, 40)}" is no format of exports. Use one of these: ${names}.`);
}
