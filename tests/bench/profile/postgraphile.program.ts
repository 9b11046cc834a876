// PostGraphile 5 over the same tables, as its own documentation starts it in production. Its packages are the benchmark's own.
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answerCalls } from '../program.ts';
import { PACKAGES } from './postgraphile-place.ts';
import type { Start, Started } from './target.ts';

/** As much of its packages as is used here: they are not installed with the product, so their types are not either. */
interface Packages {
  readonly core: {
    postgraphile(preset: object): { createServ(grafserv: unknown): { addTo(server: Server): Promise<void> } };
  };
  readonly amber: { PostGraphileAmberPreset: object };
  readonly pgAdaptor: { makePgService(options: object): object };
  readonly server: { grafserv: unknown };
}

answerCalls({ start });

async function start({ url, poolSize }: Start): Promise<Started> {
  const { core, amber, pgAdaptor, server: adaptor } = await load();
  const instance = core.postgraphile({
    extends: [amber.PostGraphileAmberPreset],
    // Else it lets nobody ask for a column without an index of its own, such as the country.
    disablePlugins: ['PgIndexBehaviorsPlugin'],
    pgServices: [
      pgAdaptor.makePgService({ connectionString: url, schemas: ['public'], poolConfig: { max: poolSize } }),
    ],
    grafserv: { watch: false, graphiql: false, websockets: false },
    grafast: { explain: false },
  });
  const server = createServer();
  await instance.createServ(adaptor.grafserv).addTo(server);
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
}

async function load(): Promise<Packages> {
  const { resolve } = createRequire(join(PACKAGES, 'package.json'));
  const from = (name: string): Promise<unknown> => import(pathToFileURL(resolve(name)).href);
  const [core, amber, pgAdaptor, server] = await Promise.all([
    from('postgraphile'),
    from('postgraphile/presets/amber'),
    from('postgraphile/adaptors/pg'),
    from('postgraphile/grafserv/node'),
  ]);
  return { core, amber, pgAdaptor, server } as Packages;
}
