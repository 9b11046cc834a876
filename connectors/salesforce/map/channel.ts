// Pure: where a case came from, by the org's own words.
import type { CHANNELS } from '../../vocabulary.ts';

type Channel = (typeof CHANNELS)[number];

/** First match wins; orgs rename the values of Origin as they like. */
const WORDS: readonly [RegExp, Channel][] = [
  [/sms|text message|whats ?app/i, 'SMS'],
  [/e-?mail/i, 'EMAIL'],
  [/chat|messag|bot/i, 'CHAT'],
  [/phone|call|voice/i, 'PHONE'],
  [/face ?book|twitter|instagram|linkedin|social|youtube/i, 'SOCIAL'],
  [/in-?app|mobile app/i, 'IN_APP'],
  [/web|portal|site|community|form|online/i, 'WEB'],
  [/store|branch|in ?person|visit|walk/i, 'IN_PERSON'],
  [/letter|post|mail|fax/i, 'MAIL'],
];

export function channelOf(origin: string | null): Channel {
  return WORDS.find(([pattern]) => origin !== null && pattern.test(origin))?.[1] ?? 'OTHER';
}
