// Scores texts. The word lists and language profiles are loaded only when there is a text: a start need not wait for them.

/** Changes with everything that may change a score: stored texts are then scored again. */
export const VERSION = 'english-3';

/** The score of each text, see `scoreText`: -1 to 1, or null. */
export async function scoreTexts(texts: readonly (string | null | undefined)[]): Promise<(number | null)[]> {
  if (!texts.some(text => text)) return texts.map(() => null);
  const { scoreText } = await import('./score-text.ts');
  return texts.map(scoreText);
}
