// Support cases and what was said in them: when they opened, how long answers took, how the customer felt.
import type { Channel, Message, SupportCase, Topic } from '../../../connectors/kit/story/happenings.ts';
import type { Person } from '../../../connectors/kit/story/people.ts';
import { AGENTS } from './agents.ts';
import { at, type Desks, isContactAt } from './desks.ts';
import type { Random } from './random.ts';
import { crisis, supportClimate, type Times } from './story.ts';
import { agentReply, closingOf, moodOf, openingOf, subjectOf } from './texts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const HISTORY_DAYS = 730;
/** Typical times until the first answer, in minutes, and until the solution, in hours, when nothing is wrong. */
const FIRST_RESPONSE: Readonly<Record<Channel, number>> = { chat: 5, phone: 2, email: 260, web: 220 };
const RESOLUTION: Readonly<Record<Topic, number>> = { billing: 14, access: 4, bug: 46, howto: 7, integration: 30 };
export const AGENT_COUNT = AGENTS.length;

export function makeCases(
  random: Random,
  times: Times,
  desks: Desks,
  people: readonly Person[],
  count: number,
): SupportCase[] {
  const askers = askersAmong(people, desks);
  const drafts = Array.from({ length: count }, (_, n) => draft(random.fork(n), times, desks, askers));
  return drafts.sort((a, b) => a.openedAt - b.openedAt).map((each, n) => ({ ...each, n }));
}

/** Whoever has more than a lead. */
export function askersAmong(people: readonly Person[], { marketing, service }: Desks): Person[] {
  return people.filter(person => at(person, marketing) || isContactAt(person, service));
}

function draft(random: Random, times: Times, desks: Desks, askers: readonly Person[]): SupportCase {
  const { person, openedAt } = askerAndMoment(random, times, askers);
  return makeCase(random, desks, { storyEnds: times.storyEnds, until: times.now }, person, openedAt);
}

/**
 * A case as it has gone by `until`; what comes later is not in it.
 * The story counts back from `storyEnds`.
 */
export function makeCase(
  random: Random,
  desks: Desks,
  { storyEnds, until }: { storyEnds: number; until: number },
  person: Person,
  openedAt: number,
): SupportCase {
  const felt = crisis(storyEnds, openedAt);
  const topic = random.weighted<Topic>({ billing: 2 + 2.5 * felt, access: 1.6, bug: 2, howto: 2.2, integration: 1 });
  const channel = random.weighted<Channel>({ chat: 3 + felt, email: 3.4, phone: 1.6, web: 1.6 });
  const { slowness, mood } = supportClimate(storyEnds, openedAt, topic, channel, person.tier);
  const luck = random.bell();
  const answered = openedAt + FIRST_RESPONSE[channel] * slowness * Math.exp(0.7 * luck) * MINUTE;
  const solved = answered + random.around(RESOLUTION[topic], 0.6) * slowness * HOUR;
  const satisfaction = clamp(0.76 + mood - 0.04 * luck + 0.14 * random.bell());
  const forgotten = random.chance(0.012);
  const draft = {
    n: 0,
    person,
    home: homeOf(random, desks, person),
    topic,
    channel,
    priority: random.weighted({ LOW: 3, MEDIUM: 5, HIGH: person.tier === 'Enterprise' ? 4 : 1.5 }),
    agent: random.int(0, AGENT_COUNT - 1),
    openedAt,
    firstResponseAt: answered < until ? seconds(answered) : null,
    resolvedAt: solved < until && !forgotten ? seconds(solved) : null,
    reopened: random.chance(0.04 + (satisfaction < 0.5 ? 0.12 : 0)),
    satisfaction,
    subject: subjectOf(random, topic, person.language),
    talkSeconds: Math.round(random.around(260, 0.5)),
  };
  return { ...draft, messages: conversation(random, until, draft) };
}

/** Some people ask often, most rarely; the crisis brings more cases per day. */
function askerAndMoment(
  random: Random,
  { now, storyEnds }: Times,
  askers: readonly Person[],
): { person: Person; openedAt: number } {
  for (;;) {
    const person = askers[Math.floor(random.next() ** 1.7 * askers.length)]!;
    const openedAt = seconds(now - HISTORY_DAYS * DAY * random.next());
    if (openedAt <= person.createdAt) continue;
    const customer = person.stage === 'customer' || person.stage === 'evangelist';
    const keep = (customer ? 1 : 0.35) * (0.7 + 0.3 * crisis(storyEnds, openedAt));
    if (random.chance(keep)) return { person, openedAt };
  }
}

function homeOf(random: Random, { marketing, service }: Desks, person: Person): string {
  if (!at(person, marketing)) return service.key;
  if (!isContactAt(person, service)) return marketing.key;
  return random.chance({ Enterprise: 0.85, Growth: 0.6, Starter: 0.3 }[person.tier]) ? service.key : marketing.key;
}

function conversation(random: Random, until: number, draft: Omit<SupportCase, 'messages'>): Message[] {
  const { firstResponseAt, resolvedAt, satisfaction } = draft;
  const language = draft.person.language;
  const mood = moodOf(satisfaction);
  const messages: Message[] = [{ at: draft.openedAt, incoming: true, text: openingOf(random, language) }];
  if (firstResponseAt === null) return messages;
  const end = resolvedAt ?? until;
  messages.push({ at: firstResponseAt, incoming: false, text: agentReply(random, mood, language) });
  if (random.chance(mood === 'bad' ? 0.45 : 0.2)) {
    const at = seconds(firstResponseAt + (end - firstResponseAt) * 0.5);
    messages.push({ at, incoming: true, text: closingOf(random, mood, language) });
  }
  return messages;
}

const clamp = (x: number): number => Math.max(0, Math.min(1, x));
/** Whole seconds: some CRMs know no finer ones. */
export const seconds = (at: number): number => Math.floor(at / 1000) * 1000;
