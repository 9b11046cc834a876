// A file of answers as rows of cells, whatever its format.
import { stat } from 'node:fs/promises';
import { badInput } from '../errors.ts';
import { openCsv } from './csv-source.ts';
import { openNdjson } from './ndjson-source.ts';

export interface Row {
  /** Of its first line in the file, from 1. */
  readonly line: number;
  /** One for each column; empty ones are "". */
  readonly cells: readonly string[];
  /** Why it cannot be read; its cells then say nothing. */
  readonly problem: string | null;
  /** What stood there, one for each of `originals`, as far as it can be told apart. */
  readonly original: readonly string[];
}

export interface Source {
  readonly columns: readonly string[];
  /** Names for `Row.original`. */
  readonly originals: readonly string[];
  /** Whether rows may have values that `columns` does not name: they are had by naming them in `rows`. */
  readonly open: boolean;
  /** From the beginning; cells of `more` come after those of the columns. */
  rows(more?: readonly string[], onBytes?: (bytes: number) => void): AsyncIterable<Row>;
}

export type Format = 'csv' | 'ndjson';
const BY_ENDING: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
};

/** Without a format the file's ending tells it. Throws BAD_USER_INPUT when there is no such file or it cannot be read. */
export async function openSource(file: string, format: string | undefined): Promise<Source> {
  const kind = format ?? BY_ENDING[/\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? ''];
  if (kind !== 'csv' && kind !== 'ndjson')
    throw badInput('format', `Say what ${file} is: --format csv or --format ndjson.`);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw badInput('file', `There is no file ${file}.`);
  return kind === 'csv' ? openCsv(file) : openNdjson(file);
}

export const NOT_UTF8 = 'It has characters that are not UTF-8. Save the file as UTF-8.';
