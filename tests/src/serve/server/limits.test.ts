// Requests that ask too much, or in a wrong way, end with 4xx before anything is read.
import { getIntrospectionQuery } from 'graphql';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const many = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');

describe('too much', () => {
  const nested = (levels: number): string =>
    levels === 0 ? 'id' : `account { customers(first: 1) { nodes { ${nested(levels - 1)} } } }`;
  const bombs = (levels: number) =>
    many(levels, at => `fragment f${at} on Customer { id ...f${at + 1} ...f${at + 1} }`);
  it.each([
    ['aliases', `{ ${many(31, at => `a${at}: viewer { name }`)} }`],
    ['fields at the top', `{ ${many(11, at => `a${at}: viewer { name }`)} }`],
    [
      'fields at the top, in fragments',
      `{ ...f ...g } fragment f on Query { ${many(6, at => `a${at}: viewer { name }`)} } fragment g on Query { ...f ${many(5, at => `b${at}: viewer { name }`)} }`,
    ],
    ['fragments in fragments', `{ customers { nodes { ...f0 } } } ${bombs(22)} fragment f22 on Customer { email }`],
    ['fragments in fragments, in no operation', `{ viewer { name } } ${bombs(22)} fragment f22 on Customer { email }`],
    ['levels', `{ customers(first: 1) { nodes { ${nested(4)} } } }`],
    ['directives', `{ viewer { ${many(21, () => 'name @include(if: true)')} } }`],
    ['variables', `query (${many(101, at => `$v${at}: Int`)}) { viewer { name } }`],
    ['tokens', `{ viewer { ${many(1000, () => 'name')} } }`],
    [
      'recursion',
      '{ customers { nodes { ...a } } } fragment a on Customer { account { customers { nodes { ...a } } } }',
    ],
    ['introspection', `{ __schema { types { ${'fields { type { '.repeat(8)} name ${'} }'.repeat(8)} } } }`],
  ])('%s', async (_what, query) => {
    const { statements } = server.world;
    statements.length = 0;
    const { status, errors, data } = await server.ask(query);
    expect(status).toBe(400);
    expect(errors?.length).toBeGreaterThan(0);
    expect(data).toBeUndefined();
    expect(statements).toEqual([]);
  });

  it('a document of 200 kB, a body of 3 MB', async () => {
    const document = await server.ask(`{ viewer { name } } # ${'x'.repeat(200_000)}`);
    expect(document).toMatchObject({
      status: 413,
      errors: [{ extensions: { code: 'REQUEST_TOO_LARGE', limit: 100_000 } }],
    });
    const body = await server.ask('{ viewer { name } }', { more: 'x'.repeat(3_000_000) });
    expect(body).toMatchObject({
      status: 413,
      errors: [{ extensions: { code: 'REQUEST_TOO_LARGE', limit: 2_000_000 } }],
    });
  });

  it('a document of more lines than any person writes', async () => {
    const answer = await server.ask(`${'\n'.repeat(1_001)}{ viewer { name } }`);
    expect(answer).toMatchObject({
      status: 413,
      errors: [{ extensions: { code: 'REQUEST_TOO_LARGE', limit: 1_000 } }],
    });
    expect((await server.ask(`${'\r\n'.repeat(999)}{ viewer { name } }`)).status).toBe(200);
  });

  it.each(['never', 'always'] as const)('errors: the first ones are told, compiled %s', async compile => {
    const many = await startTestServer({ compile });
    await many.world.sql.query(
      `insert into segment (key, name, rule) select 's' || n, 'S', '{"segment": "s1"}' from generate_series(1, 50) n`,
    );
    const { data, errors } = await many.ask('{ segments { key explain(customer: "customer_9") { holds } } }');
    await many.close();
    expect(data).toHaveProperty('segments');
    expect(errors).toHaveLength(21);
    expect(errors!.slice(0, 20).every(({ path }) => path?.at(-1) === 'explain')).toBe(true);
    expect(errors!.at(-1)).toMatchObject({ message: expect.stringContaining('30 more'), extensions: { limit: 20 } });
  });

  it('variables nested too deep, and no less deep', async () => {
    const preview = (levels: number) => {
      const rule = Array.from({ length: levels }).reduce<object>(inner => ({ not: inner }), { segment: 'a' });
      return server.ask('query ($rule: SegmentRule!) { segmentPreview(rule: $rule) { size } }', { rule });
    };
    expect(await preview(199)).toMatchObject({ status: 400, errors: [{ extensions: { code: 'REQUEST_TOO_LARGE' } }] });
    expect((await preview(198)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('fragments in fragments, as long as they spread to little', async () => {
    const { errors } = await server.ask(
      `{ customers { nodes { ...f0 } } } ${bombs(8)} fragment f8 on Customer { email }`,
    );
    expect(errors).toBeUndefined();
  });
});

describe('the wrong way', () => {
  const post = (body: string, headers: Record<string, string>) => fetch(server.url, { method: 'POST', body, headers });
  const json = { 'content-type': 'application/json' };

  it('refuses batches, forms and other methods', async () => {
    expect((await post('[{"query":"{ viewer { name } }"}]', json)).status).toBe(400);
    expect((await post('query={viewer{name}}', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      415,
    );
    expect((await post('{ viewer { name } }', { 'content-type': 'text/plain' })).status).toBeGreaterThanOrEqual(400);
    expect((await post('{', json)).status).toBe(400);
    expect((await fetch(server.url, { method: 'DELETE' })).status).toBe(405);
  });

  it('refuses requests that a page elsewhere can make a browser send', async () => {
    const simple = await fetch(`${server.url}?query={viewer{name}}`, { headers: { accept: '*/*' } });
    expect(simple.status).toBe(400);
    const elsewhere = await post('{"query":"{ viewer { name } }"}', { ...json, origin: 'http://evil.example' });
    expect(elsewhere.status).toBe(401);
    expect(await elsewhere.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('tells who sends a subscription without a WebSocket where to go', async () => {
    const query = 'subscription { alertOpened { id } }';
    const refused = {
      status: 400,
      errors: [{ message: expect.stringContaining('graphql-transport-ws'), extensions: { code: 'BAD_REQUEST' } }],
    };
    expect(await server.ask(query)).toMatchObject(refused);
    const got = await fetch(`${server.url}?query=${encodeURIComponent(query)}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect({ status: got.status, ...((await got.json()) as object) }).toMatchObject(refused);
    expect(got.headers.get('allow')).toBeNull();
    // Beside the operation that is asked for it does no harm.
    const both = { query: `query a { viewer { role } } ${query.replace('n {', 'n b {')}`, operationName: 'a' };
    expect(await (await post(JSON.stringify(both), json)).json()).toEqual({ data: { viewer: { role: 'ADMIN' } } });
  });

  it('lets mutations be sent by POST only', async () => {
    const query = encodeURIComponent('mutation { cancelSync(run: "run_1") { id } }');
    const response = await fetch(`${server.url}?query=${query}`, { headers: { 'apollo-require-preflight': 'yes' } });
    expect(response.status).toBe(405);
  });
});

describe('the right way', () => {
  it('answers the introspection that tools send', async () => {
    const { data, errors } = await server.ask(
      getIntrospectionQuery({
        inputValueDeprecation: true,
        oneOf: true,
        specifiedByUrl: true,
        schemaDescription: true,
      }),
    );
    expect(errors).toBeUndefined();
    expect(data).toHaveProperty('__schema');
  });

  it('suggests names to administrators alone', async () => {
    expect((await server.ask('{ custmers { totalCount } }')).errors?.[0]?.message).toContain('Did you mean');
    const stranger = await startTestServer({ role: 'VIEWER' });
    const { errors } = await stranger.ask('{ custmers { totalCount } }');
    await stranger.close();
    expect(errors?.[0]?.message).toMatch(/^Cannot query field "custmers"/);
    expect(errors?.[0]?.message).not.toContain('customers');
  });

  // Written by the authors of the GraphQL-over-HTTP specification.
  it.each(serverAudits({ url: () => server.url, fetchFn: fetch }).map(audit => [audit.name, audit] as const))(
    'audit: %s',
    async (_name, audit) => {
      const result = await audit.fn();
      expect(result.status === 'error' ? result.reason : 'fine').toBe('fine');
    },
  );
});
