// A connector of no vendor, for tests of what surrounds connectors.
import { z } from 'zod';
import { type Connector, defineConnector, type Host, type Session } from '../../connectors/contract.ts';
import { Reauthorize } from '../../connectors/errors.ts';

export interface ToySession extends Session {
  readonly config: ToyConfig;
  readonly host: Host;
}

const Config = z.object({
  token: z.string().min(3).meta({ label: 'Token', secret: true, description: 'From the vendor.' }),
  refresh: z.string().optional().meta({ label: 'Refresh token', secret: true }),
  address: z.url().default('https://toy.example').meta({ label: 'Address', origin: true }),
  region: z.enum(['eu', 'us']).default('eu').meta({ label: 'Region' }),
  limit: z.number().int().positive().default(10),
});
export type ToyConfig = z.output<typeof Config>;

const stream = (name: string) => ({
  name,
  objects: [name],
  async *read() {
    yield { records: [], deleted: [], cursor: { done: true } };
  },
  map: () => [],
});

/** `sessions` collects what was opened. The token "bad" is refused. */
export function toyConnector(sessions: ToySession[] = []): Connector {
  return defineConnector<ToyConfig, ToySession>({
    key: 'toy',
    name: 'Toy',
    description: 'Nothing real.',
    config: Config,
    streams: [stream('owners'), stream('people'), stream('cases')],
    open(config, host) {
      const session: ToySession = {
        config,
        host,
        async check() {
          host.onRequest();
          if (config.token === 'bad') throw new Reauthorize('the token is refused');
          return { account: `Toy ${config.region}`, missingPermissions: [] };
        },
        close: async () => undefined,
      };
      sessions.push(session);
      return session;
    },
  }) as Connector;
}
