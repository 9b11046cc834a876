// Deals: first purchases, renewals and extensions, won, lost or still open.
import type { Deal } from '../../../connectors/kit/story/happenings.ts';
import type { Person } from '../../../connectors/kit/story/people.ts';
import { at, type Desks } from './desks.ts';
import type { Random } from './random.ts';
import { REORGANISATION_DAYS_AGO, type Times } from './story.ts';
import { AGENT_COUNT, HISTORY_DAYS, seconds } from './support.ts';

const DAY = 86_400_000;
const PRICE = { Enterprise: 42_000, Growth: 6_500, Starter: 480 } as const;

export function makeDeals(
  random: Random,
  times: Times,
  desks: Desks,
  people: readonly Person[],
  count: number,
): Deal[] {
  const buyers = people.filter(person => person.stage !== 'subscriber' && person.stage !== 'lead');
  const drafts = Array.from({ length: count }, (_, n) => makeDeal(random.fork(n), times, desks, buyers));
  return drafts.sort((a, b) => a.createdAt - b.createdAt).map((deal, n) => ({ ...deal, n }));
}

function makeDeal(random: Random, { now, storyEnds }: Times, desks: Desks, buyers: readonly Person[]): Deal {
  const person = random.pick(buyers);
  const from = Math.max(person.createdAt, now - HISTORY_DAYS * DAY);
  const createdAt = seconds(from + random.next() * (now - from));
  const closeAt = seconds(createdAt + Math.min(120, random.around(24, 0.6)) * DAY);
  const customer = person.stage === 'customer' || person.stage === 'evangelist';
  const kind = customer ? random.weighted<Deal['kind']>({ New: 3, Renewal: 4, Extension: 2 }) : 'New';
  // Small customers renew less since the crisis.
  const soured =
    person.tier === 'Starter' && kind === 'Renewal' && closeAt > storyEnds - (REORGANISATION_DAYS_AGO + 60) * DAY;
  const won = customer && random.chance(soured ? 0.5 : 0.78);
  const amount = Math.round(random.around(PRICE[person.tier], 0.5) * (kind === 'Extension' ? 0.3 : 1));
  return {
    n: 0,
    person,
    home: homeOf(random, desks, person),
    kind,
    name: `${person.company?.name ?? `${person.given} ${person.family}`} – ${kind}`,
    amount,
    currency: person.company?.currency ?? 'EUR',
    owner: random.int(0, AGENT_COUNT - 1),
    step: random.int(0, 3),
    outcome: closeAt >= now || person.stage === 'opportunity' ? 'open' : won ? 'won' : 'lost',
    createdAt,
    closeAt: closeAt < now && person.stage === 'opportunity' ? seconds(now + random.int(5, 60) * DAY) : closeAt,
  };
}

function homeOf(random: Random, { marketing, service }: Desks, person: Person): string {
  if (!at(person, marketing)) return service.key;
  if (!at(person, service)) return marketing.key;
  return random.chance(person.tier === 'Enterprise' ? 0.8 : 0.35) ? service.key : marketing.key;
}
