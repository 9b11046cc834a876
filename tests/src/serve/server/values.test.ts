// A value out of bounds is refused before anything runs, in the same words whether it is a literal, a variable or a default.
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../../../schema/create-schema.ts';
import { requestProblems } from '../../../../src/serve/server/check-request.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

const schema = createSchema();

/** What is told of a request: code, field and words of each error. */
function told(query: string, variables: Record<string, unknown> = {}) {
  return requestProblems(schema, { document: parse(query), variables, suggest: false }).map(
    ({ message, extensions: { code, field } }) => ({ code, field, message }),
  );
}

const customers = (value: string) => `{ customers(search: ${value}) { totalCount } }`;
const preview = (rule: string) => `{ segmentPreview(rule: ${rule}) { size } }`;
const year = new Date().getUTCFullYear();

// graphql's own lexer refuses half of a surrogate pair.
describe('literals', () => {
  it.each<[string, string, string, RegExp]>([
    ['NUL', customers('"a\\u0000b"'), 'search', /NUL/],
    ['a text without end', customers(`"${'x'.repeat(60_001)}"`), 'search', /60001 characters/],
    ['an id of 9 kB', `{ node(id: "${'9'.repeat(9_000)}") { id } }`, 'id', /at most 255/],
    [
      'a text deep inside',
      preview('{ all: [{ not: { trait: { key: "a\\u0000", is: { present: true } } } }] }'),
      'rule.all[0].not.trait.key',
      /NUL/,
    ],
    [
      'a moment before all',
      '{ interactions(where: { occurredAt: { from: "1899-12-31T00:00:00Z" } }) { totalCount } }',
      'where.occurredAt.from',
      /1900/,
    ],
    [
      'a moment far ahead',
      `{ interactions(where: { occurredAt: { to: "${year + 12}-01-01T00:00:00Z" } }) { totalCount } }`,
      'where.occurredAt.to',
      /ten years/,
    ],
    [
      'a day of no year',
      '{ metric(metric: NPS, during: { from: "0001-01-01", to: "2026-01-01" }) { asOf } }',
      'during.from',
      /1900/,
    ],
    [
      'a length of ages',
      '{ metric(metric: NPS, during: { last: "P9999999999D" }) { asOf } }',
      'during.last',
      /100 years/,
    ],
    [
      'a length that hides its ages',
      '{ metric(metric: NPS, during: { last: "P99Y24M" }) { asOf } }',
      'during.last',
      /100 years/,
    ],
    ['a number beyond all', '{ cxIndex(during: { last: "P1Y" }, confidence: 1e300) { asOf } }', 'confidence', /beyond/],
    ['a default', 'query ($s: String = "a\\u0000") { customers(search: $s) { totalCount } }', 's', /NUL/],
    ['a word that is no enum', '{ metric(metric: NPC, during: { last: "P1Y" }) { asOf } }', 'metric', /NPC/],
    ['no way to say who', '{ customer(by: {}) { id } }', 'by', /exactly one/],
  ])('%s', (_what, query, field, words) => {
    const [first] = told(query);
    expect(first).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(first!.message).toMatch(words);
  });
});

describe('variables', () => {
  const rule = 'query ($r: SegmentRule!) { segmentPreview(rule: $r) { size } }';
  const trait = (is: unknown) => ({ r: { all: [{ not: { trait: { key: 'a', is } } }] } });
  it.each<[string, string, Record<string, unknown>, string, RegExp]>([
    ['NUL', rule, trait({ eq: 'a\0' }), 'r.all[0].not.trait.is.eq', /NUL/],
    [
      'half a pair as a name in JSON',
      rule,
      trait({ eq: { '\ud800': 1 } }),
      'r.all[0].not.trait.is.eq',
      /name that holds half/,
    ],
    ['JSON nested without end', rule, trait({ eq: nested(60) }), 'r.all[0].not.trait.is.eq', /50 deep/],
    [
      'JSON as wide as a body',
      rule,
      trait({ eq: Array.from({ length: 10_001 }, () => 1) }),
      'r.all[0].not.trait.is.eq',
      /10000 values/,
    ],
    [
      'a list of 1,001',
      rule,
      { r: { all: Array.from({ length: 1_001 }, () => ({ segment: 'a' })) } },
      'r.all',
      /1001 entries/,
    ],
    [
      'one entry that is wrong',
      rule,
      { r: { all: [{ segment: 'a' }, { segment: 'b\0' }] } },
      'r.all[1].segment',
      /NUL/,
    ],
    [
      'two ways at once',
      'query ($by: CustomerBy!) { customer(by: $by) { id } }',
      { by: { id: 'a', email: 'b' } },
      'by',
      /[Ee]xactly one/,
    ],
    ['the wrong kind', 'query ($n: Int) { customers(first: $n) { totalCount } }', { n: 'three' }, 'n', /three/],
    ['nothing', 'query ($n: Int!) { customers(first: $n) { totalCount } }', {}, 'n', /not given/],
  ])('%s', (_what, query, variables, field, words) => {
    const [first] = told(query, variables);
    expect(first).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(first!.message).toMatch(words);
  });

  it('of items of a batch are left to the batch', () => {
    const query = 'mutation ($i: [RecordInteractionInput!]!) { recordInteractions(interactions: $i) { accepted } }';
    const item = { id: 'a\0', customer: { email: 'a\ud800' }, kind: 'CALL', occurredAt: '0044-03-15T00:00:00Z' };
    expect(told(query, { i: [item] })).toEqual([]);
    expect(told(query, { i: [{ ...item, kind: 'DANCE' }] })).toMatchObject([
      { code: 'BAD_USER_INPUT', field: 'i[0].kind' },
    ]);
  });

  it('tells the first twenty that are wrong', () => {
    const query = 'query ($r: [SegmentRule!]!) { segmentPreview(rule: { all: $r }) { size } }';
    expect(told(query, { r: Array.from({ length: 50 }, () => ({ segment: '\0' })) })).toHaveLength(20);
  });
});

function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

describe('over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('has the status 400, and reads nothing', async () => {
    server.world.statements.length = 0;
    const answer = await server.ask(customers('"\\u0000"'));
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'search', retryable: false } }],
    });
    expect(answer.data).toBeUndefined();
    expect(server.world.statements).toEqual([]);
  });

  it('is refused where its name would change objects', async () => {
    const body = `{"query":"query ($r: SegmentRule!) { segmentPreview(rule: $r) { size } }","variables":{"r":{"trait":{"key":"a","is":{"eq":{"__proto__":{"b":1}}}}}}}`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(server.url, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'r.trait.is.eq' } }],
    });
  });

  it('says little of a value of 40 kB that is wrong twenty times', async () => {
    const long = 'x'.repeat(2_000);
    const fields = Array.from({ length: 20 }, (_, at) => `a${at}: customers(first: "${long}") { totalCount }`);
    const { status, errors } = await server.ask(
      `{ ${fields.slice(0, 10).join(' ')} viewer { ...f } } fragment f on Viewer { name }`,
    );
    expect(status).toBe(400);
    for (const { message } of errors ?? []) expect(message.length).toBeLessThanOrEqual(501);
  });

  it('tells one who may not know the names of the schema none of them', async () => {
    const stranger = await startTestServer({ role: 'VIEWER' });
    const query = 'query ($by: CustomerBy!) { customer(by: $by) { id } }';
    const { errors } = await stranger.ask(query, { by: { emial: 'a@b.example' } });
    await stranger.close();
    expect(errors?.[0]?.message).toContain('emial');
    expect(errors?.[0]?.message).not.toContain('Did you mean');
  });
});
