// Loads the judge with its word lists and language profiles only when there is something to judge: a start need not wait for it.

/** The score of each text, see `judge`: -1 to 1, or null. */
export async function judgeAll(texts: readonly (string | null | undefined)[]): Promise<(number | null)[]> {
  if (!texts.some(text => text)) return texts.map(() => null);
  const { judge } = await import('./judge.ts');
  return texts.map(text => judge(text).score);
}
