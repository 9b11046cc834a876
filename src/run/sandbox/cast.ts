// Which part each person plays in the identity puzzle: known to whom, and what makes joining them easy or wrong.
import type { Part, Role } from '../../../connectors/kit/story/people.ts';
import type { Desks } from './desks.ts';
import type { Random } from './random.ts';

type Home = 'marketing' | 'service' | 'both';

const PARTS: Readonly<Record<Home, Partial<Record<Part, number>>>> = {
  marketing: { MERGED: 0.03, NO_EMAIL: 0.05, HOUSEHOLD: 0.04 },
  service: { LEAD: 0.34, NO_EMAIL: 0.06, ROLE: 0.04, TWIN: 0.03, CONVERTED: 0.03 },
  both: { SLOPPY: 0.13, BY_ID: 0.12, SECOND_EMAIL: 0.04, LEAD: 0.07, CONVERTED: 0.06, MERGED: 0.04 },
};
/** More than the identity rules let one value be shared by. */
const CROWD_SIZE = 14;
const PLACEHOLDERS = 6;

/** Exactly `people` roles in a mixed order. A world of fewer than 500 has no crowd. */
export function castRoles(random: Random, desks: Desks, people: number): Role[] {
  const both = Math.round(people * 0.4);
  const marketing = Math.round((people * 11) / 30);
  const crowd = people < 500 ? {} : { CROWD: CROWD_SIZE, PLACEHOLDER: PLACEHOLDERS };
  const roles = [
    ...castHome(desks, 'both', both, {}),
    ...castHome(desks, 'marketing', marketing, { PLACEHOLDER: 1 }),
    ...castHome(desks, 'service', people - both - marketing, crowd),
  ];
  return random.shuffled(roles);
}

function castHome(desks: Desks, home: Home, size: number, fixed: Partial<Record<Part, number>>): Role[] {
  const homes = (home === 'both' ? (['marketing', 'service'] as const) : [home]).map(desk => desks[desk].key);
  const roles: Role[] = [];
  const add = (part: Part, count: number) => {
    for (let nth = 0; nth < count; nth++) roles.push({ homes, part, nth });
  };
  for (const [part, count] of Object.entries(fixed)) add(part as Part, count);
  for (const [part, share] of Object.entries(PARTS[home])) add(part as Part, Math.round(share * size));
  add('PLAIN', size - roles.length);
  return roles;
}
