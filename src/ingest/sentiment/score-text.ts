// How pleased a text sounds, from -1 to 1, by a word list with negations and emojis. Loaded by ./score-texts.ts when needed.
import sentiment from 'wink-sentiment';
import { isEnglish } from './language.ts';
import { ownWords } from './own-words.ts';
import { inPlainWords, isBare, isReply } from './phrases.ts';

/** Characters. What somebody feels is said early. */
const LOOK_AT = 2_000;
/** The library looks words up in plain objects, where this one finds something that is no score. */
const NO_WORD = /\bconstructor\b/gi;

/**
 * From -1 (bad) to 1 (good); 0 for a text that can be read and shows no feeling. Null when it cannot be read: what is
 * empty, has neither words nor known emojis, is not in English, or is no
 * more than yes or no.
 */
export function scoreText(text: string | null | undefined): number | null {
  return scoreOf(ownWords(text?.slice(0, LOOK_AT) ?? ''));
}

function scoreOf(text: string): number | null {
  if (!/\S/.test(text) || isBare(text)) return null;
  const { normalizedScore, tokenizedPhrase: tokens = [] } = sentiment(inPlainWords(text).replace(NO_WORD, 'builder'));
  const score = Math.max(-1, Math.min(1, normalizedScore / 5)) || 0;
  const words = tokens.filter(token => token.tag === 'word');
  const isScored = (token: { score?: number }) => token.score !== undefined;
  // Emojis are the same in all languages.
  if (words.length === 0) return tokens.some(isScored) ? score : null;
  return isReply(text) || isEnglish(text, words.length, words.filter(isScored).length) ? score : null;
}
