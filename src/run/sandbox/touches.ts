// Marketing and account work around the customers: meetings, notes, tasks and answers to campaigns.
import type { Touch } from '../../../connectors/kit/story/happenings.ts';
import type { Person } from '../../../connectors/kit/story/people.ts';
import { at, type Desks } from './desks.ts';
import type { Random } from './random.ts';
import { AGENT_COUNT, HISTORY_DAYS, seconds } from './support.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

const TITLES = {
  meeting: ['Onboarding session', 'Quarterly review', 'Product demo', 'Renewal talk', 'Training for new planners'],
  note: [
    'Prefers to be called before noon',
    'Uses the week view only',
    'Evaluating a competitor',
    'Opens a second site in spring',
    'Asked for the roadmap',
  ],
  task: [
    'Send the price list',
    'Follow up after the demo',
    'Check usage before renewal',
    'Ask for a reference',
    'Update billing contact',
  ],
  campaign: [''],
} as const;
export const CAMPAIGNS = [
  'Spring webinar',
  'Planner of the year',
  'New billing explained',
  'Autumn release tour',
  'Win-back for small teams',
];

export function makeTouches(
  random: Random,
  now: number,
  desks: Desks,
  people: readonly Person[],
  count: number,
): Touch[] {
  const drafts = Array.from({ length: count }, (_, n) => makeTouch(random.fork(n), now, desks, people));
  return drafts.sort((a, b) => a.at - b.at).map((touch, n) => ({ ...touch, n }));
}

export function makeTouch(
  random: Random,
  now: number,
  { marketing, service }: Desks,
  people: readonly Person[],
): Touch {
  const person = random.pick(people);
  const from = Math.max(person.createdAt, now - HISTORY_DAYS * DAY);
  const byService = at(person, service) !== null && (at(person, marketing) === null || random.chance(0.4));
  const kind = random.weighted<Touch['kind']>({
    meeting: 2.4,
    note: byService ? 0 : 3,
    task: 2.6,
    campaign: byService ? 3 : 0,
  });
  const day = Math.floor((from + random.next() * (now - from)) / DAY) * DAY;
  const title = random.pick(TITLES[kind]);
  return {
    n: 0,
    kind,
    person,
    home: byService ? service.key : marketing.key,
    at: Math.max(seconds(from), day - DAY + random.int(8, 17) * HOUR + random.int(0, 3) * 900_000),
    minutes: random.pick([15, 30, 45, 60]),
    owner: random.int(0, AGENT_COUNT - 1),
    title,
    text: kind === 'note' ? `${title}.` : `${title} with ${person.given} ${person.family}.`,
    campaign: random.int(0, CAMPAIGNS.length - 1),
    responded: random.chance(0.4),
  };
}
