// The sandbox's comments and closing words of one mood and language: every wording that chance gives.
import { Random } from '../../../../src/run/sandbox/random.ts';
import { closingOf, commentOf, type Mood } from '../../../../src/run/sandbox/texts.ts';

export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
const TOPICS = ['billing', 'access', 'bug', 'howto', 'integration'] as const;
const CHANNELS = ['chat', 'phone', 'email'] as const;

export function textsOf(mood: Mood, language: (typeof LANGUAGES)[number]): string[] {
  const random = Random.of(7, 'texts');
  const texts = new Set<string>();
  for (const topic of TOPICS)
    for (const channel of CHANNELS)
      for (let i = 0; i < 40; i++) {
        texts.add(commentOf(random, mood, language, { topic, channel }));
        texts.add(closingOf(random, mood, language));
      }
  return [...texts];
}
