// Contacts and companies as HubSpot properties.
import { agent } from '../agents.ts';
import type { Company } from '../companies.ts';
import type { Person, PersonRecord } from '../crm-records.ts';
import { MIGRATION_DAYS_AGO } from '../story.ts';
import type { World } from '../world.ts';
import { type HubSpotSink, instant } from './books.ts';

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

export function writeCustomers(sink: HubSpotSink, world: World): void {
  for (const company of world.companies) if (company.hubspotId) writeCompany(sink, company);
  for (const person of world.cast) {
    for (const record of person.records) if (record.source === 'hubspot') writeContact(sink, world, person, record);
  }
}

function writeCompany(sink: HubSpotSink, company: Company): void {
  sink.add('company', {
    id: company.hubspotId!,
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
      hubspot_owner_id: agent(company.employees).hubspotOwnerId,
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
      associatedcompanyid: person.company?.hubspotId ?? null,
      hubspot_owner_id: agent(person.family.length).hubspotOwnerId,
      salesforcecontactid: record.salesforceContactId,
      hs_merged_object_ids: record.mergedIds.join(';') || null,
      hs_calculated_merged_vids: mergedAt ? record.mergedIds.map(id => `${id}:${mergedAt}`).join(';') : null,
      plan_tier: person.tier.toLowerCase(),
      seats: person.company ? String(Math.max(1, Math.round(person.company.employees * 0.4))) : null,
      billing_migrated_on:
        person.stage === 'customer' && person.createdAt < world.now - MIGRATION_DAYS_AGO * DAY
          ? new Date(world.now - MIGRATION_DAYS_AGO * DAY).toISOString().slice(0, 10)
          : null,
    },
  });
  sink.link('contact', record.id, 'company', person.company?.hubspotId ?? null);
}
