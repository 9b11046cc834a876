// HubSpot's object types: ids and spellings in paths, and the type ids of default associations.

const TYPES: readonly (readonly [path: string, singular: string, id: string])[] = [
  ['contacts', 'contact', '0-1'],
  ['companies', 'company', '0-2'],
  ['deals', 'deal', '0-3'],
  ['tickets', 'ticket', '0-5'],
  ['communications', 'communication', '0-18'],
  ['feedback_submissions', 'feedback_submission', '0-19'],
  ['tasks', 'task', '0-27'],
  ['notes', 'note', '0-46'],
  ['meetings', 'meeting', '0-47'],
  ['calls', 'call', '0-48'],
  ['emails', 'email', '0-49'],
];

export const PATHS: readonly string[] = TYPES.map(([path]) => path);

/** "contacts", "contact" and "0-1" are one type; undefined for what HubSpot does not know. */
export function pathOf(name: string): string | undefined {
  return TYPES.find(spellings => spellings.includes(name))?.[0];
}

export function singular(path: string): string {
  return TYPES.find(([name]) => name === path)?.[1] ?? path;
}

export function typeIdOf(path: string): string {
  return TYPES.find(([name]) => name === path)?.[2] ?? path;
}

export function modifiedName(path: string): string {
  return path === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
}

export function createdName(path: string): string {
  return ['contacts', 'companies', 'deals', 'tickets'].includes(path) ? 'createdate' : 'hs_createdate';
}

const LINK_TYPES: Readonly<Record<string, number>> = {
  'contacts/companies': 279,
  'companies/contacts': 280,
  'contacts/deals': 4,
  'deals/contacts': 3,
  'deals/companies': 341,
  'companies/deals': 342,
  'contacts/tickets': 15,
  'tickets/contacts': 16,
  'tickets/companies': 339,
  'companies/tickets': 340,
  'meetings/contacts': 200,
};

/** Type id of the unlabelled association. */
export function linkType(from: string, to: string): number {
  return LINK_TYPES[`${from}/${to}`] ?? 1000 + PATHS.indexOf(from) * 20 + PATHS.indexOf(to);
}
