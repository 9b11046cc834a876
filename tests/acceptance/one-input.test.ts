// What one input may not do: each line of that table, by what must come of it.
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/serve.ts';
import { CHAINS, doublingFragments, GROWTH, requestOf, SEARCH, twentyErrors } from './hunter/attacks.ts';
import { ANSWER_BYTES, codesOf, REQUEST_MS } from './hunter/faults.ts';
import { createGround, type Ground } from './hunter/ground.ts';
import { httpSender, type Sender, type Sent, socketSender } from './hunter/sender.ts';
import { CONNECTORS } from './stage.ts';

const TIMES = [1, 2, 3];
const AT_ONCE_MS = 1_500;

let ground: Ground;
let http: Sender;
let socket: Sender;
beforeAll(async () => {
  ground = await createGround(100);
  http = httpSender(ground.hunted);
  socket = socketSender(ground.hunted);
}, 120_000);
afterAll(async () => {
  http?.close();
  socket?.close();
  await ground?.close();
});

/** Three times over HTTP and once over WebSocket, because what comes again may be run in another way. */
async function sendOften(document: string, variables?: unknown): Promise<Sent[]> {
  const answers: Sent[] = [];
  for (const _ of TIMES) answers.push(await http.send(requestOf(document, variables)));
  return [...answers, await socket.send(requestOf(document, variables))];
}

const fieldsOf = ({ errors }: Sent) => [...new Set(errors.map(error => error.extensions?.field))];

describe('a document', () => {
  it('of nested fragments is refused for its size, before anything walks it', async () => {
    for (const document of [12, 18, 23, 30].flatMap(doublingFragments)) {
      expect(document.length).toBeLessThan(2_000);
      for (const answer of await sendOften(document)) {
        expect(codesOf(answer), document.slice(0, 60)).toBe('REQUEST_TOO_LARGE');
        expect(answer.ms).toBeLessThan(AT_ONCE_MS);
      }
    }
  });

  it.each([
    ['letters', 'a'.repeat(40_000)],
    ['blanks', ' '.repeat(40_000)],
    ['colons and brackets', 'a: [ '.repeat(8_000)],
  ])('of 41 kB with twenty errors behind %s is answered at once', async (_, filler) => {
    for (const answer of await sendOften(twentyErrors(filler))) {
      expect(answer.problem).toBeNull();
      expect(answer.errors.length).toBeGreaterThan(0);
      expect(answer.ms).toBeLessThan(AT_ONCE_MS);
    }
  });
});

describe('a value', () => {
  const PLACES: Record<string, (value: string) => readonly [string, object]> = {
    'as a variable': value => ['query ($id: ID!) { customer(by: {id: $id}) { id } }', { id: value }],
    'in a filter': value => [
      'query ($s: String!) { customers(first: 1, where: {segment: $s}) { __typename } }',
      { s: value },
    ],
    'in a list': value => [
      'query ($s: [String!]) { interactions(first: 1, where: {source: $s}) { __typename } }',
      { s: [value] },
    ],
  };
  const VALUES = { NUL: 'a\0b', 'a lone surrogate': 'a\ud800b' };

  describe.each(Object.entries(PLACES))('%s', (_, place) => {
    it.each(Object.entries(VALUES))('that is %s is refused with its field', async (_, value) => {
      for (const answer of await sendOften(...place(value))) {
        expect(codesOf(answer)).toBe('BAD_USER_INPUT');
        expect(fieldsOf(answer)).not.toContain(undefined);
      }
    });
  });

  it.each([
    ['an id of 9 kB', `{ customer(by: {id: "${'x'.repeat(9_000)}"}) { id } }`],
    ['a key of 9 kB', `{ customers(first: 1, where: {segment: "${'x'.repeat(9_000)}"}) { __typename } }`],
    ['a period of P9999999999D', 'query { journeys { map(during: {last: "P9999999999D"}) { asOf } } }'],
    [
      'a length of P9999999999D',
      'query { customers(first: 1, where: {rule: {interaction: {within: "P9999999999D"}}}) { __typename } }',
    ],
    ['a forged cursor', 'query { customers(first: 1, after: "WzEsIm5vdGhpbmciLCJ4IiwxXQ") { __typename } }'],
    ['NUL in a literal', String.raw`query { customer(by: {id: "a\u0000b"}) { id } }`],
  ])('that is %s is refused with its field', async (_, document) => {
    for (const answer of await sendOften(document)) {
      expect(codesOf(answer)).toBe('BAD_USER_INPUT');
      expect(fieldsOf(answer)).not.toContain(undefined);
    }
  });

  it('with two keys where one is to be given is refused, however often it is sent', async () => {
    const { customer, email } = ground.things;
    const query = 'query ($by: CustomerBy!) { customer(by: $by) { id } }';
    for (const by of [{ id: customer, email }, {}, { id: null }, { id: customer, email: null }])
      for (const answer of await sendOften(query, { by })) expect(codesOf(answer)).toBe('BAD_USER_INPUT');
    const literal = `{ customer(by: {id: "${customer}", email: "${email}"}) { id } }`;
    for (const answer of await sendOften(literal)) expect(codesOf(answer)).toBe('BAD_USER_INPUT');
  });
});

describe('a batch', () => {
  const hostile: Record<string, object> = {
    'an id with NUL': { id: 'a\0b' },
    'an id with a lone surrogate': { id: 'a\ud800b' },
    'an id of 9 kB': { id: 'x'.repeat(9_000) },
    'a customer’s id with NUL': { customer: { id: 'customer_\0' } },
    'an amount of 1e200': { amount: 1e200, currency: 'EUR' },
    'a moment in year 1': { occurredAt: '0001-01-01T00:00:00Z' },
  };
  it.each(Object.entries(hostile))('loses the item with %s, and nothing else', async (name, wrong) => {
    const item = (id: string) => ({
      id: `${name}-${id}`.replaceAll(' ', '-'),
      kind: 'REFERRAL',
      customer: { id: ground.things.customer },
      occurredAt: '2026-06-01T10:00:00Z',
    });
    const interactions = [item('1'), { ...item('2'), ...wrong }, item('3')];
    const answer = await http.send(
      requestOf(
        'mutation ($i: [RecordInteractionInput!]!) { recordInteractions(interactions: $i) { accepted rejected { index message } } }',
        { i: interactions },
      ),
    );
    expect(answer.errors).toEqual([]);
    expect(JSON.parse(answer.text).data.recordInteractions).toMatchObject({ accepted: 2, rejected: [{ index: 1 }] });
  });
});

describe('a read', () => {
  const READS: Record<string, readonly [string, unknown?]> = {
    'a rule of 50 chains': [CHAINS.document, CHAINS.variables],
    'a search word of 96 kB': [SEARCH, { s: 'x'.repeat(96_000) }],
    'growth by day of all segments': [GROWTH],
  };
  it.each(Object.entries(READS))('of %s has an end, in time and in bytes', async (_, [document, variables]) => {
    const answer = await http.send(requestOf(document, variables));
    expect(answer.problem).toBeNull();
    expect(answer.ms).toBeLessThan(REQUEST_MS);
    expect(answer.bytes).toBeLessThan(ANSWER_BYTES);
    expect(['none', 'TIMEOUT', 'ANSWER_TOO_LARGE', 'BAD_USER_INPUT', 'REQUEST_TOO_LARGE']).toContain(codesOf(answer));
  });

  it('whose client leaves is given up by the database too', async () => {
    const { url, authorization } = ground.hunted;
    const { sql } = ground.stage.world;
    const left = sql.transaction(async tx => {
      // Nobody else reads these meanwhile.
      await tx.query('lock table rejected_record in access exclusive mode');
      const leaving = new AbortController();
      const asked = fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query: '{ rejectedRecords(first: 1) { nodes { id } } }' }),
        signal: leaving.signal,
      }).catch(() => null);
      const waiting = async () =>
        (await tx.query(`select from pg_locks where relation = 'rejected_record'::regclass and not granted`)).length;
      while ((await waiting()) === 0) await sleep(20);
      leaving.abort();
      await asked;
      const patience = Date.now() + 3_000;
      while ((await waiting()) > 0 && Date.now() < patience) await sleep(50);
      return waiting();
    });
    expect(await left).toBe(0);
  });
});

describe('of strangers', () => {
  let open: TestServer;
  beforeAll(async () => {
    open = await startTestServer({ connectors: CONNECTORS });
  });
  afterAll(() => open?.close());

  it.each([
    ['x-forwarded-for', '203.0.113.7'],
    ['forwarded', 'for=203.0.113.7'],
    ['x-forwarded-host', 'cx.example'],
    ['x-real-ip', '203.0.113.7'],
  ])('a request that was forwarded to loopback without a key is nobody’s: %s', async (name, value) => {
    const answer = await open.ask('{ viewer { role } }', {}, { [name]: value });
    expect(answer.status).toBe(401);
    expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('a host that a connection is pointed to never sees the token that is stored for another', async () => {
    const seen: string[] = [];
    const elsewhere = createServer((request: IncomingMessage, response) => {
      seen.push(JSON.stringify(request.headers));
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise(resolve => elsewhere.once('listening', resolve));
    const { port } = elsewhere.address() as { port: number };
    const token = 'pat-eu1-stored-and-secret';
    const made = await open.ask('mutation ($i: ConnectInput!) { connect(input: $i) { id } }', {
      i: {
        connector: 'hubspot',
        key: 'pointed',
        name: 'Pointed',
        config: { accessToken: token, baseUrl: ground.things.sourceUrl },
      },
    });
    const { id } = (made.data as unknown as { connect: { id: string } }).connect;
    const change = { config: { baseUrl: `http://127.0.0.1:${port}` } };
    const changed = await open.ask(
      'mutation ($id: ID!, $i: UpdateConnectionInput!) { updateConnection(id: $id, input: $i) { id } }',
      { id, i: change },
    );
    await open.ask('mutation ($id: ID!) { testConnection(id: $id) { ok } }', { id });
    elsewhere.close();
    expect(changed.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(seen.filter(headers => headers.includes(token))).toEqual([]);
  });
});
