// When each person came into each stage of the lifecycle, in keeping with their deals and the company's story.
import type { Deal } from '../../../connectors/kit/story/happenings.ts';
import type { LifecycleStage, Person, StageDates } from '../../../connectors/kit/story/people.ts';
import type { Random } from './random.ts';
import { crisis, type Times } from './story.ts';
import { seconds } from './support.ts';

const DAY = 86_400_000;

interface Step {
  readonly stage: LifecycleStage;
  /** Typical days that people stay in it before they go on. */
  readonly stay: number;
  /** Share of the people on their way to a later stage who go through it. */
  readonly taken: number;
}
const STEPS: readonly Step[] = [
  { stage: 'subscriber', stay: 24, taken: 0.45 },
  { stage: 'lead', stay: 16, taken: 1 },
  { stage: 'marketingqualifiedlead', stay: 9, taken: 0.7 },
  { stage: 'salesqualifiedlead', stay: 7, taken: 0.55 },
  { stage: 'opportunity', stay: 26, taken: 1 },
  { stage: 'customer', stay: 150, taken: 1 },
  { stage: 'evangelist', stay: 0, taken: 1 },
];
/** How much longer people wait for sales while everybody is busy with wrong invoices. */
const CRISIS_SLOWNESS = 1.5;
/** Nobody reaches a stage in the last moments before what must come after it. */
const MOST = 0.95;

export function makeLifecycles(
  random: Random,
  times: Times,
  people: readonly Person[],
  deals: readonly Deal[],
): ReadonlyMap<string, StageDates> {
  const byPerson = Map.groupBy(deals, deal => deal.person.key);
  return new Map(
    people.map(person => [
      person.key,
      stageDates(random.fork(person.key), times, person, byPerson.get(person.key) ?? []),
    ]),
  );
}

/** `deals` are the person's own, in order of creation. */
function stageDates(random: Random, { now, storyEnds }: Times, person: Person, deals: readonly Deal[]): StageDates {
  const last = STEPS.findIndex(({ stage }) => stage === person.stage);
  const path = STEPS.slice(0, last + 1).filter((step, i) => i === last || random.chance(step.taken));
  const slowness = 1 + CRISIS_SLOWNESS * crisis(storyEnds, person.createdAt);
  const stays = path.map(({ stay }) => random.around(stay * slowness, 0.5) * DAY);
  const fixed = fixedBy(deals);
  const dates: Partial<Record<LifecycleStage, number>> = {};
  let at = person.createdAt;
  for (const [i, { stage }] of path.entries()) {
    if (i > 0) {
      const { end, until } = nextKnown(path, i, fixed) ?? { end: path.length - 1, until: now };
      // Where there is no time for them, all stays up to there shrink alike.
      const wanted = stays.slice(i - 1, end).reduce((sum, stay) => sum + stay, 0);
      at = fixed[stage] ?? at + stays[i - 1]! * Math.min(1, (MOST * (until - at)) / wanted);
    }
    dates[stage] = seconds(at);
  }
  return dates;
}

type Fixed = Partial<Record<LifecycleStage | 'firstRenewal', number>>;

/** The first stage from the `i`th on whose date is known, or that is known to come before a renewal. */
function nextKnown(path: readonly Step[], i: number, fixed: Fixed): { end: number; until: number } | null {
  for (let end = i; end < path.length; end++) {
    const { stage } = path[end]!;
    const until = fixed[stage] ?? (stage === 'customer' ? fixed.firstRenewal : undefined);
    if (until !== undefined) return { end, until };
  }
  return null;
}

/**
 * A first deal makes an opportunity when it is created, and a customer when one is won. Whoever renews or extends at
 * first has been a customer before the records begin.
 */
function fixedBy(deals: readonly Deal[]): Fixed {
  const first = deals[0];
  if (!first) return {};
  if (first.kind !== 'New') return { firstRenewal: first.createdAt };
  const won = deals.filter(deal => deal.outcome === 'won').map(deal => deal.closeAt);
  return { opportunity: first.createdAt, ...(won.length > 0 ? { customer: Math.min(...won) } : {}) };
}
