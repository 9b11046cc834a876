// Surveys: who was asked what and when, who answered, and what they said.
import type { Invitation, SupportCase } from '../../../connectors/kit/story/happenings.ts';
import type { Person } from '../../../connectors/kit/story/people.ts';
import { at, type Desks, isContactAt } from './desks.ts';
import type { Random } from './random.ts';
import { relationshipMood, type Times } from './story.ts';
import { HISTORY_DAYS, seconds } from './support.ts';
import { commentOf, moodOf } from './texts.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ASK_EVERY_DAYS = 150;

export function makeInvitations(
  random: Random,
  times: Times,
  desks: Desks,
  people: readonly Person[],
  cases: readonly SupportCase[],
): Invitation[] {
  const byPerson = Map.groupBy(cases, each => each.person.key);
  const all = [
    ...cases.flatMap(each => afterCase(random.fork(`case-${each.n}`), times.now, each)),
    ...people.flatMap(person =>
      relationship(random.fork(person.key), times, desks, person, byPerson.get(person.key) ?? []),
    ),
  ];
  return all.sort((a, b) => a.sentAt - b.sentAt).map((each, n) => ({ ...each, n }));
}

/** After a solution, mostly, one of two surveys: how satisfied, or how easy. */
export function afterCase(random: Random, now: number, each: SupportCase): Invitation[] {
  if (each.resolvedAt === null || !random.chance(0.92)) return [];
  const sentAt = seconds(each.resolvedAt + random.int(10, 60) * 60_000);
  if (sentAt >= now) return [];
  const measure = random.chance(0.6) ? 'CSAT' : 'CES';
  const felt = each.satisfaction + 0.08 * random.bell();
  const score = measure === 'CSAT' ? scaled(felt, 1, 5) : scaled(felt - 0.02, 1, 7);
  // The unhappy answer a little more often than those who shrug.
  const answers = random.chance(Math.abs(felt - 0.6) > 0.2 ? 0.7 : 0.55);
  const answeredAt = seconds(sentAt + random.around(5, 0.9) * HOUR);
  return [
    {
      n: 0,
      measure,
      person: each.person,
      home: each.home,
      case: each,
      sentAt,
      answer:
        answers && answeredAt < now
          ? {
              at: answeredAt,
              score,
              text: random.chance(0.5) ? commentOf(random, moodOf(felt), each.person.language, each) : null,
            }
          : null,
    },
  ];
}

/** Customers are asked twice or three times a year, each on days of their own. */
function relationship(
  random: Random,
  { now, storyEnds }: Times,
  desks: Desks,
  person: Person,
  cases: readonly SupportCase[],
): Invitation[] {
  if (person.stage === 'subscriber' || person.stage === 'lead') return [];
  if (!at(person, desks.marketing) && !isContactAt(person, desks.service)) return [];
  const invitations: Invitation[] = [];
  const from = Math.max(person.createdAt + 20 * DAY, now - HISTORY_DAYS * DAY);
  const loyalty = 0.11 * random.bell();
  for (let sentAt = seconds(from + random.int(0, ASK_EVERY_DAYS) * DAY + random.int(8, 17) * HOUR); sentAt < now; ) {
    invitations.push(askHowLikely(random, { now, storyEnds }, desks, person, cases, sentAt, loyalty));
    sentAt += (ASK_EVERY_DAYS + random.int(-15, 15)) * DAY;
  }
  return invitations;
}

function askHowLikely(
  random: Random,
  { now, storyEnds }: Times,
  { marketing, service }: Desks,
  person: Person,
  cases: readonly SupportCase[],
  sentAt: number,
  loyalty: number,
): Invitation {
  const recent = cases.filter(each => each.openedAt < sentAt && each.openedAt > sentAt - 60 * DAY);
  const swayed = recent.reduce((sum, each) => sum + each.satisfaction - 0.74, 0) / Math.max(1, recent.length);
  const felt = 0.79 + relationshipMood(storyEnds, sentAt, person.tier) + loyalty + 0.4 * swayed + 0.12 * random.bell();
  const answeredAt = seconds(sentAt + random.around(14, 1) * HOUR);
  const about = recent.at(-1) ?? null;
  const byMarketing = at(person, marketing) && (!at(person, service) || person.tier !== 'Enterprise');
  const text = random.chance(0.55) ? commentOf(random, moodOf(felt - 0.08), person.language, about) : null;
  return {
    n: 0,
    measure: 'NPS',
    person,
    home: byMarketing || !isContactAt(person, service) ? marketing.key : service.key,
    case: null,
    sentAt,
    answer:
      random.chance(0.5) && answeredAt < now
        ? { at: answeredAt, score: Math.max(0, Math.min(10, Math.round(felt * 10))), text }
        : null,
  };
}

function scaled(felt: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, Math.round(low + felt * (high - low) + 0.1)));
}
