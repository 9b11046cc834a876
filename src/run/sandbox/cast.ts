// Which part each person plays in the identity puzzle: known to whom, and what makes joining them easy or wrong.
import type { Random } from './random.ts';

export type Home = 'hubspot' | 'salesforce' | 'both';

/**
 * One part. Joined records of a person:
 * PLAIN by the same e-mail, or a single record; SLOPPY by an e-mail in other case or with blanks; BY_ID by the
 * Salesforce id that HubSpot holds, with different e-mails; SECOND_EMAIL by a further address of the HubSpot contact;
 * LEAD a lead that is not converted; CONVERTED a lead, the contact it became, and perhaps HubSpot; MERGED records that
 * the CRM has merged already; TWIN two live Salesforce contacts with one e-mail.
 * Never to be joined with others: NO_EMAIL; HOUSEHOLD shares a phone number; ROLE shares a role address; PLACEHOLDER
 * shares a placeholder; CROWD shares an address used by more records than a person can have.
 */
export type Part =
  | 'PLAIN'
  | 'SLOPPY'
  | 'BY_ID'
  | 'SECOND_EMAIL'
  | 'LEAD'
  | 'CONVERTED'
  | 'MERGED'
  | 'TWIN'
  | 'NO_EMAIL'
  | 'HOUSEHOLD'
  | 'ROLE'
  | 'PLACEHOLDER'
  | 'CROWD';

const PARTS: Readonly<Record<Home, Partial<Record<Part, number>>>> = {
  hubspot: { MERGED: 0.03, NO_EMAIL: 0.05, HOUSEHOLD: 0.04 },
  salesforce: { LEAD: 0.34, NO_EMAIL: 0.06, ROLE: 0.04, TWIN: 0.03, CONVERTED: 0.03 },
  both: { SLOPPY: 0.13, BY_ID: 0.12, SECOND_EMAIL: 0.04, LEAD: 0.07, CONVERTED: 0.06, MERGED: 0.04 },
};
/** More than the identity rules let one value be shared by. */
const CROWD_SIZE = 14;
const PLACEHOLDERS = 6;

export interface Role {
  readonly home: Home;
  readonly part: Part;
  /** Counts the people who play this part, from 0. */
  readonly nth: number;
}

/** Exactly `people` roles in a mixed order. A world of fewer than 500 has no crowd. */
export function castRoles(random: Random, people: number): Role[] {
  const both = Math.round(people * 0.4);
  const hubspot = Math.round((people * 11) / 30);
  const roles = [
    ...castHome('both', both, {}),
    ...castHome('hubspot', hubspot, { PLACEHOLDER: 1 }),
    ...castHome(
      'salesforce',
      people - both - hubspot,
      people < 500 ? {} : { CROWD: CROWD_SIZE, PLACEHOLDER: PLACEHOLDERS },
    ),
  ];
  return random.shuffled(roles);
}

function castHome(home: Home, size: number, fixed: Partial<Record<Part, number>>): Role[] {
  const roles: Role[] = [];
  const add = (part: Part, count: number) => {
    for (let nth = 0; nth < count; nth++) roles.push({ home, part, nth });
  };
  for (const [part, count] of Object.entries(fixed)) add(part as Part, count);
  for (const [part, share] of Object.entries(PARTS[home])) add(part as Part, Math.round(share * size));
  add('PLAIN', size - roles.length);
  return roles;
}
