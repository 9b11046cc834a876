// A customer's own words in a mail, and in a time that grows with its length alone.
import { describe, expect, it } from 'vitest';
import { ownWords } from '../../../../src/ingest/sentiment/own-words.ts';

describe('own words', () => {
  it.each([
    'On Tue, 3 Mar 2026 at 10:12, Support <help@us.example> wrote:',
    'Am Di., 3. März 2026 um 10:12 Uhr schrieb Support <help@us.example>:',
    'Le mar. 3 mars 2026 à 10:12, Support <help@us.example> a écrit :',
    'El mar, 3 mar 2026 a las 10:12, Support (<help@us.example>) escribió:',
    '-----Original Message-----',
    '---------- Forwarded message ---------',
    '-----Ursprüngliche Nachricht-----',
    "-----Message d'origine-----",
    'From: Support\r\nSent: Tuesday\r',
    'Von: Support\nGesendet: Dienstag',
    '-- ',
    '--',
  ])('end where another begins: %j', mark => {
    expect(ownWords(`It is slow.\nVery.\n${mark}\nWe are happy to help.`)).toBe('It is slow.\nVery.');
  });

  it.each([
    'On Monday I wrote to you\nand nobody answered',
    'From: the beginning it was slow\nreally',
    'Am I the only one:\n1. no',
    'a -- b\nc',
    'The word wrote:\nx',
  ])('go on where none does: %j', text => expect(ownWords(text)).toBe(text));

  it('leave out what is quoted between', () => {
    expect(ownWords('> Is it good?\nNo.\n  > Really?\nYes.')).toBe('\nNo.\n\nYes.');
  });

  // Patterns that look for an end from each beginning take hours for these.
  it.each(['On a ', 'Am schrieb ', 'From: \n', 'Le \n', '>', ' ', '\n', '--', '-- -', 'On x wrote: x\n'])(
    'of a million characters of %j',
    piece => expect(ownWords(`x\n${piece.repeat(1_000_000 / piece.length)}`).length).toBeLessThanOrEqual(1_000_002),
  );
});
