// The file of lines that were not taken: line number, reason and what stood there, safe to open in a spreadsheet.
import { type FileHandle, open } from 'node:fs/promises';
import { badInput } from '../../base/errors.ts';

export interface Rejects {
  add(line: number, reason: string, original: readonly string[]): void;
  /** Writes what was added; the file is made with the first. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** No header that would be taken for a field when the mended file is imported. */
const HEADER = ['rejected line', 'rejected because'];

export function openRejects(file: string, originals: readonly string[]): Rejects {
  let handle: FileHandle | null = null;
  let waiting: string[] = [];
  return {
    add(line, reason, original) {
      waiting.push(encode([String(line), reason, ...original]));
    },
    async flush() {
      if (waiting.length === 0) return;
      if (!handle) {
        handle = await open(file, 'w').catch(cause => {
          throw badInput('rejects', `${file} cannot be written: ${(cause as Error).message}.`);
        });
        waiting.unshift(encode([...HEADER, ...originals]));
      }
      const text = waiting.join('');
      waiting = [];
      await handle.appendFile(text);
    },
    async close() {
      await handle?.close();
    },
  };
}

function encode(cells: readonly string[]): string {
  return `${cells.map(cell => quote(harmless(cell))).join(',')}\r\n`;
}

/** A spreadsheet runs what begins like a formula; digits and signs alone, such as a phone number, call nothing. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-][\d\s().-]*$/.test(cell) ? `'${cell}` : cell;
}

function quote(cell: string): string {
  return /[",\r\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
