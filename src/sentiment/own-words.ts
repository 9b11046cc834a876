// What a customer wrote in a mail, without the mails below it: those are often our own.

/** A line that begins somebody else's words: all after it is theirs. */
const BELOW = [
  /^\s*-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|message d'origine)/im,
  /^On .{5,200} wrote:\s*$/m,
  /^Am .{5,200} schrieb .{1,200}:\s*$/m,
  /^Le .{5,200} a écrit\s?:\s*$/m,
  /^El .{5,200} escribió:\s*$/m,
  /^(?:From|Von): .{1,200}\r?\n(?:Sent|Date|To|Gesendet|Datum|An): /m,
  /^-- ?$/m,
];
const QUOTED = /^[ \t]*>.*$/gm;

export function ownWords(text: string): string {
  if (!text.includes('\n')) return text;
  let end = text.length;
  for (const mark of BELOW) end = Math.min(end, mark.exec(text)?.index ?? end);
  return text.slice(0, end).replace(QUOTED, '');
}
