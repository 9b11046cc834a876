// Pure: contacts and leads: people.
import type { MapInput } from '../../contract.ts';
import type { CanonicalInput, Identifier, StageEntry } from '../../records.ts';
import { country } from './country.ts';
import { flag, moment, ref, salesforceId, text, traits } from './fields.ts';

export function contact({ id, payload }: MapInput): CanonicalInput[] {
  const fields = {
    ...name(payload),
    country: country(text(payload, 'MailingCountryCode'), text(payload, 'MailingCountry')),
  };
  return [
    {
      type: 'person',
      identifiers: [salesforceId('Contact', id), ...reach(payload)],
      fields,
      traits: traits(payload),
      account: ref(payload, 'AccountId', 'Account'),
      createdAt: moment(payload, 'CreatedDate'),
    },
  ];
}

/** A converted lead is the same person as its contact, and says nothing any more about how far that person is. */
export function lead({ id, payload }: MapInput): CanonicalInput[] {
  const converted = flag(payload, 'IsConverted');
  const contactId = text(payload, 'ConvertedContactId');
  const qualified =
    /qualified/i.test(text(payload, 'Status') ?? '') &&
    !/un-?qualified|not qualified/i.test(text(payload, 'Status') ?? '');
  return [
    {
      type: 'person',
      identifiers: [
        salesforceId('Lead', id),
        ...(contactId ? [salesforceId('Contact', contactId)] : []),
        ...reach(payload),
      ],
      fields: {
        ...name(payload),
        country: country(text(payload, 'CountryCode'), text(payload, 'Country')),
        lifecycleStage: converted ? null : qualified ? 'QUALIFIED_LEAD' : 'LEAD',
      },
      traits: traits(payload),
      stages: leadStages(payload, converted),
      account: ref(payload, 'ConvertedAccountId', 'Account'),
      createdAt: moment(payload, 'CreatedDate'),
    },
  ];
}

/**
 * Whoever is written down as a lead is one from then on; a lead that is converted is qualified, and is in a deal if its
 * conversion made one. When the status of an open lead came to say "qualified" is not known.
 */
function leadStages(payload: MapInput['payload'], converted: boolean): StageEntry[] {
  const created = moment(payload, 'CreatedDate');
  const day = converted ? moment(payload, 'ConvertedDate') : null;
  // A day begins before the moment at which a lead of that day was made.
  const at = day && created && Date.parse(day) < Date.parse(created) ? created : day;
  return [
    ...(created ? [{ stage: 'LEAD' as const, at: created }] : []),
    ...(at ? [{ stage: 'QUALIFIED_LEAD' as const, at }] : []),
    ...(at && text(payload, 'ConvertedOpportunityId') ? [{ stage: 'OPPORTUNITY' as const, at }] : []),
  ];
}

function name(payload: MapInput['payload']) {
  return {
    givenName: text(payload, 'FirstName'),
    familyName: text(payload, 'LastName'),
    email: text(payload, 'Email'),
    phone: text(payload, 'Phone') ?? text(payload, 'MobilePhone'),
    jobTitle: text(payload, 'Title'),
  };
}

function reach(payload: MapInput['payload']): Identifier[] {
  const email = text(payload, 'Email');
  const phones = ['Phone', 'MobilePhone', 'HomePhone'].map(field => text(payload, field));
  return [
    ...(email ? [{ kind: 'EMAIL' as const, value: email }] : []),
    ...[...new Set(phones)].flatMap(value => (value ? [{ kind: 'PHONE' as const, value }] : [])),
  ];
}
