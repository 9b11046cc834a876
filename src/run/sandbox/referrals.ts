// Who recommended the company to others: people who say that they would, and some of them do.
import type { Invitation, Referral } from '../../../connectors/kit/story/happenings.ts';
import { type Desks, isContactAt } from './desks.ts';
import type { Random } from './random.ts';
import { seconds } from './support.ts';

const DAY = 86_400_000;
const PROMOTER_FROM = 9;

/** Each person once at most, in order of time. Only the service desk has a programme for it, and only contacts take part. */
export function makeReferrals(
  random: Random,
  now: number,
  { service }: Desks,
  invitations: readonly Invitation[],
): Referral[] {
  const referrals = new Map<string, Referral>();
  for (const { n, measure, person, answer } of invitations) {
    if (measure !== 'NPS' || !answer || answer.score < PROMOTER_FROM || referrals.has(person.key)) continue;
    if (!isContactAt(person, service)) continue;
    const own = random.fork(n);
    const at = seconds(answer.at + own.around(9) * DAY);
    if (own.chance(person.stage === 'evangelist' ? 0.5 : 0.14) && at < now) referrals.set(person.key, { person, at });
  }
  return [...referrals.values()].sort((a, b) => a.at - b.at);
}
