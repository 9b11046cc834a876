// The part of the sandbox world that lies in HubSpot, in the form HubSpot's fake is started with.
import { NO_ROWS, rowsOf } from '../../kit/fake-rows.ts';
import type { World } from '../../kit/story/world.ts';
import type { HubSpotPipeline, HubSpotProperty, HubSpotWorld } from '../fake/world.ts';
import { writeActivity } from './activity.ts';
import { HubSpotBooks, PATHS } from './books.ts';
import { writeCustomers } from './customers.ts';
import { type HubSpotType, ownerId } from './ids.ts';
import { stagesOf, writeTickets } from './tickets.ts';

const HUBSPOT_PORTAL = 20_417_733;

const tier: HubSpotProperty = {
  name: 'plan_tier',
  label: 'Plan tier',
  type: 'enumeration',
  fieldType: 'select',
  groupName: 'subscription',
  hubspotDefined: false,
  options: ['Enterprise', 'Growth', 'Starter'].map(label => ({ label, value: label.toLowerCase() })),
};
const PROPERTIES: HubSpotWorld['properties'] = {
  companies: [tier],
  contacts: [
    tier,
    {
      name: 'seats',
      label: 'Seats',
      type: 'number',
      fieldType: 'number',
      groupName: 'subscription',
      hubspotDefined: false,
    },
    {
      name: 'billing_migrated_on',
      label: 'Moved to the new billing',
      type: 'date',
      fieldType: 'date',
      groupName: 'subscription',
      hubspotDefined: false,
    },
  ],
};

const dealStage = (id: string, label: string, probability: number): HubSpotPipeline['stages'][number] => ({
  id,
  label,
  metadata: { isClosed: String(id.startsWith('closed')), probability: probability.toFixed(1) },
});
const ticketStage = (id: string, label: string): HubSpotPipeline['stages'][number] => ({
  id,
  label,
  metadata: { ticketState: label === 'Closed' ? 'CLOSED' : 'OPEN' },
});
const PIPELINES: HubSpotWorld['pipelines'] = {
  deals: [
    {
      id: 'default',
      label: 'Sales Pipeline',
      stages: [
        dealStage('appointmentscheduled', 'Appointment scheduled', 0.2),
        dealStage('qualifiedtobuy', 'Qualified to buy', 0.4),
        dealStage('presentationscheduled', 'Presentation scheduled', 0.6),
        dealStage('contractsent', 'Contract sent', 0.9),
        dealStage('closedwon', 'Closed won', 1),
        dealStage('closedlost', 'Closed lost', 0),
      ],
    },
  ],
  tickets: [
    {
      id: '0',
      label: 'Support Pipeline',
      stages: [
        ticketStage('1', 'New'),
        ticketStage('2', 'Waiting on contact'),
        ticketStage('3', 'Waiting on us'),
        ticketStage('4', 'Closed'),
      ],
    },
  ],
};

export function hubspotWorld(world: World): HubSpotWorld {
  const books = new HubSpotBooks();
  writeCustomers(books, world);
  const tickets = writeTickets(books, world);
  const stages = stagesOf(world, tickets);
  writeActivity(books, world, tickets);
  const types = Object.entries(PATHS) as [HubSpotType, string][];
  return {
    portalId: HUBSPOT_PORTAL,
    objects: Object.fromEntries(
      types.map(([type, path]) => [path, books.rows.has(type) ? rowsOf(books.rows.get(type)!) : NO_ROWS]),
    ),
    links: (from, id, to) => books.linksOf(from, id, to),
    stagesOf: id => stages.get(id) ?? [],
    properties: PROPERTIES,
    pipelines: PIPELINES,
    owners: world.agents.map((agent, n) => ({
      id: ownerId(n),
      userId: 9_586_500 + n,
      email: agent.email,
      firstName: agent.given,
      lastName: agent.family,
      archived: agent.left,
    })),
  };
}
