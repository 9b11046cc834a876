// Contacts and companies as HubSpot properties.
import type { Company, Person, PersonRecord } from '../../kit/story/people.ts';
import type { World } from '../../kit/story/world.ts';
import { type HubSpotSink, instant } from './books.ts';
import { ownerId } from './ids.ts';

const INDUSTRY: Readonly<Record<string, string>> = {
  Retail: 'RETAIL',
  Healthcare: 'HOSPITAL_HEALTH_CARE',
  Hospitality: 'HOSPITALITY',
  Education: 'EDUCATION_MANAGEMENT',
  Manufacturing: 'MECHANICAL_OR_INDUSTRIAL_ENGINEERING',
  Transportation: 'TRANSPORTATION_TRUCKING_RAILROAD',
  Consulting: 'MANAGEMENT_CONSULTING',
  Media: 'ONLINE_MEDIA',
};
const DAY = 86_400_000;

export const contactOf = (person: Person): string | null => person.at.hubspot?.id ?? null;
export const companyOf = (person: Person): string | null => person.company?.ids.hubspot ?? null;

export function writeCustomers(sink: HubSpotSink, world: World): void {
  for (const company of world.companies)
    if (company.ids.hubspot) writeCompany(sink, world, company, company.ids.hubspot);
  for (const person of world.cast) {
    for (const record of person.records) if (record.source === 'hubspot') writeContact(sink, world, person, record);
  }
}

function writeCompany(sink: HubSpotSink, world: World, company: Company, id: string): void {
  sink.add('company', {
    id,
    createdAt: company.createdAt,
    modifiedAt: company.createdAt + 2 * DAY,
    fields: {
      name: company.name,
      domain: company.domain,
      website: `www.${company.domain}`,
      industry: INDUSTRY[company.industry] ?? null,
      country: company.country.name,
      hs_country_code: company.country.iso,
      numberofemployees: String(company.employees),
      annualrevenue: String(company.revenue),
      hs_annual_revenue_currency_code: company.currency,
      hubspot_owner_id: ownerId(company.employees % world.agents.length),
      plan_tier: company.tier.toLowerCase(),
    },
  });
}

function writeContact(sink: HubSpotSink, world: World, person: Person, record: PersonRecord): void {
  const mergedAt = record.mergedIds.length ? record.modifiedAt : null;
  const stages = Object.entries(world.lifecycles.get(person.key) ?? {});
  sink.add('contact', {
    id: record.id,
    createdAt: record.createdAt,
    modifiedAt: Math.max(record.modifiedAt, ...stages.map(([, at]) => at)),
    fields: {
      firstname: person.given,
      lastname: person.family,
      email: record.email,
      hs_additional_emails: record.moreEmails.join(';') || null,
      phone: record.phone,
      jobtitle: person.jobTitle,
      country: person.country.name,
      hs_language: person.language,
      lifecyclestage: person.stage,
      ...Object.fromEntries(stages.map(([stage, at]) => [`hs_lifecyclestage_${stage}_date`, instant(at)])),
      associatedcompanyid: companyOf(person),
      hubspot_owner_id: ownerId(person.family.length % world.agents.length),
      salesforcecontactid: record.serviceContactId,
      hs_merged_object_ids: record.mergedIds.join(';') || null,
      hs_calculated_merged_vids: mergedAt ? record.mergedIds.map(id => `${id}:${mergedAt}`).join(';') : null,
      plan_tier: person.tier.toLowerCase(),
      seats: person.company ? String(Math.max(1, Math.round(person.company.employees * 0.4))) : null,
      billing_migrated_on:
        person.stage === 'customer' && person.createdAt < world.migratedAt
          ? new Date(world.migratedAt).toISOString().slice(0, 10)
          : null,
    },
  });
  sink.link('contact', record.id, 'company', companyOf(person));
}
