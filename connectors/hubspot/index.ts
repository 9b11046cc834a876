// HubSpot: contacts, companies, deals, tickets, engagements, feedback, and how they belong together.
import { defineConnector } from '../contract.ts';
import { Config } from './config.ts';
import { COMPANY, CONTACT, DEAL, ENGAGEMENTS, FEEDBACK, TICKET } from './objects.ts';
import { HubSpotSession } from './session.ts';
import { ASSOCIATIONS } from './streams/associations.ts';
import { objectStream } from './streams/objects.ts';
import { REFERENCE_STREAMS } from './streams/reference.ts';

export const connector = defineConnector({
  key: 'hubspot',
  name: 'HubSpot',
  description: 'Contacts, companies, deals, tickets, conversations and feedback surveys of one HubSpot account.',
  config: Config,
  streams: [
    ...REFERENCE_STREAMS,
    ...[COMPANY, CONTACT, DEAL, TICKET, ...ENGAGEMENTS, FEEDBACK].map(objectStream),
    ASSOCIATIONS,
  ],
  open: (config, host) => new HubSpotSession(config, host),
});

/** Loaded where it is started only: who reads a real account needs no fake. */
export const sandbox = async () => (await import('./sandbox/index.ts')).sandbox;
