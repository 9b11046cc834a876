// What `connect` asks for.
import { z } from 'zod';

export const Config = z.object({
  token: z.string().trim().min(1).meta({
    label: 'API token',
    secret: true,
    description: 'Token with read access, from the settings of the account.',
  }),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://api.sample.example')
    .meta({ label: 'API address', origin: true, description: 'Change it only for a test server or a proxy.' }),
  callsPerSecond: z.number().int().min(1).max(1000).default(10).meta({
    label: 'Calls per second',
    description: 'How many requests may start within one second.',
  }),
  timeoutSeconds: z.number().min(0.05).max(600).default(60).meta({
    label: 'Time-out',
    description: 'A request without a whole answer after this long is given up and tried again.',
  }),
});
export type Config = z.output<typeof Config>;
