// The lines of a text file, one after the other, however large it is.
import { createReadStream } from 'node:fs';
import { cutText } from '../../../connectors/bounds.ts';

export interface FileLine {
  /** From 1. */
  readonly number: number;
  /** Without its end. */
  readonly text: string;
  /** How it ends: "\n", "\r\n", or "" at the end of the file. */
  readonly end: string;
  /** It is too long to be read: `text` is its beginning. */
  readonly cut: boolean;
}

const CHUNK_BYTES = 256 * 1024;
/** Characters. No survey answer is longer; a file without line ends must not fill the memory. */
const LONGEST = 1_000_000;
/** Characters that are kept of a longer one. */
const EXCERPT = 1_000;
export const TOO_LONG = `The line has more than ${LONGEST} characters.`;

/** As UTF-8, without a byte order mark; other bytes become U+FFFD. `onBytes` is told how much has been read so far. */
export async function* fileLines(file: string, onBytes?: (bytes: number) => void): AsyncGenerator<FileLine> {
  const decoder = new TextDecoder();
  let rest = '';
  /** The line at hand was too long before; all that is kept of it is `rest`. */
  let cut = false;
  let number = 0;
  let bytes = 0;
  const line = (text: string, end: string): FileLine => {
    const whole = { number: ++number, text, end, cut: cut || text.length > LONGEST };
    cut = false;
    return whole.cut ? { ...whole, text: cutText(text, EXCERPT) } : whole;
  };
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    onBytes?.(bytes);
    const text = rest + decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let to = text.indexOf('\n'); to !== -1; to = text.indexOf('\n', from)) {
      const crlf = to > from && text.charCodeAt(to - 1) === 13;
      yield line(text.slice(from, crlf ? to - 1 : to), crlf ? '\r\n' : '\n');
      from = to + 1;
    }
    rest = text.slice(from);
    if (rest.length > LONGEST) {
      cut = true;
      rest = cutText(rest, EXCERPT);
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield line(rest, '');
}
