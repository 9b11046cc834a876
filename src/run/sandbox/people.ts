// The people of the world: names, homes, companies, and how each CRM came to know them.
import type { Company, Human, Role, Stage } from '../../../connectors/kit/story/people.ts';
import { asciiLower, CULTURES, JOB_TITLES, MAIL_HOSTS } from './names.ts';
import type { Random } from './random.ts';

const DAY = 86_400_000;
const PRIVATE_SHARE = 0.22;

export function makeHumans(
  random: Random,
  now: number,
  roles: readonly Role[],
  companies: readonly Company[],
): Human[] {
  const taken = new Set<string>();
  const humans: Human[] = [];
  for (const [n, role] of roles.entries()) {
    const own = random.fork(n);
    humans.push(makeHuman(own, groupOf(random, role) ?? own, now, n, role, companies, taken));
  }
  return humans;
}

/** People of a household, or behind one shared address, draw what they share from one sequence. */
function groupOf(random: Random, { homes, part, nth }: Role): Random | null {
  if (part !== 'HOUSEHOLD' && part !== 'ROLE') return null;
  return random.fork(`${homes.join()}/${part}/${Math.floor(nth / (part === 'ROLE' ? 3 : 2))}`);
}

function makeHuman(
  random: Random,
  shared: Random,
  now: number,
  n: number,
  role: Role,
  companies: readonly Company[],
  taken: Set<string>,
): Human {
  const company = companyFor(shared, role, companies);
  const culture = CULTURES[company?.culture ?? shared.int(0, CULTURES.length - 1)]!;
  const home = culture.countries.find(c => c.iso === company?.country.iso) ?? shared.pick(culture.countries);
  const given = random.pick(culture.given);
  const family = (role.part === 'HOUSEHOLD' ? shared : random).pick(culture.family);
  const name = `${asciiLower(given)}.${asciiLower(family)}`;
  const host = random.pick(MAIL_HOSTS);
  // Most are older than the history: growth is steady, but the company did not start two years ago.
  const createdAt = Math.max(company?.createdAt ?? 0, now - (3 + 1600 * random.next() ** 0.8) * DAY);
  return {
    key: `person-${n}`,
    role,
    given,
    family,
    country: { name: home.name, iso: home.iso },
    language: home.language,
    company,
    tier: company?.tier ?? 'Starter',
    jobTitle: company ? random.pick(JOB_TITLES) : null,
    phone: home.phone.replaceAll('#', () => String(shared.int(0, 9))),
    email: freeAddress(taken, name, company?.domain ?? host),
    otherEmail: freeAddress(taken, name.replace('.', '_'), random.pick(MAIL_HOSTS)),
    stage:
      role.part === 'LEAD'
        ? 'lead'
        : random.weighted<Stage>({ subscriber: 0.1, lead: 0.12, opportunity: 0.13, customer: 0.58, evangelist: 0.07 }),
    createdAt: Math.floor(createdAt / 1000) * 1000,
    modifiedAt: Math.floor((createdAt + random.next() * (now - createdAt)) / 1000) * 1000,
  };
}

/** A company that every CRM knowing the person knows too. */
function companyFor(random: Random, role: Role, companies: readonly Company[]): Company | null {
  const private_ = random.chance(PRIVATE_SHARE) || role.part === 'HOUSEHOLD';
  if (private_ && role.part !== 'ROLE') return null;
  for (let tries = 0; tries < 60; tries++) {
    const company = random.pick(companies);
    if (role.homes.every(home => company.ids[home] !== undefined)) return company;
  }
  return null;
}

function freeAddress(taken: Set<string>, name: string, host: string): string {
  for (let n = 1; ; n++) {
    const address = `${name}${n === 1 ? '' : n}@${host}`;
    if (taken.has(address)) continue;
    taken.add(address);
    return address;
  }
}
