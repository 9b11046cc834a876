// Records with a hostile value at every property that is read, made in both fakes as their APIs would give them.
import type { HubSpotFake } from '../../../connectors/hubspot/fake/index.ts';
import { OBJECT_TYPES } from '../../../connectors/hubspot/objects.ts';
import type { SalesforceFake } from '../../../connectors/salesforce/fake/index.ts';
import { schemaOf } from '../../../connectors/salesforce/fake/schema.ts';

export interface HostileRecord {
  readonly id: string;
  /** Such as "contacts.email is NUL". */
  readonly about: string;
}

const TEXTS: Readonly<Record<string, string>> = {
  NUL: 'a\0b',
  'a lone surrogate': 'a\ud800b',
  '9 kB': 'x'.repeat(9_000),
  'year 0': '0000-01-01T00:00:00Z',
  'year 9999': '9999-12-31T23:59:59Z',
  'a moment in milliseconds, far away': '99999999999999999',
  'a huge amount': '1e200',
  'no number': 'NaN',
  blanks: '   ',
  __proto__: '__proto__',
  'a list of separators': ';:;:;,|',
};
const MANY_BYTES = 'y'.repeat(4_000_000);
const NUMBERS: Readonly<Record<string, number>> = { '1e200': 1e200, '-1e200': -1e200, '2^53 + 2': 2 ** 53 + 2 };

export function addToHubSpot(hubspot: HubSpotFake): HostileRecord[] {
  const made: HostileRecord[] = [];
  const create = (path: string, property: string, name: string, value: string): void => {
    const own: Record<string, string> = path === 'contacts' ? { email: `hostile-${made.length}@people.example` } : {};
    const id = hubspot.portal.create(path, { ...own, [property]: value });
    made.push({ id, about: `${path}.${property} is ${name}` });
  };
  for (const { path, properties } of OBJECT_TYPES)
    for (const property of properties)
      for (const [name, value] of Object.entries(TEXTS)) create(path, property, name, value);
  for (const [path, property] of [
    ['contacts', 'firstname'],
    ['tickets', 'content'],
    ['emails', 'hs_email_text'],
  ] as const)
    create(path, property, '4 MB', MANY_BYTES);
  return made;
}

const SALESFORCE = [
  'Account',
  'Contact',
  'Lead',
  'Opportunity',
  'Case',
  'CaseComment',
  'EmailMessage',
  'Task',
  'Event',
];
/** What Salesforce itself sets, and what decides whether a record is shown at all. */
const OWN = /^(Id|IsDeleted|CreatedDate|SystemModstamp|LastModifiedDate|MasterRecordId|Is[A-Z]\w*)$|Address$/;

/** Salesforce keeps to the types of its fields. */
function valuesOf(type: string): Readonly<Record<string, string | number>> {
  if (['currency', 'int', 'percent', 'double'].includes(type)) return NUMBERS;
  if (type === 'date') return { 'year 0': '0000-01-01', 'year 9999': '9999-12-31' };
  if (type === 'datetime') return { 'year 1': '0001-01-01T00:00:00Z', 'year 9999': '9999-12-31T23:59:59Z' };
  return type === 'boolean' ? {} : TEXTS;
}

export function addToSalesforce(salesforce: SalesforceFake): HostileRecord[] {
  const made: HostileRecord[] = [];
  const schema = schemaOf({ orgId: '00D000000000001AAA', objects: {} });
  for (const object of SALESFORCE) {
    for (const { name: field, type } of schema.get(object)!.fields.values()) {
      if (OWN.test(field)) continue;
      const isPerson = object === 'Contact' || object === 'Lead';
      for (const [name, value] of Object.entries(valuesOf(type))) {
        const own: Record<string, string> = isPerson
          ? { Email: `hostile-${made.length}@org.example`, LastName: 'Hostile' }
          : {};
        const id = salesforce.create(object, { ...own, [field]: value });
        made.push({ id, about: `${object}.${field} is ${name}` });
      }
    }
  }
  made.push({
    id: salesforce.create('Case', { Subject: 'many bytes', Description: MANY_BYTES }),
    about: 'Case.Description is 4 MB',
  });
  return made;
}
