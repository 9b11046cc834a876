// The lines of a text file, one after the other, however large it is.
import { createReadStream } from 'node:fs';

export interface FileLine {
  /** From 1. */
  readonly number: number;
  /** Without its end. */
  readonly text: string;
  /** How it ends: "\n", "\r\n", or "" at the end of the file. */
  readonly end: string;
}

const CHUNK_BYTES = 256 * 1024;
/** Characters. No survey answer is longer; a file without line ends must not fill the memory. */
const LONGEST = 4 * 1024 * 1024;

/** As UTF-8, without a byte order mark; other bytes become U+FFFD. `onBytes` is told how much has been read so far. */
export async function* fileLines(file: string, onBytes?: (bytes: number) => void): AsyncGenerator<FileLine> {
  const decoder = new TextDecoder();
  let rest = '';
  let number = 0;
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    onBytes?.(bytes);
    const text = rest + decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let to = text.indexOf('\n'); to !== -1; to = text.indexOf('\n', from)) {
      const crlf = to > from && text.charCodeAt(to - 1) === 13;
      yield { number: ++number, text: text.slice(from, crlf ? to - 1 : to), end: crlf ? '\r\n' : '\n' };
      from = to + 1;
    }
    rest = text.slice(from);
    if (rest.length > LONGEST) throw new Error(`line ${number + 1} has more than ${LONGEST} characters`);
  }
  rest += decoder.decode();
  if (rest !== '') yield { number: ++number, text: rest, end: '' };
}
