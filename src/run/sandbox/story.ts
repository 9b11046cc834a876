// What happens to the company in the two years of the sandbox, and how it moves waiting times and moods.
import type { Channel, Topic } from '../../../connectors/kit/story/happenings.ts';
import type { Tier } from '../../../connectors/kit/story/people.ts';

const DAY = 86_400_000;

/** Quoted by the documentation; the numbers below make it true. */
export const STORY = `Larkspur Relay, a fictional maker of scheduling software, has customers from one-person shops to
groups with thousands of desks. Eight months ago it moved everybody to a new billing system. For three months invoices
were wrong and the chat queue ran over: answers that used to take five minutes took twenty and more, solutions took
several times as long. Satisfaction with billing and with chat fell sharply and pulled the relationship NPS down with
it, fewer complaints ended well, and people who wanted to buy waited longer for a call. Then support was reorganised:
enterprise customers got a named team and are happier than ever, while small accounts, now served by a shared queue, came
back in part only and renew less.`;

/** The moments of a history: it ends at `now`, and the story counts back from `storyEnds`. */
export interface Times {
  readonly now: number;
  /** Infinity where nothing happens to the company: then all days are alike. */
  readonly storyEnds: number;
}

/** Days before the story ends. */
export const MIGRATION_DAYS_AGO = 240;
export const REORGANISATION_DAYS_AGO = 150;
const RECOVERED_DAYS_AGO = 120;
const RAMP_DAYS = 10;

export interface Climate {
  /** Multiplies the time until the first answer and until the solution. */
  readonly slowness: number;
  /** Added to satisfaction on a 0–1 scale. */
  readonly mood: number;
}

/** How much of the crisis is felt, 0–1. */
export function crisis(storyEnds: number, at: number): number {
  const ago = (storyEnds - at) / DAY;
  if (ago > MIGRATION_DAYS_AGO || ago < RECOVERED_DAYS_AGO) return 0;
  const rising = Math.min(1, (MIGRATION_DAYS_AGO - ago) / RAMP_DAYS);
  const falling = Math.min(1, (ago - RECOVERED_DAYS_AGO) / (REORGANISATION_DAYS_AGO - RECOVERED_DAYS_AGO));
  return Math.min(rising, falling);
}

const recovered = (storyEnds: number, at: number): boolean => storyEnds - at < RECOVERED_DAYS_AGO * DAY;

/** What a support case of this kind feels at this moment. */
export function supportClimate(storyEnds: number, at: number, topic: Topic, channel: Channel, tier: Tier): Climate {
  const exposure = (topic === 'billing' ? 0.6 : 0.1) + (channel === 'chat' ? 0.4 : 0.05);
  const felt = crisis(storyEnds, at) * exposure;
  const after = recovered(storyEnds, at);
  return {
    slowness: (1 + 5 * felt) * (after && tier === 'Enterprise' ? 0.6 : 1),
    mood: -0.34 * felt + (after ? lasting(tier) : 0),
  };
}

/** What the relationship as a whole feels at this moment. */
export function relationshipMood(storyEnds: number, at: number, tier: Tier): number {
  return -0.1 * crisis(storyEnds, at) + (recovered(storyEnds, at) ? lasting(tier) * 1.2 : 0);
}

function lasting(tier: Tier): number {
  return tier === 'Enterprise' ? 0.08 : tier === 'Starter' ? -0.06 : 0.01;
}
