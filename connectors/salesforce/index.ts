// Salesforce: people, cases, activities, deals and surveys of one org.
import { defineConnector } from '../contract.ts';
import { Config } from './config.ts';
import { SalesforceSession } from './session.ts';
import { streams } from './streams.ts';

export const connector = defineConnector<Config, SalesforceSession>({
  key: 'salesforce',
  name: 'Salesforce',
  description: 'Contacts, leads, accounts, cases, activities, opportunities, campaigns and surveys of one org.',
  config: Config,
  streams,
  open: (config, host) => new SalesforceSession(config, host),
  recordUrl: ({ loginUrl }, _object, id) =>
    // The shared log-in hosts don't know which org a record is in.
    /^https:\/\/(login|test)\.salesforce\.com/.test(loginUrl) ? null : `${loginUrl.replace(/\/$/, '')}/${id}`,
});

/** Loaded where it is started only: who reads a real account needs no fake. */
export const sandbox = async () => (await import('./sandbox/index.ts')).sandbox;
