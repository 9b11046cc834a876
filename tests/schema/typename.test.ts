// Nothing but __typename asked of any field that leads to objects, with every filter given, works like anything else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/create-schema.ts';
import { startTestServer, type TestServer } from '../support/serve.ts';
import { toyConnector } from '../support/toy-connector.ts';
import { filteringValues } from './argument-values.ts';
import { Documents } from './every-field.ts';
import { fillSparseWorld } from './sparse-world.ts';

const documents = new Documents(createSchema(), filteringValues).onlyTypenames();

describe.each(['never', 'always'] as const)('compiled %s', compile => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ compile, connectors: [toyConnector()] });
    await fillSparseWorld(server.world, { alike: 3 });
  }, 60_000);
  afterAll(() => server.close());

  it.each(documents)('$name', async ({ query }) => {
    const { errors } = await server.ask(query);
    // A figure may lack data or a name; it says so by a code of its own.
    const faults = (errors ?? []).filter(error => !['NOT_FOUND', 'TOO_LITTLE_DATA'].includes(error.extensions.code));
    expect(faults).toEqual([]);
  });
});
