// What `connect` asks for.
import { z } from 'zod';

export const Config = z.object({
  accessToken: z.string().trim().min(1).meta({
    label: 'Access token',
    secret: true,
    description: 'Token of a private app or a service key with the scopes that the README lists.',
  }),
  clientSecret: z.string().trim().min(1).optional().meta({
    label: 'Client secret',
    secret: true,
    description: 'Only needed to verify webhooks: the client secret on the app’s Auth tab.',
  }),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://api.hubapi.com')
    .meta({
      label: 'API address',
      origin: true,
      description: 'Change it only for a test server or a proxy.',
    }),
  indexLagSeconds: z.number().int().min(0).max(86_400).default(3600).meta({
    label: 'Search index lag',
    description:
      'How far HubSpot’s search may run behind its records, in seconds. Changes are read again for this long.',
  }),
  callsPerTenSeconds: z.number().int().min(1).max(10_000).default(100).meta({
    label: 'Calls per ten seconds',
    description: 'Used until HubSpot’s own answers tell the account’s limit.',
  }),
  searchesPerSecond: z.number().int().min(1).max(100).default(4).meta({
    label: 'Searches per second',
    description: 'HubSpot allows 5 per account, shared by all apps; its answers do not tell.',
  }),
  timeoutSeconds: z.number().min(0.05).max(600).default(60).meta({
    label: 'Time-out',
    description: 'A request that gives no byte for this long is given up and tried again.',
  }),
});
export type Config = z.output<typeof Config>;
