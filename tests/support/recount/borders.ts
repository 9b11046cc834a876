// Moves much of what happens to the very ends of what is asked for, where counting goes wrong most easily.
import type { MetricName } from '../../../src/derive/metrics/metric.ts';
import type { ReportRequest } from '../../../src/derive/metrics/request.ts';
import { baselineOf, bucketsOf, periodOf } from './calendar.ts';
import { natureOf } from './question.ts';
import { NOW, type World } from './world.ts';

const YEAR = 365 * 86_400_000;

function bordersOf(requests: readonly ReportRequest[]): number[] {
  const moments = requests.flatMap(({ during, every, compareTo }) => {
    const period = periodOf(during, NOW);
    const buckets = every ? bucketsOf(period, every, during.timeZone ?? 'UTC') : [];
    const baseline = baselineOf(during, compareTo ?? null, NOW);
    return [period, ...(baseline ? [baseline] : []), ...buckets.slice(0, 3)].flatMap(({ lo, hi }) => [lo, hi]);
  });
  return moments.flatMap(t => [t, t - 1, t - YEAR, t - YEAR - 1]).filter(t => t < NOW);
}

/** Purchases decide who is active: theirs are the ends of questions about customers, and a year before them. */
const isOfCustomers = ({ metric }: Asked) => !['answers', 'money'].includes(natureOf(metric));

interface Asked {
  readonly metric: MetricName;
  readonly list: readonly ReportRequest[];
}

/** Every second thing happens at a border, or a millisecond before it. */
export function onBorders(world: World, asked: readonly Asked[]): World {
  const ofThings = bordersOf(asked.filter(one => !isOfCustomers(one)).flatMap(({ list }) => list));
  const ofCustomers = asked
    .filter(isOfCustomers)
    .flatMap(({ list }) => bordersOf(list.map(request => ({ ...request, every: null }))));
  let turn = 0;
  const moved = (at: number, borders = ofThings): number => {
    turn += 1;
    // A prime, so that neighbours go to different questions.
    return turn % 2 === 0 ? at : (borders[(turn * 7919) % borders.length] ?? at);
  };
  return {
    ...world,
    people: world.people.map(person => ({ ...person, createdAt: moved(person.createdAt, ofCustomers) })),
    replies: world.replies.map(reply => ({ ...reply, at: moved(reply.at) })),
    happenings: world.happenings.map(happening => ({
      ...happening,
      at: moved(happening.at, happening.kind === 'PURCHASE' ? ofCustomers : ofThings),
    })),
    invitations: world.invitations.map(invitation => ({ ...invitation, at: moved(invitation.at) })),
    cases: world.cases.map(one => {
      const [at, shift] = [
        moved(one.at),
        (moment: number | null, by: number) => (moment === null ? null : moment + by),
      ];
      return {
        ...one,
        at,
        answeredAt: shift(one.answeredAt, at - one.at),
        resolvedAt: shift(one.resolvedAt, at - one.at),
      };
    }),
  };
}
