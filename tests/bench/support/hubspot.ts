// The HubSpot part of a generated world.
import type { HubSpotLink, HubSpotWorld } from '../../../connectors/hubspot/fake/world.ts';
import type { Mix } from './mix.ts';
import { company, person, words } from './people.ts';
import { hubspotId, hubspotPosition, hubspotRows, timeOf } from './rows.ts';

const RANGES = { companies: 1, contacts: 2, tickets: 3, calls: 4 } as const;
/** HubSpot's own ids of these kinds of links. */
const LINKS = { contactCompany: 279, primaryCompany: 1, ticketContact: 16, callContact: 194 } as const;

export function hubspotWorld({ hubspot: counts }: Mix): HubSpotWorld {
  return {
    portalId: 4_200_042,
    objects: {
      companies: hubspotRows(RANGES.companies, counts.companies, companyFields),
      contacts: hubspotRows(RANGES.contacts, counts.contacts, n => contactFields(n, counts.companies)),
      tickets: hubspotRows(RANGES.tickets, counts.tickets, ticketFields),
      calls: hubspotRows(RANGES.calls, counts.calls, callFields),
    },
    links: (from, id, to) => links(counts, from, hubspotPosition(id), to),
    pipelines: {
      tickets: [
        {
          id: '0',
          label: 'Support',
          stages: [
            { id: '1', label: 'New', metadata: { ticketState: 'OPEN' } },
            { id: '4', label: 'Closed', metadata: { ticketState: 'CLOSED' } },
          ],
        },
      ],
    },
  };
}

function links(counts: Mix['hubspot'], from: string, n: number, to: string): HubSpotLink[] {
  const contact = hubspotId(RANGES.contacts, n % Math.max(1, counts.contacts));
  if (from === 'contacts' && to === 'companies' && counts.companies > 0) {
    const toId = hubspotId(RANGES.companies, n % counts.companies);
    return [
      { toId, typeId: LINKS.primaryCompany, label: 'Primary' },
      { toId, typeId: LINKS.contactCompany },
    ];
  }
  if (from === 'tickets' && to === 'contacts') return [{ toId: contact, typeId: LINKS.ticketContact }];
  if (from === 'calls' && to === 'contacts') return [{ toId: contact, typeId: LINKS.callContact }];
  return [];
}

function companyFields(n: number) {
  const { name, domain, industry, country, employees } = company(n);
  return { name, domain, industry, country, numberofemployees: String(employees), website: `www.${domain}` };
}

function contactFields(n: number, companies: number) {
  const { given, family, email, phone, title, country, stage } = person(n);
  return {
    firstname: given,
    lastname: family,
    email,
    phone,
    jobtitle: title,
    country,
    hs_language: 'de',
    lifecyclestage: stage,
    associatedcompanyid: companies > 0 ? hubspotId(RANGES.companies, n % companies) : null,
  };
}

function ticketFields(n: number) {
  const closed = n % 4 !== 0;
  return {
    subject: `Question ${n}`,
    content: words(n, 3),
    hs_pipeline: '0',
    hs_pipeline_stage: closed ? '4' : '1',
    hs_ticket_priority: 'MEDIUM',
    hs_ticket_category: 'GENERAL_INQUIRY',
    source_type: 'EMAIL',
    closed_date: closed ? new Date(timeOf(n) + 86_400_000).toISOString() : null,
  };
}

function callFields(n: number) {
  return {
    hs_timestamp: new Date(timeOf(n)).toISOString(),
    hs_call_title: `Call ${n}`,
    hs_call_body: words(n, 2),
    hs_call_direction: n % 2 === 0 ? 'INBOUND' : 'OUTBOUND',
    hs_call_status: 'COMPLETED',
    hs_call_duration: String(60_000 + (n % 600) * 1000),
  };
}
