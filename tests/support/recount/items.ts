// What of a plain world counts for what, each thing with the groups that it belongs to. By the words of the dictionary.
import { businessSeconds } from '../business-time.ts';
import { segmentsOfPerson, stagesAt } from './memberships.ts';
import { type Question, scoreOf, type World } from './world.ts';

export interface Item {
  readonly what: string;
  readonly at: number;
  /** The person; a name of its own for each thing of nobody's. */
  readonly who: number | string;
  readonly value: number;
  readonly verdict: 'good' | 'bad' | 'neither';
  /** Scale or currency. */
  readonly unit: string;
  readonly groups: Groups;
  readonly among: Among;
  readonly status?: string;
  readonly reopened?: boolean;
  readonly contacts?: number;
}
/** Every other thing was said in words, in one of these directions. */
export const hasWords = (i: number): boolean => i % 2 === 0;
export const directionOf = (i: number): string | null => [null, 'INBOUND', 'OUTBOUND'][i % 3]!;
const isTheirs = (kind: string, direction: string | null) =>
  direction === null
    ? ['FORM_SUBMISSION', 'SOCIAL_POST'].includes(kind)
    : direction === 'INBOUND' && !['CALL', 'MEETING', 'NOTE', 'TASK', 'PURCHASE', 'DEAL'].includes(kind);

/** What else is known of each, by their place. */
export const planOf = (person: number): string | null => [null, 'gold', "it's silver", '7'][person % 4]!;
/** Whether its source says since when it knows somebody. */
export const isDated = (person: number): boolean => person % 3 > 0;
export const employeesOf = (account: number): number | null => [null, 9, 10, 1000][account]!;
export const agentOf = (i: number): string | null => [null, 'ada@example.com', 'Bob'][i % 3]!;
const sizeOf = (employees: number | null): string => {
  if (employees === null) return '';
  const below = [10, 50, 250, 1000].findIndex(most => employees < most);
  return ['MICRO', 'SMALL', 'MEDIUM', 'LARGE'][below] ?? 'ENTERPRISE';
};

/** Groups that overlap, by dimension: any number of each. */
export type Among = Readonly<Record<'SEGMENT' | 'JOURNEY_STAGE', readonly string[]>>;
/** By dimension; '' for none. */
export type Groups = Readonly<Record<string, string>>;

/** A person that turned out to be another has nothing of their own any more. */
export const ownerOf = (world: World, person: number | null): number | null =>
  person === null || world.people[person]!.merged ? null : person;
/** The last company turned out to be the first. */
export const accountOf = (account: number): number => (account === 3 ? 0 : account);

export function groupsOfPerson(world: World, person: number | null): Groups {
  const known = person === null ? undefined : world.people[person];
  const account = known?.account == null ? null : accountOf(known.account);
  return {
    COUNTRY: known?.country ?? '',
    LANGUAGE: known?.language ?? '',
    LIFECYCLE_STAGE: known?.stage ?? '',
    SIGNUP_COHORT: known && isDated(person!) ? new Date(known.createdAt).toISOString().slice(0, 7) : '',
    'TRAIT:plan': person === null ? '' : (planOf(person) ?? ''),
    ACCOUNT: account === null ? '' : String(account),
    ACCOUNT_SIZE: account === null ? '' : sizeOf(employeesOf(account)),
    ACCOUNT_INDUSTRY: account === null ? '' : (world.accounts[account] ?? ''),
  };
}

const NONE = ['CHANNEL', 'TOUCHPOINT', 'AGENT', 'SURVEY', 'SURVEY_KIND', 'SURVEY_CHANNEL', 'CASE_PRIORITY', 'CURRENCY'];

const weekdays = [
  { from: 8 * 60 + 30, to: 12 * 60 },
  { from: 13 * 60, to: 20 * 60 + 15 },
];
/** What `store` saves as the default calendar. */
const OFFICE = {
  timeZone: 'America/New_York',
  week: [weekdays, weekdays, weekdays, weekdays, weekdays, [{ from: 0, to: 24 * 60 }], []],
  holidays: new Set(['2025-12-25', '2026-01-01']),
};
const openSeconds = (from: number, to: number) => businessSeconds(OFFICE, new Date(from), new Date(to));

export function itemsOf(world: World): Item[] {
  const items: Item[] = [];
  const add = (id: string, person: number | null, groups: Groups, item: Partial<Item> & Pick<Item, 'what' | 'at'>) => {
    const owner = ownerOf(world, person);
    const none = Object.fromEntries(NONE.map(name => [name, '']));
    items.push({
      who: owner ?? id,
      value: 0,
      verdict: 'neither',
      unit: '',
      groups: { ...none, ...groupsOfPerson(world, owner), ...groups },
      among: { SEGMENT: segmentsOfPerson(world, owner), JOURNEY_STAGE: stagesAt(world, owner, item.at) },
      ...item,
    });
  };
  const priority = (about: number | null) => (about === null ? '' : (world.cases[about]!.priority ?? ''));
  const asked = (survey: number) => ({ SURVEY: String(survey), SURVEY_KIND: world.surveys[survey]!.kind });
  /** About a case it is what the case is, if that is told; by which way it was asked is another thing. */
  const placedReply = (reply: World['replies'][number]) => {
    const about = reply.about === null ? null : world.cases[reply.about]!;
    return {
      SOURCE: String(reply.source),
      CHANNEL: about ? about.channel : reply.channel,
      TOUCHPOINT: about?.touchpoint ?? reply.touchpoint ?? '',
      AGENT: about ? (agentOf(reply.about!) ?? '') : '',
      SURVEY_CHANNEL: reply.channel,
    };
  };
  const placed = (one: { source: number; channel: string; touchpoint: string | null }) => ({
    SOURCE: String(one.source),
    CHANNEL: one.channel,
    TOUCHPOINT: one.touchpoint ?? '',
  });

  for (const [i, reply] of world.replies.entries()) {
    const groups = { ...placedReply(reply), ...asked(reply.survey), CASE_PRIORITY: priority(reply.about) };
    for (const [q, question] of world.surveys[reply.survey]!.questions.entries()) {
      const answer = reply.answers[q];
      if (!answer) continue;
      const { score, sentiment } = answer;
      if (score !== null && counts(question)) {
        const value = scoreOf(question, score);
        const unit = `${question.min}..${question.max}${question.low ? ' low' : ''}`;
        add(`reply ${i}`, reply.person, groups, {
          what: question.measure,
          at: reply.at,
          value,
          unit,
          verdict: verdictOf(question, value),
        });
      }
      if (sentiment !== null && question.measure !== 'EMPLOYEE_ENGAGEMENT')
        add(`reply ${i}`, reply.person, groups, { what: 'SENTIMENT', at: reply.at, value: sentiment });
      if (sentiment === null && hasWords(i) && question.measure !== 'EMPLOYEE_ENGAGEMENT')
        add(`reply ${i}`, reply.person, groups, { what: 'UNTOLD_SENTIMENT', at: reply.at });
    }
  }
  for (const [i, reply] of world.replies.entries()) {
    const wasAsked = world.invitations.some(
      one =>
        ownerOf(world, one.person) !== null &&
        ownerOf(world, one.person) === ownerOf(world, reply.person) &&
        one.survey === reply.survey &&
        one.at <= reply.at,
    );
    const groups = { ...placedReply(reply), ...asked(reply.survey), CASE_PRIORITY: priority(reply.about) };
    if (!wasAsked) add(`reply ${i}`, reply.person, groups, { what: 'UNTOLD_INVITATION', at: reply.at });
  }
  for (const [i, one] of world.cases.entries()) {
    const groups = { ...placed(one), AGENT: agentOf(i) ?? '', CASE_PRIORITY: one.priority ?? '' };
    const put = (item: Partial<Item> & Pick<Item, 'what' | 'at'>) => add(`case ${i}`, one.person, groups, item);
    put({ what: 'CASE', at: one.at });
    if (one.sentiment !== null) put({ what: 'SENTIMENT', at: one.at, value: one.sentiment });
    else if (hasWords(i)) put({ what: 'UNTOLD_SENTIMENT', at: one.at });
    if (one.answeredAt !== null && one.answeredAt >= one.at) {
      put({ what: 'FIRST_RESPONSE', at: one.at, value: (one.answeredAt - one.at) / 1000 });
      put({ what: 'BUSINESS_FIRST_RESPONSE', at: one.at, value: openSeconds(one.at, one.answeredAt) });
    }
    if (one.resolvedAt !== null) {
      if (one.resolvedAt >= one.at) {
        put({ what: 'RESOLUTION', at: one.resolvedAt, value: (one.resolvedAt - one.at) / 1000 });
        put({ what: 'BUSINESS_RESOLUTION', at: one.resolvedAt, value: openSeconds(one.at, one.resolvedAt) });
      } else put({ what: 'UNTOLD_RESOLUTION', at: one.resolvedAt });
      if (one.answeredAt === null || one.answeredAt < one.at) put({ what: 'UNTOLD_FIRST_RESPONSE', at: one.at });
      const { reopened, contacts, resolvedAt: at } = one;
      if (reopened === null) put({ what: 'UNTOLD_REOPENING', at });
      else put({ what: 'REOPENING', at, reopened: reopened > 0 });
      if (reopened === null || contacts === null) put({ what: 'UNTOLD_FIRST_CONTACT', at });
      else put({ what: 'FIRST_CONTACT', at, contacts, reopened: reopened > 0 && (one.reopenedAfter ?? 0) < 7 });
    }
  }
  for (const [i, one] of world.happenings.entries()) {
    const groups = { ...placed(one), AGENT: agentOf(i) ?? '', CASE_PRIORITY: priority(one.about) };
    const put = (item: Partial<Item> & Pick<Item, 'what' | 'at'>) => add(`happening ${i}`, one.person, groups, item);
    if (one.sentiment !== null) put({ what: 'SENTIMENT', at: one.at, value: one.sentiment });
    if ((one.kind === 'CALL' || one.kind === 'CHAT') && one.seconds !== null) {
      put({ what: 'HANDLE', at: one.at, value: one.seconds });
      put({ what: 'BUSINESS_HANDLE', at: one.at, value: openSeconds(one.at, one.at + one.seconds * 1000) });
    }
    if (one.sentiment === null && hasWords(i) && isTheirs(one.kind, directionOf(i)))
      put({ what: 'UNTOLD_SENTIMENT', at: one.at });
    if ((one.kind === 'CALL' || one.kind === 'CHAT') && one.seconds === null)
      put({ what: 'UNTOLD_HANDLE', at: one.at });
    if (one.kind === 'PURCHASE' && one.amount === null) put({ what: 'UNTOLD_PURCHASE', at: one.at, unit: 'XXX' });
    if (one.kind === 'REFERRAL') put({ what: 'REFERRAL', at: one.at });
    if (one.kind === 'PURCHASE' && one.amount !== null) {
      const currency = { CURRENCY: one.currency ?? '' };
      // No currency is one of its own: it may be any.
      add(
        `happening ${i}`,
        one.person,
        { ...groups, ...currency },
        { what: 'PURCHASE', at: one.at, value: one.amount, unit: one.currency ?? 'XXX' },
      );
    }
  }
  for (const [i, one] of world.invitations.entries()) {
    const groups = { SOURCE: String(one.source), ...asked(one.survey) };
    add(`invitation ${i}`, one.person, groups, { what: 'INVITATION', at: one.at, status: one.status });
  }
  return items;
}

/** Without both ends nothing tells good from bad, and NPS is asked on 0 to 10 alone. */
function counts({ measure, min, max, low }: Question): boolean {
  if (measure === 'OTHER' || min === null || max === null) return false;
  return measure !== 'NPS' || (min === 0 && max === 10 && !low);
}

function verdictOf({ measure, min, max, low, mark }: Question, score: number): Item['verdict'] {
  if (measure === 'NPS') return score >= 9 ? 'good' : score <= 6 ? 'bad' : 'neither';
  // On a scale where low is good everything is seen in a mirror.
  const mirrored = (value: number) => (low ? min! + max! - value : value);
  const seen = mirrored(score);
  const steps = max! - min! + 1;
  const upperHalf = max! - Math.floor(steps / 2) + 1;
  if (seen >= (mark === null ? upperHalf : mirrored(mark))) return 'good';
  // Only of the parts of the experience rating does anybody ask for the bad ones: 3 of 7 steps, 2 of 5.
  const worst = steps === 7 ? 3 : steps === 5 ? 2 : 0;
  return seen <= min! + worst - 1 ? 'bad' : 'neither';
}
