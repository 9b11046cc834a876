// The sandbox world: everything about it follows from a seed, a number of people and a moment.
import type { Person, RecordOfPerson } from '../../../connectors/kit/story/people.ts';
import type { TruePerson, World } from '../../../connectors/kit/story/world.ts';
import { AGENTS } from './agents.ts';
import { castRoles } from './cast.ts';
import { makeCompanies } from './companies.ts';
import { Registry } from './crm-records.ts';
import type { Desks } from './desks.ts';
import { makeLifecycles } from './lifecycle.ts';
import { makeHumans } from './people.ts';
import { Random } from './random.ts';
import { makeReferrals } from './referrals.ts';
import { makeDeals } from './sales.ts';
import { MIGRATION_DAYS_AGO } from './story.ts';
import { HISTORY_DAYS, makeCases } from './support.ts';
import { makeInvitations } from './surveys.ts';
import { CAMPAIGNS, makeTouches } from './touches.ts';

export interface WorldOptions {
  readonly seed?: number;
  /** How many different people; everything else grows with them. Default 3,000. */
  readonly people?: number;
  /** Milliseconds since 1970; rounded down to the start of its day in UTC. The history ends there. */
  readonly now: number;
  /** Where people live. */
  readonly desks: Desks;
  /** False for a company to which nothing happens. Default: true. */
  readonly story?: boolean;
}

const DAY = 86_400_000;

export function createWorld(options: WorldOptions): World {
  const { seed = 1, people: count = 3000, desks, story = true } = options;
  const now = Math.floor(options.now / DAY) * DAY;
  const times = { now, storyEnds: story ? now : Number.POSITIVE_INFINITY };
  const random = (label: string) => Random.of(seed, label);
  const companies = makeCompanies(random('companies'), now, desks, Math.max(12, Math.round(count * 0.087)));
  const humans = makeHumans(random('people'), now, castRoles(random('cast'), desks, count), companies);
  const registry = new Registry(random('records'), now, desks);
  const cast = humans.map(human => registry.register(human));
  const cases = makeCases(random('support'), times, desks, cast, Math.round(count * 1.5));
  const invitations = makeInvitations(random('surveys'), times, desks, cast, cases);
  const deals = makeDeals(random('sales'), times, desks, cast, Math.round(count * 0.83));
  return {
    seed,
    now,
    since: now - HISTORY_DAYS * DAY,
    migratedAt: now - MIGRATION_DAYS_AGO * DAY,
    agents: AGENTS,
    campaigns: CAMPAIGNS,
    companies,
    cast,
    cases,
    deals,
    lifecycles: makeLifecycles(random('lifecycles'), times, cast, deals),
    invitations,
    touches: makeTouches(random('touches'), now, desks, cast, Math.round(count * 1.9)),
    referrals: makeReferrals(random('referrals'), now, desks, invitations),
    people: cast.map(truth),
  };
}

function truth(person: Person): TruePerson {
  const records: RecordOfPerson[] = [];
  const aliases: RecordOfPerson[] = [];
  for (const { source, object, id, masterId, mergedIds } of person.records) {
    (masterId === null ? records : aliases).push({ source, object, id });
    for (const merged of mergedIds) aliases.push({ source, object, id: merged });
  }
  return { key: person.key, records, aliases };
}
