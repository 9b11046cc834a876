// What a customer wrote in a mail, without the mails below it: those are often our own.

/** Characters of a line that are looked at: what begins somebody else's words is short. */
const LOOK_AT = 500;

/** Separators that programs put above what they quote. */
const SEPARATOR = /^-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|message d'origine)/i;
/** "On Tue, 3 Mar 2026, Support wrote:", by how it begins, what it has, and how it ends. */
const INTRODUCTIONS: readonly (readonly [begins: string, has: string, ends: RegExp])[] = [
  ['On ', '', / wrote:$/],
  ['Am ', ' schrieb ', /:$/],
  ['Le ', '', / a écrit\s?:$/],
  ['El ', '', / escribió:$/],
];
/** Two lines of a head: who, then when or to whom. */
const FROM = /^(?:From|Von): ./;
const NEXT = /^(?:Sent|Date|To|Gesendet|Datum|An): /;

/** Goes through the lines once, so that it takes as long as the text is. */
export function ownWords(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n');
  const end = lines.findIndex((line, i) => isBelow(line, lines[i + 1]));
  const own = end === -1 ? lines : lines.slice(0, end);
  return own.map(line => (isQuoted(line) ? '' : line)).join('\n');
}

/** Whether all from this line on is somebody else's. */
function isBelow(whole: string, next: string | undefined): boolean {
  const line = whole.slice(0, LOOK_AT).trimEnd();
  // "-- " begins what a program adds to every mail.
  if (line === '--') return true;
  if (SEPARATOR.test(line.trimStart())) return true;
  if (INTRODUCTIONS.some(([begins, has, ends]) => line.startsWith(begins) && line.includes(has) && ends.test(line)))
    return true;
  return next !== undefined && FROM.test(line) && NEXT.test(next);
}

const isQuoted = (line: string) => line.trimStart().startsWith('>');
