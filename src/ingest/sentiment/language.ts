// Whether a text is English: the one language that our word list can read.
import { eld } from 'eld/extrasmall';

/** Enough to tell a language by. */
const LOOK_AT = 300;
/** Below so many words a close second may well be the right one. */
const FEW_WORDS = 4;
const CLOSE = 0.05;

/**
 * A few words may be those of several languages ("Excellent", "Bad"): where the English list knows half of them
 * (`known`), English is believed when it comes close to the likeliest language or when none is found.
 */
export function isEnglish(text: string, words: number, known: number): boolean {
  const found = eld.detect(text.slice(0, LOOK_AT));
  if (found.language === 'en') return true;
  if (words >= FEW_WORDS || known === 0 || known * 2 < words) return false;
  if (found.language === '') return true;
  const { en = 0, [found.language]: best = 1 } = found.getScores();
  return en > 0 && best - en <= CLOSE;
}
