// Which lines of a CSV file belong together, because a quoted field goes on in the next.
import { type FileLine, TOO_LONG } from './file-lines.ts';

export interface CsvRecord {
  /** Of its first line. */
  readonly line: number;
  /** Without the end of its last line. */
  readonly text: string;
  readonly problem: string | null;
}

/** Characters and lines after which a quote is taken for one that is never closed. */
const LONGEST = 1024 * 1024;
const MOST_LINES = 10_000;
export const NEVER_CLOSED = 'A quote is opened and never closed.';

/** A line whose quote is never closed is a record of its own, with a problem; those after it are read as if it were not there. */
export async function* csvRecords(
  lines: AsyncIterable<FileLine> | Iterable<FileLine>,
  delimiter: string,
): AsyncGenerator<CsvRecord> {
  const coming = Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
  // Read already, but to be looked at again.
  let again: FileLine[] = [];
  let at = 0;
  const next = async (): Promise<FileLine | null> => {
    if (at < again.length) return again[at++]!;
    const result = await coming.next();
    return result.done ? null : result.value;
  };
  try {
    for (let first = await next(); first !== null; first = await next()) {
      if (first.cut) {
        yield { line: first.number, text: first.text, problem: TOO_LONG };
        continue;
      }
      let open = staysOpen(first.text, false, delimiter);
      if (!open) {
        yield { line: first.number, text: first.text, problem: null };
        continue;
      }
      const parts: FileLine[] = [first];
      let length = first.text.length;
      while (open && length < LONGEST && parts.length < MOST_LINES) {
        const line = await next();
        if (line === null) break;
        parts.push(line);
        if (line.cut) break;
        length += line.text.length;
        open = staysOpen(line.text, true, delimiter);
      }
      if (open) {
        yield { line: first.number, text: first.text, problem: NEVER_CLOSED };
        again = [...parts.slice(1), ...again.slice(at)];
        at = 0;
      } else {
        const text = parts.map((part, i) => (i === parts.length - 1 ? part.text : part.text + part.end)).join('');
        yield { line: first.number, text, problem: null };
      }
    }
  } finally {
    // Whoever stops early lets go of the file.
    await coming.return?.();
  }
}

/** Whether a quoted field is open at the end of the line, when one was or was not at its beginning. */
function staysOpen(line: string, openBefore: boolean, delimiter: string): boolean {
  if (!openBefore && !line.includes('"')) return false;
  let open = openBefore;
  let at = 0;
  for (;;) {
    if (!open && line[at] === '"') {
      open = true;
      at += 1;
    }
    if (open) {
      const quote = line.indexOf('"', at);
      if (quote === -1) return true;
      at = quote + 1;
      // Two are one that belongs to the text.
      if (line[at] === '"') {
        at += 1;
        continue;
      }
      open = false;
    }
    const end = line.indexOf(delimiter, at);
    if (end === -1) return false;
    at = end + 1;
  }
}
