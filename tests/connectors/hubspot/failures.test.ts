// Failures of the wire: each is waited out, parked or reported, and none is read as "no more rows".
import { afterEach, describe, expect, it } from 'vitest';
import { Fatal, Reauthorize, Retry } from '../../../connectors/errors.ts';
import { connector } from '../../../connectors/hubspot/index.ts';
import type { FakeReply, FaultEffect } from '../../../connectors/kit/fake-server.ts';
import { FakeServer } from '../../../connectors/kit/fake-server.ts';
import { difference, HOUR, MINUTE, NOW, rows, type Setting, setting } from './world.ts';

let s: Setting;
afterEach(() => s.fake.close());

const LIST = /^GET \/crm\/v3\/objects\/contacts$/;
const SEARCH = /^POST .*\/search$/;
const world = { objects: { contacts: rows(250, i => ({ email: `p${i}@example.com` })) } };
const same = () => difference(s, 'contacts', 'contact', ['email']);
const html = (status: number): FakeReply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html></html>',
});
const json = (status: number, body?: object, headers: Record<string, string> = {}): FakeReply => ({
  status,
  headers,
  ...(body ? { body } : {}),
});

describe('a failure in the middle', () => {
  const effects: Record<string, FaultEffect> = {
    'no answer': { hang: true },
    'a stalled body': { stallAfter: 40 },
    'a cut body': { cutAfter: 500 },
    'a reset': { reset: true },
    'a lost answer': { dropAnswer: true },
    'HTML with 200': { reply: html(200) },
    '{} with 200': { reply: json(200, {}) },
    'an empty 200': { reply: { status: 200, headers: { 'content-type': 'application/json' }, body: '' } },
    'half a JSON': {
      reply: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"results":[{"id":"1"' },
    },
    'results that are no rows': { reply: json(200, { results: [{ id: 'x' }] }) },
    'a 204': { reply: { status: 204 } },
    '500 without a type': { reply: { status: 500, body: 'oops' } },
    '502 HTML': { reply: html(502) },
    '504': { reply: html(504) },
    '521': { reply: html(521) },
    '423': { reply: json(423) },
    'HTML 429': { reply: html(429) },
    'a redirect': { reply: { status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } } },
  };
  it.each(Object.entries(effects))('B9, H23: %s is tried again and loses nothing', async (_, effect) => {
    s = await setting(world);
    s.fake.server.fail({ route: LIST, effect, calls: n => n === 2 || n === 3 });
    s.fake.server.fail({ route: SEARCH, effect });
    await s.read('contacts', { config: { timeoutSeconds: 0.15 } });
    expect(same()).toEqual([]);
  });

  it('parks when it does not end', async () => {
    s = await setting(world);
    s.fake.server.fail({ route: LIST, effect: { reply: html(503) }, calls: n => n > 1 });
    await expect(s.read('contacts')).rejects.toBeInstanceOf(Retry);
    expect(s.store.live('contact').size).toBe(100);
  });

  it('B10: never sends the token to another host', async () => {
    s = await setting(world);
    const other = await FakeServer.start(() => ({ status: 200, body: { results: [] } }));
    const reply = { status: 307, headers: { location: `${other.url}/crm/v3/objects/contacts` } };
    s.fake.server.fail({ route: /./, effect: { reply }, calls: () => true });
    await expect(s.read('contacts')).rejects.toBeInstanceOf(Retry);
    const { fake, host } = s;
    await expect(connector.open(s.config(), host).check()).rejects.toBeInstanceOf(Retry);
    expect(other.log).toEqual([]);
    expect(fake.server.log.length).toBeGreaterThan(2);
    await other.close();
  });

  it('a link to the next page is never followed: only its place is taken', async () => {
    s = await setting(world);
    const other = await FakeServer.start(() => ({ status: 200, body: { results: [] } }));
    const next = { after: '100', link: `${other.url}/crm/v3/objects/contacts?after=100` };
    s.fake.server.fail({ route: LIST, effect: { reply: json(200, { results: [], paging: { next } }) } });
    await s.read('contacts');
    expect(other.log).toEqual([]);
    expect([...s.store.live('contact').keys()].every(id => Number(id) >= 100)).toBe(true);
    await other.close();
  });

  it('an abort ends a request that hangs', async () => {
    s = await setting(world);
    s.fake.server.fail({ route: LIST, effect: { hang: true } });
    const reason = new Error('shutting down');
    setTimeout(() => s.host.abort(reason), 50);
    await expect(s.read('contacts')).rejects.toBe(reason);
  });
});

describe('limits', () => {
  const limited = (message: string, extra: object = {}) => json(429, { status: 'error', message, ...extra });
  const cases: [string, RegExp, FakeReply, number][] = [
    ['search', SEARCH, limited('You have reached your secondly limit.', { policyName: 'SECONDLY' }), 1000],
    ['search of 2022', SEARCH, limited('You have reached your secondly limit.', { category: 'RATE_LIMITS' }), 1000],
    [
      'ten seconds',
      LIST,
      limited('You have reached your ten_secondly_rolling limit.', { policyName: 'TEN_SECONDLY_ROLLING' }),
      10_000,
    ],
    ['HTML', LIST, html(429), 10_000],
    ['locked', LIST, json(423), 2000],
  ];
  it.each(cases)('H22, H23: %s: waits as long as it says', async (_, route, reply, ms) => {
    s = await setting(world);
    s.fake.server.fail({ route, effect: { reply } });
    await s.read('contacts');
    expect(s.host.sleeps).toContain(ms);
    expect(s.host.sleeps.every(wait => wait <= ms)).toBe(true);
    expect(same()).toEqual([]);
  });

  it('H22: a daily limit parks until midnight in the portal’s zone', async () => {
    s = await setting(world, { timeZone: 'America/New_York' });
    s.fake.server.fail({
      route: LIST,
      effect: { reply: limited('You have reached your daily limit.', { policyName: 'DAILY' }) },
    });
    const error = await s.read('contacts').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Retry);
    // NOW is 8 o'clock in New York.
    expect((error as Retry).afterMs).toBe(16 * HOUR);
    expect(s.host.sleeps).toEqual([]);
  });

  it('H23: a migration parks for the time it names', async () => {
    s = await setting(world);
    s.fake.server.fail({ route: LIST, effect: { reply: json(477, undefined, { 'retry-after': '3600' }) } });
    await expect(s.read('contacts')).rejects.toMatchObject({ afterMs: 3_600_000, name: 'Retry' });
  });

  it('stays within the fake’s limits, so that no request is refused', async () => {
    s = await setting({ objects: { contacts: rows(30_000) } }, { limits: {} });
    const config = { callsPerTenSeconds: 100, searchesPerSecond: 4 };
    const first = await s.read('contacts', { config });
    for (let i = 1; i <= 3000; i++) s.fake.portal.update('contacts', String(i), { email: 'x' }, { at: NOW + HOUR + i });
    s.clock.advance(2 * HOUR);
    await s.read('contacts', { mode: 'INCREMENTAL', cursor: first.cursor, config });
    expect(s.fake.server.log.filter(entry => entry.status === 429)).toEqual([]);
    expect(s.host.limits.at(-1)).toMatchObject({ limit: 100 });
    expect(s.host.requests).toBe(s.fake.server.log.length);
  });

  it('comes through the fake’s limits when other apps share the portal', async () => {
    s = await setting(world, { limits: { search: 2, tenSecondly: 100 } });
    await s.read('contacts', { config: { searchesPerSecond: 50 } });
    for (let i = 1; i <= 250; i++) s.fake.portal.update('contacts', String(i), { email: 'x' });
    s.clock.advance(MINUTE);
    await s.read('contacts', { mode: 'FULL', cursor: null, config: { searchesPerSecond: 50 } });
    expect(same()).toEqual([]);
  });
});

describe('credentials', () => {
  it.each([
    ['an expired token', true, {}],
    ['another token', false, { accessToken: 'pat-na1-other-token' }],
    ['a malformed token', false, { accessToken: 'no token!' }],
  ] as const)('%s needs a person', async (_, expired, config) => {
    s = await setting(world);
    s.fake.door.expired = expired;
    await expect(s.read('contacts', { config })).rejects.toBeInstanceOf(Reauthorize);
    const before = s.fake.server.log.length;
    await expect(connector.open(s.config(config), s.host).check()).rejects.toBeInstanceOf(Reauthorize);
    expect(s.fake.server.log.length - before).toBe(1);
  });

  it('B17: a missing scope ends one stream and names the scope', async () => {
    s = await setting(world);
    s.fake.portal.refused.set('deals', ['crm.objects.deals.read']);
    const error = await s.read('deals').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Fatal);
    expect((error as Fatal).message).toContain('crm.objects.deals.read');
    await s.read('contacts');
    expect(same()).toEqual([]);
  });

  it('check tells the account and the missing scopes in one request', async () => {
    s = await setting(world, { scopes: ['crm.objects.contacts.read', 'tickets'] });
    const session = connector.open(s.config(), s.host);
    const check = await session.check();
    expect(check.account).toBe('HubSpot portal 4711');
    expect(check.missingPermissions).toContain('crm.objects.deals.read');
    expect(check.missingPermissions).not.toContain('tickets');
    expect(s.fake.server.log).toHaveLength(1);
    await session.close();
  });

  it('neither errors nor logs hold the token', async () => {
    s = await setting(world);
    s.fake.server.fail({ route: LIST, effect: { reply: html(503) }, calls: () => true });
    const error = (await s.read('contacts').catch((e: unknown) => e)) as Retry;
    const told = JSON.stringify([error.message, error.detail, s.host.logs]);
    expect(told).not.toContain(s.fake.token);
  });
});
