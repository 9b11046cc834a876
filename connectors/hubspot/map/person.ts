// Pure: contacts to persons.
import { MAX_LABEL } from '../../bounds.ts';
import type { Lookup, MapInput } from '../../contract.ts';
import { country } from '../../kit/countries.ts';
import type { CanonicalInput, Identifier, StageEntry } from '../../records.ts';
import { becameProperty, LIFECYCLE } from '../objects.ts';
import { mergedList } from './merged.ts';
import { traits } from './traits.ts';
import { moment, type Properties, propertiesOf, text } from './values.ts';

/** HubSpot's own stages. Others are an account's inventions. */
const STAGES: Readonly<Partial<Record<string, StageEntry['stage']>>> = {
  subscriber: 'SUBSCRIBER',
  lead: 'LEAD',
  marketingqualifiedlead: 'QUALIFIED_LEAD',
  salesqualifiedlead: 'QUALIFIED_LEAD',
  opportunity: 'OPPORTUNITY',
  customer: 'CUSTOMER',
  evangelist: 'ADVOCATE',
};

export function mapContact(input: MapInput, lookup: Lookup): CanonicalInput[] {
  const p = propertiesOf(input);
  const stage = text(p.lifecyclestage)?.toLowerCase();
  const companyId = text(p.associatedcompanyid);
  return [
    {
      type: 'person',
      identifiers: identifiers(input.id, p),
      fields: {
        givenName: text(p.firstname),
        familyName: text(p.lastname),
        email: text(p.email),
        phone: text(p.phone) ?? text(p.mobilephone),
        jobTitle: text(p.jobtitle),
        country: country(text(p.hs_country_region_code) ?? text(p.country)),
        language: language(text(p.hs_language)),
        lifecycleStage: stage === undefined ? null : (STAGES[stage] ?? 'OTHER'),
      },
      traits: traits(input, p, lookup),
      stages: LIFECYCLE.flatMap(name => {
        const at = moment(p[becameProperty(name)]);
        return at === null ? [] : [{ stage: STAGES[name] ?? 'OTHER', at }];
      }),
      account: companyId === null ? null : { object: 'company', id: companyId },
      createdAt: moment(p.createdate) ?? moment(input.payload.createdAt),
    },
  ];
}

function identifiers(id: string, p: Properties): Identifier[] {
  const emails = [text(p.email), ...(text(p.hs_additional_emails)?.split(';') ?? []).map(text)];
  const phones = [text(p.phone), text(p.mobilephone)];
  const salesforce = [prefixed('Contact', text(p.salesforcecontactid)), prefixed('Lead', text(p.salesforceleadid))];
  return [
    ...present(emails).map((value): Identifier => ({ kind: 'EMAIL', value })),
    ...present(phones).map((value): Identifier => ({ kind: 'PHONE', value })),
    ...present(salesforce).map((value): Identifier => ({ kind: 'EXTERNAL_ID', value, namespace: 'salesforce' })),
    ...mergedList(id, p).map(
      (loser): Identifier => ({ kind: 'EXTERNAL_ID', value: `contact/${loser}`, namespace: null }),
    ),
  ];
}

function prefixed(object: string, id: string | null): string | null {
  return id === null ? null : `${object}/${id}`;
}

function present(values: (string | null)[]): string[] {
  return [...new Set(values.filter(value => value !== null))];
}

/** "pt_BR" and "en-us" are common; what is no tag at all is left out. */
function language(value: string | null): string | null {
  // Too long for a tag: whoever takes the record says so.
  if (value === null || value.length > MAX_LABEL) return value;
  try {
    return Intl.getCanonicalLocales(value.replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null;
  }
}
