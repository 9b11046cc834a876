// CSV as rows: records are found line by line, so that one broken quote costs one line and each row knows its line.
import { parse } from 'csv-parse/sync';
import { badInput } from '../../base/errors.ts';
import { type CsvRecord, csvRecords, NEVER_CLOSED } from './csv-records.ts';
import { type FileLine, fileLines } from './file-lines.ts';
import { NOT_UTF8, type Row, type Source } from './source.ts';

const DELIMITERS = [',', ';', '\t', '|'];
/** Records that are parsed in one call. */
const BATCH = 500;

/** Throws BAD_USER_INPUT when the first line is no header. */
export async function openCsv(file: string): Promise<Source> {
  const { delimiter, columns } = await readHeader(file);
  return {
    columns,
    originals: columns,
    open: false,
    async *rows(_more, onBytes) {
      let first = true;
      let batch: CsvRecord[] = [];
      for await (const record of csvRecords(fileLines(file, onBytes), delimiter)) {
        if (first) first = false;
        else if (record.text !== '') batch.push(record);
        if (batch.length === BATCH) {
          yield* toRows(batch, delimiter, columns.length);
          batch = [];
        }
      }
      yield* toRows(batch, delimiter, columns.length);
    },
  };
}

async function readHeader(file: string): Promise<{ delimiter: string; columns: string[] }> {
  for await (const line of fileLines(file)) {
    if (line.text.includes('\0')) throw badInput('file', `${file} is not a text file. Save it as CSV, in UTF-8.`);
    if (line.text.includes('\ufffd')) throw badInput('file', `${file}: ${NOT_UTF8}`);
    // Quoted names may hold any of them.
    const bare = line.text.replace(/"[^"]*"?/g, '');
    const counts = DELIMITERS.map(delimiter => bare.split(delimiter).length);
    const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))]!;
    for await (const { text, problem } of csvRecords(fileLines(file), delimiter)) {
      const columns = problem === null ? parseOne(text, delimiter) : null;
      if (!columns || text.trim() === '') break;
      return { delimiter, columns: distinct(columns.map(name => name.trim())) };
    }
    break;
  }
  throw badInput('file', `${file} has no header: its first line must name the columns.`);
}

/** Columns without a name, or with one that an earlier has, get one: "column 3", "score (2)". */
function distinct(names: readonly string[]): string[] {
  const given = new Map<string, number>();
  return names.map((name, i) => {
    const times = (given.get(name) ?? 0) + 1;
    given.set(name, times);
    if (name === '') return `column ${i + 1}`;
    return times === 1 ? name : `${name} (${times})`;
  });
}

function parseAll(text: string, delimiter: string): string[][] {
  return parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true }) as string[][];
}

function parseOne(text: string, delimiter: string): string[] | null {
  try {
    return parseAll(text, delimiter)[0] ?? null;
  } catch {
    return null;
  }
}

/** All in one call where nothing is wrong with any of them; else one by one. */
async function* toRows(records: readonly CsvRecord[], delimiter: string, width: number): AsyncGenerator<Row> {
  const whole = records.filter(record => record.problem === null);
  const cells = new Map<CsvRecord, string[] | null>();
  try {
    const parsed = parseAll(whole.map(record => record.text).join('\n'), delimiter);
    if (parsed.length !== whole.length) throw new Error('records were not told apart');
    for (const [i, record] of whole.entries()) cells.set(record, parsed[i]!);
  } catch {
    for (const record of whole) cells.set(record, parseOne(record.text, delimiter));
  }
  for (const record of records) {
    const found = cells.get(record) ?? null;
    const [first, ...rest] = found === null ? linesOf(record) : [];
    if (first === undefined || rest.length === 0) {
      yield rowOf(record, found, width);
      continue;
    }
    // Most likely its first line opened a quote by mistake: the others shall not suffer for it.
    yield rowOf({ line: first.number, text: first.text, problem: NEVER_CLOSED }, null, width);
    const again: CsvRecord[] = [];
    for await (const inner of csvRecords(rest, delimiter)) if (inner.text !== '') again.push(inner);
    yield* toRows(again, delimiter, width);
  }
}

function linesOf({ text, line }: CsvRecord): FileLine[] {
  return text.split(/(?<=\n)/).map((part, i) => {
    const [end = ''] = /\r?\n$/.exec(part) ?? [];
    return { number: line + i, text: part.slice(0, part.length - end.length), end, cut: false };
  });
}

function rowOf({ line, text, problem }: CsvRecord, cells: string[] | null, width: number): Row {
  if (cells === null)
    return { line, cells: [], problem: problem ?? 'A quote stands where none may be.', original: [text] };
  let wrong: string | null = null;
  if (cells.length !== width) wrong = `It has ${cells.length} columns, the header has ${width}.`;
  else if (text.includes('\ufffd')) wrong = NOT_UTF8;
  return { line, cells, problem: wrong, original: cells };
}
