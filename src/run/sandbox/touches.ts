// Marketing and account work around the customers: meetings, notes, tasks and answers to campaigns.
import type { Person } from './crm-records.ts';
import type { Random } from './random.ts';
import { AGENT_COUNT, HISTORY_DAYS, seconds } from './support.ts';

export interface Touch {
  /** Counts all touches in order of time, from 0. */
  readonly n: number;
  readonly kind: 'meeting' | 'note' | 'task' | 'campaign';
  readonly person: Person;
  readonly home: 'hubspot' | 'salesforce';
  readonly at: number;
  readonly minutes: number;
  readonly owner: number;
  readonly title: string;
  readonly text: string;
  /** Campaign: which one, and whether the person reacted. */
  readonly campaign: number;
  readonly responded: boolean;
}

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

export function makeTouches(random: Random, now: number, people: readonly Person[], count: number): Touch[] {
  const drafts = Array.from({ length: count }, (_, n) => makeTouch(random.fork(n), now, people));
  return drafts.sort((a, b) => a.at - b.at).map((touch, n) => ({ ...touch, n }));
}

export function makeTouch(random: Random, now: number, people: readonly Person[]): Touch {
  const person = random.pick(people);
  const from = Math.max(person.createdAt, now - HISTORY_DAYS * DAY);
  const inSalesforce = person.salesforce !== null && (person.hubspot === null || random.chance(0.4));
  const kind = random.weighted<Touch['kind']>({
    meeting: 2.4,
    note: inSalesforce ? 0 : 3,
    task: 2.6,
    campaign: inSalesforce ? 3 : 0,
  });
  const day = Math.floor((from + random.next() * (now - from)) / DAY) * DAY;
  const title = random.pick(TITLES[kind]);
  return {
    n: 0,
    kind,
    person,
    home: inSalesforce ? 'salesforce' : 'hubspot',
    at: Math.max(seconds(from), day - DAY + random.int(8, 17) * HOUR + random.int(0, 3) * 900_000),
    minutes: random.pick([15, 30, 45, 60]),
    owner: random.int(0, AGENT_COUNT - 1),
    title,
    text: kind === 'note' ? `${title}.` : `${title} with ${person.given} ${person.family}.`,
    campaign: random.int(0, CAMPAIGNS.length - 1),
    responded: random.chance(0.4),
  };
}
