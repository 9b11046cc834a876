// The fake behaves as recordings and documentation say HubSpot does. Plain HTTP, no connector.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubSpotFake, startHubSpotFake } from '../../../../connectors/hubspot/fake/index.ts';
import type { HubSpotFakeOptions } from '../../../../connectors/hubspot/fake/options.ts';
import { FakeClock } from '../../../../connectors/kit/fake-server.ts';
import { NOW, rows } from '../world.ts';

interface Body {
  readonly total: number;
  readonly results: { id: string; properties: Record<string, string | null>; [field: string]: unknown }[];
  readonly paging?: { next: { after: string } };
  readonly [field: string]: unknown;
}

let fake: HubSpotFake;
let clock: FakeClock;

async function start(options: HubSpotFakeOptions = {}): Promise<void> {
  clock = new FakeClock();
  clock.freeze(NOW);
  fake = await startHubSpotFake({ limits: 'off', ...options, clock });
}

async function call(method: string, path: string, body?: unknown, token = fake.token) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(fake.url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  const parsed = text.startsWith('{') ? (JSON.parse(text) as Body) : ({} as Body);
  return { status: answer.status, headers: answer.headers, body: parsed, text };
}

const search = (body: object) => call('POST', '/crm/v3/objects/contacts/search', body);
const email = (value: string) => ({ filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ', value }] }] });
const ids = (body: Body) => body.results.map(row => row.id);

beforeEach(() => start());
afterEach(() => fake.close());

describe('search', () => {
  it('matches on the index and shows the live row', async () => {
    fake.portal.create('contacts', { email: 'a@b.example' }, { id: '1' });
    expect((await search(email('a@b.example'))).body).toMatchObject({ total: 0, results: [] });
    clock.advance(8000);
    fake.portal.update('contacts', '1', { email: 'c@d.example' });
    const { body } = await search({ ...email('a@b.example'), properties: ['email'] });
    expect(body).toMatchObject({ total: 1, results: [{ id: '1', properties: { email: 'c@d.example' } }] });
  });

  it('counts an archived row until the index knows, but does not show it', async () => {
    fake.portal.create('contacts', { email: 'a@b.example' }, { id: '1' });
    clock.advance(8000);
    fake.portal.archive('contacts', '1');
    expect((await search(email('a@b.example'))).body).toMatchObject({ total: 1, results: [] });
    clock.advance(8000);
    expect((await search(email('a@b.example'))).body).toMatchObject({ total: 0, results: [] });
  });

  it('pages by offset up to the wall', async () => {
    for (let i = 0; i < 450; i++) fake.portal.create('contacts', {}, { id: String(1000 - i) });
    clock.advance(8000);
    const sorts = [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }];
    const second = await search({ limit: 200, after: '200', sorts });
    expect(second.body).toMatchObject({ total: 450, paging: { next: { after: '400' } } });
    expect(ids(second.body)[0]).toBe('751');
    expect((await search({ limit: 200, after: '400' })).body.paging).toBeUndefined();
    expect((await search({ after: '10000' })).status).toBe(400);
    expect((await search({ limit: 201 })).status).toBe(400);
  });

  it('takes ranges over times, in epoch or ISO, and none over text', async () => {
    for (let i = 0; i < 5; i++) fake.portal.create('contacts', { email: 'x' }, { id: String(i + 1), at: NOW + i });
    clock.advance(9000);
    const range = (propertyName: string, operator: string, value: string) =>
      search({ filterGroups: [{ filters: [{ propertyName, operator, value }] }] });
    expect(ids((await range('lastmodifieddate', 'GTE', String(NOW + 3))).body)).toEqual(['4', '5']);
    expect(ids((await range('lastmodifieddate', 'LT', new Date(NOW + 1).toISOString())).body)).toEqual(['1']);
    expect(ids((await range('createdate', 'EQ', String(NOW + 2))).body)).toEqual(['3']);
    expect((await range('hs_lastmodifieddate', 'GTE', String(NOW))).body.total).toBe(0);
    expect((await range('email', 'GTE', 'a')).status).toBe(400);
    expect((await range('lastmodifieddate', 'GTE', '0')).status).toBe(500);
  });
});

describe('objects', () => {
  it('list by id as a number, next page named by the next id', async () => {
    for (const id of ['9', '10', '100', '2']) fake.portal.create('contacts', {}, { id });
    const first = await call('GET', '/crm/v3/objects/0-1?limit=3&properties=email&properties=a,b');
    expect(ids(first.body)).toEqual(['2', '9', '10']);
    expect(first.body.paging?.next.after).toBe('100');
    expect(Object.keys(first.body.results[0]!.properties)).toEqual([
      'a',
      'b',
      'createdate',
      'email',
      'hs_object_id',
      'lastmodifieddate',
    ]);
    expect((await call('GET', '/crm/v3/objects/contacts?limit=3&after=100')).body.paging).toBeUndefined();
  });

  it('write instants without a fraction of zero', async () => {
    fake.portal.create('contacts', {}, { id: '1', at: NOW });
    fake.portal.create('contacts', {}, { id: '2', at: NOW + 20 });
    const { results } = (await call('GET', '/crm/v3/objects/contacts')).body;
    expect(results.map(row => row.updatedAt)).toEqual(['2026-05-20T12:00:00Z', '2026-05-20T12:00:00.020Z']);
  });

  it('touch a new record once more when computed properties run', async () => {
    await fake.close();
    await start({ computedTouchMs: 2000 });
    fake.portal.create('contacts', {}, { id: '1' });
    clock.advance(3000);
    expect((await call('GET', '/crm/v3/objects/contacts/1')).body.updatedAt).toBe('2026-05-20T12:00:02Z');
  });

  it('merge into a new id, to which both old ones lead', async () => {
    for (const id of ['1', '2']) fake.portal.create('contacts', { email: `${id}@x` }, { id });
    const id = fake.portal.merge('contacts', '1', '2');
    const { body } = await call('GET', '/crm/v3/objects/contacts/1?properties=hs_merged_object_ids,email');
    expect(body).toMatchObject({ id, properties: { hs_merged_object_ids: '1;2', email: '1@x' } });
    const batch = await call('POST', '/crm/v3/objects/contacts/batch/read', {
      inputs: [{ id: '1' }, { id: '2' }, { id: '3' }],
    });
    expect(batch).toMatchObject({ status: 207, body: { numErrors: 1, errors: [{ context: { ids: ['3'] } }] } });
    expect(ids(batch.body)).toEqual([id]);
    expect(ids((await call('GET', '/crm/v3/objects/contacts')).body)).toEqual([id]);
    expect((await call('GET', '/crm/v3/objects/contacts?archived=true')).body.results).toEqual([]);
  });

  it('are erased for privacy without a trace', async () => {
    fake.portal.create('contacts', {}, { id: '1' });
    expect((await call('POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: '1' })).status).toBe(204);
    expect((await call('GET', '/crm/v3/objects/contacts/1')).status).toBe(404);
    expect((await call('GET', '/crm/v3/objects/contacts?archived=true')).body.results).toEqual([]);
  });

  it('refuse to list archived meetings', async () => {
    const { status, body } = await call('GET', '/crm/v3/objects/meetings?archived=true');
    expect({ status, message: body.message }).toEqual({
      status: 400,
      message: 'Paging through deleted objects is not yet supported',
    });
  });
});

describe('the door', () => {
  it('tells a wrong token from a malformed one', async () => {
    expect((await call('GET', '/crm/v3/owners', undefined, 'pat-na1-wrong-token')).body.category).toBe(
      'INVALID_AUTHENTICATION',
    );
    expect((await call('GET', '/crm/v3/owners', undefined, 'oops!')).status).toBe(530);
    fake.door.expired = true;
    expect((await call('GET', '/crm/v3/owners')).body.category).toBe('EXPIRED_AUTHENTICATION');
  });

  it('limits searches by the second, calls by ten, and tells so except to searches', async () => {
    await fake.close();
    await start({ limits: { tenSecondly: 8 } });
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push(await search({}));
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(new Set(answers.slice(5).map(answer => answer.body.policyName))).toEqual(new Set([undefined, 'SECONDLY']));
    expect(answers[0]!.headers.get('x-hubspot-ratelimit-max')).toBeNull();
    const calls = [];
    for (let i = 0; i < 4; i++) calls.push(await call('GET', '/crm/v3/owners'));
    expect(calls.map(answer => answer.status)).toEqual([200, 200, 200, 429]);
    expect(calls[0]!.headers.get('x-hubspot-ratelimit-remaining')).toBe('2');
    clock.advance(10_000);
    expect((await call('GET', '/crm/v3/owners')).status).toBe(200);
  });

  it('ends the day at midnight of the portal', async () => {
    await fake.close();
    await start({ limits: { daily: 2 }, timeZone: 'Europe/Berlin' });
    const status = async () => (await call('GET', '/crm/v3/owners')).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
    clock.freeze(Date.UTC(2026, 4, 20, 22, 0, 1));
    expect(await status()).toBe(200);
  });
});

it('counts and shows rows of a large world without walking it', async () => {
  await fake.close();
  const base = rows(3000);
  let reads = 0;
  const counted = {
    length: base.length,
    positionOf: base.positionOf,
    modifiedInOrder: true,
    at: (i: number) => {
      reads += 1;
      return base.at(i);
    },
  };
  await start({ world: { portalId: 1, objects: { contacts: counted }, links: () => [] } });
  const modified = { propertyName: 'lastmodifieddate', operator: 'GTE', value: String(base.at(1000).modifiedAt) };
  const sorts = [{ propertyName: 'lastmodifieddate', direction: 'ASCENDING' }];
  expect((await search({ filterGroups: [{ filters: [modified] }], sorts, limit: 1 })).body.total).toBe(2000);
  expect(reads).toBeLessThan(100);
});
