// Rules over HTTP: previewed, as a filter of customers, followed live, and refused with the place of what is wrong.
import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { refresh } from '../../../src/derive/refresh/refresh.ts';
import { insert, insertConnection, insertInteraction } from '../../support/rows.ts';
import { startTestServer, type TestServer } from '../../support/serve.ts';

let server: TestServer;
let client: Client;
const customers: number[] = [];

/** The person n lives in one of three countries, called n % 4 times on a day each, and joined n days after the start. */
const PEOPLE = 24;
const COUNTRIES = ['DE', 'FR', 'IT'];
const numbers = (test: (n: number) => boolean) => Array.from({ length: PEOPLE }, (_, n) => n).filter(test);

beforeAll(async () => {
  server = await startTestServer();
  const { sql } = server.world;
  const hub = await insertConnection(sql, 'hubspot');
  for (let n = 0; n < PEOPLE; n++) {
    const customer = await insert(sql, 'customer', {
      display_name: `Person ${n}`,
      country: COUNTRIES[n % 3],
      created_at: new Date(Date.UTC(2025, 0, 1 + n)).toISOString(),
    });
    customers.push(customer);
    for (let call = 0; call < n % 4; call++)
      await insertInteraction(sql, hub, {
        kind: 'CALL',
        customer_id: customer,
        occurred_at: new Date(Date.now() - (call + 1) * 86_400_000).toISOString(),
      });
  }
  await refresh(sql, { anew: true });
  client = createClient({ url: server.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

async function ask<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
  const { data, errors } = await server.ask(query, variables);
  expect(errors).toBeUndefined();
  return data as unknown as T;
}
const save = (key: string, rule: object) =>
  ask('mutation ($input: SaveSegmentInput!) { saveSegment(input: $input) { key } }', {
    input: { key, name: `The ${key}`, rule },
  });
const numberOf = ({ displayName }: { displayName: string }) => Number(displayName.split(' ')[1]);

const italians = { field: { field: 'COUNTRY', is: { eq: 'IT' } } };
const callers = { interaction: { kind: 'CALL', within: 'P30D', count: { gte: 2 } } };
const isCaller = (n: number) => n % 4 >= 2;

describe('segmentPreview', () => {
  const PREVIEW =
    'query ($rule: SegmentRule!, $sample: Int! = 5) { segmentPreview(rule: $rule, sample: $sample) { size share ruleText sample { displayName } more: sample { segments { segment { key } } } } }';

  it('counts and samples without saving', async () => {
    const found = numbers(n => n % 3 === 2 && isCaller(n));
    const data = await ask<{ segmentPreview: { sample: { displayName: string }[] } }>(PREVIEW, {
      rule: { all: [italians, callers] },
      sample: 2,
    });
    expect(data.segmentPreview).toMatchObject({
      size: found.length,
      share: found.length / PEOPLE,
      ruleText: expect.stringMatching(/IT/),
      more: [{ segments: [] }, { segments: [] }],
    });
    // Who became known last comes first.
    expect(data.segmentPreview.sample.map(numberOf)).toEqual(found.reverse().slice(0, 2));
    expect(await ask('{ segments { key } }')).toEqual({ segments: [] });
  });

  it('takes rules written in the query, and samples of none', async () => {
    const data = await ask(
      '{ segmentPreview(rule: { not: { interaction: { kind: CALL, count: { gt: 0 } } } }, sample: 0) { size sample { id } } }',
    );
    expect(data).toEqual({ segmentPreview: { size: numbers(n => n % 4 === 0).length, sample: [] } });
    const { errors } = await server.ask(PREVIEW, { rule: italians, sample: 101 });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'sample' });
  });
});

describe('customers', () => {
  it('of a rule are paged and counted', async () => {
    const page = (after: string | null) =>
      ask<{
        customers: {
          totalCount: number;
          nodes: { displayName: string }[];
          pageInfo: { endCursor: string; hasNextPage: boolean };
        };
      }>(
        `query ($after: String, $rule: SegmentRule) { customers(first: 4, after: $after, orderBy: {field: CREATED_AT, direction: DESC},
          where: {rule: $rule, createdAt: {from: "2025-01-05T00:00:00Z"}}) { totalCount nodes { displayName } pageInfo { endCursor hasNextPage } } }`,
        { after, rule: { any: [italians, callers] } },
      );
    const expected = numbers(n => n >= 4 && (n % 3 === 2 || isCaller(n))).reverse();
    const seen: number[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { customers: found }: Awaited<ReturnType<typeof page>> = await page(after);
      expect(found.totalCount).toBe(expected.length);
      seen.push(...found.nodes.map(numberOf));
      after = found.pageInfo.endCursor;
      more = found.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(expected);
  });

  it('of a segment are listed with other conditions, and counted in it', async () => {
    await save('callers', callers);
    const list =
      '{ customers(first: 100, where: {segment: "callers", country: ["DE"]}) { totalCount nodes { displayName } } }';
    server.world.statements.length = 0;
    const data = await ask<{ customers: { totalCount: number; nodes: { displayName: string }[] } }>(list);
    expect(server.world.statements).toHaveLength(2);
    const expected = numbers(n => isCaller(n) && n % 3 === 0);
    expect(data.customers.nodes.map(numberOf)).toEqual(expected);
    expect(data.customers.totalCount).toBe(expected.length);
    const unknown = await server.ask('{ customers(where: {segment: "nope"}) { totalCount } }');
    expect(unknown.errors?.[0]).toMatchObject({
      message: expect.stringContaining('"nope"'),
      extensions: { code: 'BAD_USER_INPUT', field: 'where.segment' },
    });
    const wrong = await server.ask('{ customers(where: {rule: {any: [{segment: "nope"}]}}) { totalCount } }');
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ field: 'where.rule.any[0].segment' });
  });
});

describe('segmentChanges', () => {
  const CHANGES =
    'subscription ($key: String!) { segmentChanges(key: $key) { change cause at customerId who: customer { displayName } segment { key size } } }';
  type Change = { segmentChanges: { change: string; who: { displayName: string } | null } };
  const follow = (key: string) => client.iterate<Change>({ query: CHANGES, variables: { key } });
  const listens = () =>
    expect
      .poll(
        () =>
          server.world.sql.query(
            `select from pg_stat_activity where datname = current_database()
             and application_name = 'cxgraph listener' and query = 'listen "cxgraph_segment"'`,
          ),
        { timeout: 10_000 },
      )
      .toHaveLength(1);

  it('tell who entered and left, and why', async () => {
    const young = (from: number) => ({
      field: { field: 'CREATED_AT', is: { gte: new Date(Date.UTC(2025, 0, 1 + from)).toISOString() } },
    });
    await save('young', young(PEOPLE - 1));
    const changes = follow('young');
    const first = changes.next();
    await listens();
    const { sql } = server.world;
    await save('young', young(PEOPLE - 2));
    expect((await first).value.data.segmentChanges).toMatchObject({
      change: 'ENTERED',
      cause: 'RULE',
      at: expect.stringMatching(/Z$/),
      customerId: `customer_${customers[PEOPLE - 2]}`,
      who: { displayName: `Person ${PEOPLE - 2}` },
      segment: { key: 'young', size: 2 },
    });
    await sql.query('update customer set deleted_at = now() where id = $1', [customers[PEOPLE - 1]]);
    await sql.query('insert into change_mark (subject) values ($1)', [customers[PEOPLE - 1]]);
    await refresh(sql);
    const gone = customers[PEOPLE - 1];
    expect((await changes.next()).value.data.segmentChanges).toMatchObject({
      change: 'LEFT',
      cause: 'DATA',
      customerId: `customer_${gone}`,
      who: null,
    });
    await sql.query('update customer set deleted_at = null where id = $1', [gone]);
    await changes.return?.();
  });

  /** Follows a segment that customers enter and leave until that is heard of. */
  async function heard(key: string) {
    await save(key, italians);
    const changes = follow(key);
    let isHeard = false;
    const first = changes.next().finally(() => {
      isHeard = true;
    });
    for (let turn = true; !isHeard; turn = !turn) await save(key, turn ? { not: italians } : italians);
    expect((await first).value).toMatchObject({ data: { segmentChanges: { segment: { key } } } });
    return changes;
  }

  it('end with the segment', async () => {
    const changes = await heard('short');
    await ask('mutation { deleteSegment(key: "short") }');
    await refresh(server.world.sql);
    for (let next = await changes.next(); !next.done; next = await changes.next())
      expect(next.value).toMatchObject({ data: { segmentChanges: { segment: { key: 'short' } } } });
  });

  it('end with a failure, which is masked', async () => {
    const changes = await heard('broken');
    const { sql } = server.world;
    await sql.query('alter table segment_state rename column size to extent');
    await sql.query(`insert into segment_change (segment_id, customer_id, entered, cause, at)
      select id, ${customers[0]}, true, 'DATA', now() from segment where key = 'broken'`);
    await sql.query(`select pg_notify('cxgraph_segment', id::text) from segment where key = 'broken'`);
    let next = await changes.next();
    while (!next.value?.errors) next = await changes.next();
    const after = await changes.next();
    await sql.query('alter table segment_state rename column extent to size');
    expect(next.value).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(JSON.stringify(next.value)).not.toContain('column');
    expect(after.done).toBe(true);
  });

  it('tell nothing of a segment that is not there', async () => {
    const { value: unknown } = await follow('nope').next();
    expect(unknown).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });
});

describe('a rule that is wrong is refused', () => {
  const deep = (levels: number): object => (levels === 1 ? italians : { not: deep(levels - 1) });
  const field = (is: object, name = 'COUNTRY') => ({ field: { field: name, is } });
  const many = { any: Array.from({ length: 201 }, () => italians) };

  /** Where it stands, below the rule. Null: GraphQL itself refuses it. */
  const wrong: [string, object, string | null][] = [
    ['two branches', { field: italians.field, segment: 'a' }, null],
    ['no branch', {}, null],
    ['two tests', field({ eq: 'DE', ne: 'FR' }), null],
    ['a branch that is null', { all: null }, null],
    ['a branch that there is not', { not: { field: italians.field, every: [] } }, null],
    ['an empty list', { all: [] }, '.all'],
    ['a test that the field does not take', field({ within: 'P1D' }), '.field.is.within'],
    ['a number for a text', field({ eq: 7 }), '.field.is.eq'],
    ['an object for a value', { all: [field({ eq: { a: 1 } })] }, '.all[0].field.is.eq'],
    ['a text for a number', field({ gt: 'many' }, 'HEALTH'), '.field.is.gt'],
    ['a moment that is none', field({ lt: '2026-02-30' }, 'CREATED_AT'), '.field.is.lt'],
    ['a stage of life that is none', field({ eq: 'BABY' }, 'LIFECYCLE_STAGE'), '.field.is.eq'],
    ['a trait that nobody has', { trait: { key: 'shoe-size', is: { gt: 40 } } }, '.trait.key'],
    ['a segment that is not there', { not: { segment: 'nope' } }, '.not.segment'],
    ['a journey that is not there', { stage: { journey: 'nope', stage: 'a' } }, '.stage.journey'],
    ['months in a duration', { interaction: { within: 'P1M' } }, '.interaction.within'],
    ['a duration that is none', { interaction: { within: 'a week' } }, null],
    ['no time at all', { interaction: { within: 'PT0S' } }, '.interaction.within'],
    ['open purchases', { interaction: { kind: 'PURCHASE', open: true } }, '.interaction'],
    ['answers to anything', { answer: { measure: 'OTHER' } }, '.answer.measure'],
    ['13 levels', deep(13), ''],
    ['201 conditions', many, ''],
  ];

  describe.each([
    [
      'saveSegment',
      'rule',
      (rule: object) => ({
        query:
          'mutation ($rule: SegmentRule!) { saveSegment(input: {key: "wrong", name: "Wrong", rule: $rule}) { id } }',
        variables: { rule },
      }),
    ],
    [
      'segmentPreview',
      'rule',
      (rule: object) => ({
        query: 'query ($rule: SegmentRule!) { segmentPreview(rule: $rule) { size } }',
        variables: { rule },
      }),
    ],
    [
      'customers',
      'where.rule',
      (rule: object) => ({
        query: 'query ($rule: SegmentRule!) { customers(where: {rule: $rule}) { totalCount } }',
        variables: { rule },
      }),
    ],
  ] as const)('by %s', (_name, place, request) => {
    it.each(wrong)('%s', async (_what, rule, path) => {
      const { query, variables } = request(rule);
      const { errors } = await server.ask(query, variables);
      expect(errors?.length).toBeGreaterThan(0);
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      if (path !== null)
        expect(errors?.[0]?.extensions.field?.slice(0, place.length + path.length)).toBe(`${place}${path}`);
    });

    it('however deep it is', async () => {
      const { query, variables } = request({});
      const rule = `${'{"not":'.repeat(5000)}{"segment":"a"}${'}'.repeat(5000)}`;
      const body = JSON.stringify({ query, variables: { ...variables, rule: 0 } }).replace(
        '"rule":0',
        `"rule":${rule}`,
      );
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      expect(errors[0]?.extensions.code).toBe('REQUEST_TOO_LARGE');
    });
  });

  it('when segments name each other in a circle', async () => {
    await save('one', italians);
    await save('two', { segment: 'one' });
    const { errors } = await server.ask(
      'mutation { saveSegment(input: {key: "one", name: "One", rule: {any: [{segment: "two"}]}}) { id } }',
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('one'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('and so is a segment without a proper key or name', async () => {
    for (const [input, at] of [
      ['key: "No Key", name: "N"', 'key'],
      ['key: "key", name: " "', 'name'],
    ] as const) {
      const { errors } = await server.ask(
        `mutation { saveSegment(input: {${input}, rule: {field: {field: COUNTRY, is: {eq: "DE"}}}}) { id } }`,
      );
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: at });
    }
  });
});
