// Pure: markup to words: bodies are HTML, readers and text search want words.
import { Tokenizer } from 'htmlparser2';
import { cutText, MAX_TEXT } from '../../bounds.ts';
import type { Json } from '../../contract.ts';
import { text } from './values.ts';

/** Characters of markup that are read: mails often have ten times as much of it as of words. */
const MOST_MARKUP = 20 * MAX_TEXT;
/** Their ends, and their beginnings, end a line. */
const LINES = /^(br|p|div|li|ul|ol|tr|table|blockquote|h[1-6])$/i;
const CELLS = /^t[dh]$/i;
/** Within these nothing is said to anybody. */
const SILENT = /^(style|script)$/i;

/** What is no markup is given back as it is. Takes time in proportion to the length, whatever is in it. */
export function plainText(value: Json | undefined): string | null {
  const raw = text(value);
  if (raw === null || !/<[a-z!/]/i.test(raw)) return raw;
  return text(
    wordsOf(cutText(raw, MOST_MARKUP))
      .replace(/[ \t\r\u00a0]+/g, ' ')
      .replace(/ ?\n[ \n]*/g, '\n'),
  );
}

function wordsOf(given: string): string {
  // After the last ">" no tag can end: "<" is just a character there.
  const end = given.lastIndexOf('>') + 1;
  const markup = given.slice(0, end) + given.slice(end).replaceAll('<', '&lt;');
  const words: string[] = [];
  let silent = false;
  const say = (what: string) => {
    if (!silent) words.push(what);
  };
  const tag = (start: number, stop: number, opens: boolean) => {
    const name = markup.slice(start, stop);
    if (SILENT.test(name)) silent = opens;
    if (LINES.test(name)) say('\n');
    else if (CELLS.test(name)) say(' ');
  };
  // Its parser would keep a stack of what is open, and look it through at each tag.
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, stop) => say(markup.slice(start, stop)),
      ontextentity: codepoint => say(String.fromCodePoint(codepoint)),
      onopentagname: (start, stop) => tag(start, stop, true),
      onclosetag: (start, stop) => tag(start, stop, false),
      oncdata: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      onopentagend: nothing,
      onselfclosingtag: nothing,
      onattribname: nothing,
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      onend: nothing,
    },
  );
  tokenizer.write(markup);
  tokenizer.end();
  return words.join('');
}

const nothing = () => undefined;
