// The sandbox world: everything about it follows from a seed, a number of people and a moment.
import { castRoles } from './cast.ts';
import { type Company, makeCompanies } from './companies.ts';
import { type Person, type PersonObject, Registry } from './crm-records.ts';
import { makeLifecycles, type StageDates } from './lifecycle.ts';
import { makeHumans } from './people.ts';
import { Random } from './random.ts';
import { makeReferrals, type Referral } from './referrals.ts';
import { type Deal, makeDeals } from './sales.ts';
import { makeCases, type SupportCase } from './support.ts';
import { type Invitation, makeInvitations } from './surveys.ts';
import { makeTouches, type Touch } from './touches.ts';

export interface WorldOptions {
  readonly seed?: number;
  /** How many different people; everything else grows with them. Default 3,000. */
  readonly people?: number;
  /** Milliseconds since 1970; rounded down to the start of its day in UTC. The history ends there. */
  readonly now: number;
}

/** A record of a person at a source, by the object and id under which a connector delivers it. */
export interface RecordOfPerson {
  readonly source: 'hubspot' | 'salesforce';
  readonly object: PersonObject;
  readonly id: string;
}

/** Who is who, known from how the world was made and not from any rule for joining records. */
export interface TruePerson {
  readonly key: string;
  /** Live records: an identity resolver must put exactly these together. */
  readonly records: readonly RecordOfPerson[];
  /** Ids that the CRM itself merged away; they must lead to the same person. */
  readonly aliases: readonly RecordOfPerson[];
}

export interface World {
  readonly seed: number;
  /** The start of the day at which the history ends. */
  readonly now: number;
  readonly companies: readonly Company[];
  readonly cast: readonly Person[];
  readonly cases: readonly SupportCase[];
  readonly deals: readonly Deal[];
  /** When people came into which stage, by their key. */
  readonly lifecycles: ReadonlyMap<string, StageDates>;
  readonly invitations: readonly Invitation[];
  readonly touches: readonly Touch[];
  readonly referrals: readonly Referral[];
  readonly people: readonly TruePerson[];
}

const DAY = 86_400_000;

export function createWorld(options: WorldOptions): World {
  const { seed = 1, people: count = 3000 } = options;
  const now = Math.floor(options.now / DAY) * DAY;
  const random = (label: string) => Random.of(seed, label);
  const companies = makeCompanies(random('companies'), now, Math.max(12, Math.round(count * 0.087)));
  const humans = makeHumans(random('people'), now, castRoles(random('cast'), count), companies);
  const registry = new Registry(random('records'), now);
  const cast = humans.map(human => registry.register(human));
  const cases = makeCases(random('support'), now, cast, Math.round(count * 1.5));
  const invitations = makeInvitations(random('surveys'), now, cast, cases);
  const deals = makeDeals(random('sales'), now, cast, Math.round(count * 0.83));
  return {
    seed,
    now,
    companies,
    cast,
    cases,
    deals,
    lifecycles: makeLifecycles(random('lifecycles'), now, cast, deals),
    invitations,
    touches: makeTouches(random('touches'), now, cast, Math.round(count * 1.9)),
    referrals: makeReferrals(random('referrals'), now, invitations),
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
