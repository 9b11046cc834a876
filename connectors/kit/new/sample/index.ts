// Sample: customers and their tickets.
import { defineConnector } from '../../../contract.ts';
import { SampleSession } from './api.ts';
import { Config } from './config.ts';
import { STREAMS } from './streams.ts';

export const connector = defineConnector({
  key: 'sample',
  name: 'Sample',
  description: 'Customers and support tickets of one Sample account.',
  config: Config,
  streams: STREAMS,
  open: (config, host) => new SampleSession(config, host),
});

/** Loaded where it is started only: who reads a real account needs no fake. */
export const sandbox = async () => (await import('./sandbox.ts')).sandbox;
