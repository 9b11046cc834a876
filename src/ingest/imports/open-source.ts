// Opens a file of answers by its format.
import { stat } from 'node:fs/promises';
import { badInput } from '../../base/errors.ts';
import { openCsv } from './csv-source.ts';
import { openNdjson } from './ndjson-source.ts';
import type { Source } from './source.ts';

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
