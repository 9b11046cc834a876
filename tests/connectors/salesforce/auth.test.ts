// Tokens over HTTP: expiry, rotation, a moved instance, and grants that end.
import { expect, onTestFinished, test } from 'vitest';
import { Fatal, Reauthorize, Retry } from '../../../connectors/errors.ts';
import { startSalesforceFake } from '../../../connectors/salesforce/fake/index.ts';
import { connector } from '../../../connectors/salesforce/index.ts';
import { isTrustedInstance } from '../../../connectors/salesforce/instance.ts';
import { bench } from './org.ts';
import { contacts } from './world.ts';

const TOKEN = /POST \/services\/oauth2\/token/;
const tokenCalls = (b: Awaited<ReturnType<typeof bench>>) =>
  b.org.server.log.filter(entry => entry.path === '/services/oauth2/token').length;

test('check tells the org and what this user may not read', async () => {
  const b = await bench(contacts(1), { without: ['Case', 'Survey'] });
  const session = connector.open(b.config, b.host);
  await expect(session.check()).resolves.toEqual({
    account: expect.stringContaining('org 00D5g0000000001'),
    missingPermissions: ['read Case'],
  });
});

test('B6 a token that expires between pages is renewed once, and the same page comes', async () => {
  const b = await bench(contacts(5000));
  await b.read('Contact', {
    onPage: (_, n) => {
      if (n === 1) b.org.expireTokens();
    },
  });
  b.expectComplete('Contact');
  expect(tokenCalls(b)).toBe(2);
});

test('B6 five calls that meet an expired token at once share one refresh', async () => {
  const b = await bench(contacts(5));
  const session = connector.open(b.config, b.host);
  await session.check();
  b.org.expireTokens();
  await Promise.all(['Contact', 'Lead', 'Case', 'Task', 'Event'].map(name => session.describe(name)));
  expect(tokenCalls(b)).toBe(2);
});

test('a rotated refresh token is stored before it is used', async () => {
  const b = await bench(contacts(5000), { refresh: true });
  b.org.tokens.rotate = true;
  const first = b.org.tokens.refreshToken;
  const saved: unknown[] = [];
  b.org.beforeAnswer(({ path }) => {
    if (path.startsWith('/services/data')) saved.push(b.host.saved.at(-1)?.refreshToken === b.org.tokens.refreshToken);
  });
  await b.read('Contact', {
    onPage: (_, n) => {
      if (n === 1) b.org.expireTokens();
    },
  });
  b.expectComplete('Contact');
  expect(b.host.saved).toHaveLength(2);
  expect(new Set(saved)).toEqual(new Set([true]));
  expect(b.host.saved.at(-1)).toEqual({ refreshToken: b.org.tokens.refreshToken });
  expect(b.org.tokens.refreshToken).not.toBe(first);
});

test('B7 a refresh answer lost after the rotation means: connect again', async () => {
  const b = await bench(contacts(5), { refresh: true });
  b.org.tokens.rotate = true;
  b.org.server.fail({ route: TOKEN, effect: { dropAnswer: true } });
  await expect(b.read('Contact')).rejects.toThrow(Reauthorize);
  expect(tokenCalls(b)).toBe(2);
});

test.each([
  ['in plain words', 'oops'],
  ['as an OAuth error', { error: 'server_error', error_description: 'try later' }],
])('B7 500 from the token endpoint, %s, is no revocation', async (_, body) => {
  const b = await bench(contacts(5), { refresh: true });
  b.org.server.fail({ route: TOKEN, effect: { reply: { status: 500, body } }, calls: () => true });
  await expect(b.read('Contact')).rejects.toThrow(Retry);
});

test('a login rate limit is waited for, though it looks like a revoked grant', async () => {
  const b = await bench(contacts(5));
  const body = { error: 'invalid_grant', error_description: 'login rate exceeded' };
  b.org.server.fail({ route: TOKEN, effect: { reply: { status: 400, body } } });
  await expect(b.read('Contact')).rejects.toThrow(Retry);
});

test.each([
  ['a revoked grant', 400, { error: 'invalid_grant', error_description: 'expired access/refresh token' }],
  ['an unapproved user', 400, { error: 'invalid_grant', error_description: "user hasn't approved this consumer" }],
  ['a wrong app', 400, { error: 'invalid_client_id', error_description: 'client identifier invalid' }],
])('%s asks for a person', async (_, status, body) => {
  const b = await bench(contacts(5));
  b.org.server.fail({ route: TOKEN, effect: { reply: { status, body } }, calls: () => true });
  await expect(b.read('Contact')).rejects.toThrow(Reauthorize);
  expect(tokenCalls(b)).toBe(1);
});

test('B8 401 for ever with fresh tokens stops after one refresh', async () => {
  const b = await bench(contacts(5));
  b.org.tokens.refuseAll = true;
  await expect(b.read('Contact')).rejects.toThrow(Reauthorize);
  expect(b.org.server.log).toHaveLength(4);
});

test('S22 an instance that moves on refresh is followed by the call that met it', async () => {
  const b = await bench(contacts(5000));
  const moved = await startSalesforceFake({ world: contacts(5000), clock: b.org.clock });
  try {
    await b.read('Contact', {
      onPage: (_, n) => {
        if (n !== 1) return;
        b.org.expireTokens();
        b.org.switches.instanceUrl = moved.url;
        // The new instance knows the tokens of the org's one token endpoint, but not its locators.
        moved.tokens.accepts = authorization => b.org.tokens.accepts(authorization);
      },
    });
  } finally {
    await moved.close();
  }
  b.expectComplete('Contact');
  expect(moved.server.log.length).toBeGreaterThan(1);
});

test.each([
  ['https://salesforce.com.evil.example', 'https://login.salesforce.com', false],
  ['https://evilsalesforce.com', 'https://login.salesforce.com', false],
  ['http://acme.my.salesforce.com', 'https://acme.my.salesforce.com', false],
  ['https://acme.my.salesforce.com@evil.example', 'https://acme.my.salesforce.com', false],
  ['https://acme.my.salesforce.com', 'https://login.salesforce.com', true],
  ['https://na1.salesforce.com', 'https://proxy.acme.example', true],
  ['http://127.0.0.1:4020', 'http://127.0.0.1:4010', true],
])('the instance %s of a log-in at %s: %s', (instance, login, trusted) => {
  expect(isTrustedInstance(instance, login)).toBe(trusted);
});

test('a token that names an instance elsewhere is refused in words, and nothing of it is used or stored', async () => {
  const b = await bench(contacts(5), { refresh: true });
  const elsewhere = await startSalesforceFake({ world: contacts(5), clock: b.org.clock });
  onTestFinished(() => elsewhere.close());
  b.org.tokens.rotate = true;
  b.org.switches.instanceUrl = elsewhere.url.replace('127.0.0.1', 'localhost');
  const error = await b.read('Contact').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Fatal);
  expect(String(error)).toMatch(/names localhost:\d+ as the org's address.*Check "loginUrl"/);
  expect(elsewhere.server.log).toEqual([]);
  expect(b.host.saved).toEqual([]);
});

test('a next page on another host is refused, and the token stays', async () => {
  const b = await bench(contacts(5000));
  const elsewhere = await startSalesforceFake({ world: contacts(5000), clock: b.org.clock });
  onTestFinished(() => elsewhere.close());
  const nextRecordsUrl = `${elsewhere.url}/services/data/v67.0/query/0r8-2000`;
  const body = { totalSize: 5000, done: false, nextRecordsUrl, records: [] };
  b.org.server.fail({ route: /GET .*\/queryAll/, effect: { reply: { status: 200, body } }, calls: () => true });
  await expect(b.read('Contact')).rejects.toThrow(/a link of Salesforce's answer leads to/);
  expect(elsewhere.server.log).toEqual([]);
});

test('neither log nor error shows a secret', async () => {
  const b = await bench(contacts(5), { refresh: true });
  b.org.tokens.revoke();
  const error = await b.read('Contact').catch((thrown: unknown) => thrown);
  const shown = JSON.stringify([b.host.logs, String(error), (error as Reauthorize).detail]);
  for (const secret of [b.config.clientSecret, b.config.refreshToken]) expect(shown).not.toContain(secret);
});
