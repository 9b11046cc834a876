// Who is let in, and who is not.
import { expect, test } from 'vitest';
import { type Caller, viewerOf } from '../../../../src/base/access/viewer.ts';

const embedded = { adminKey: null, databaseUrl: null };
const own = { adminKey: null, databaseUrl: 'postgres://localhost/cx' };
const keyed = { adminKey: 'key-of-the-administrator', databaseUrl: null };
const local: Caller = { remoteAddress: '127.0.0.1', host: '127.0.0.1:4000' };
const admin = { name: 'admin', role: 'ADMIN' };
const unauthenticated = expect.objectContaining({ code: 'UNAUTHENTICATED' });

test('with a key, who sends it is let in from anywhere', () => {
  const far = { remoteAddress: '203.0.113.9', host: 'cx.example.com', origin: 'https://app.example.com' };
  expect(viewerOf(keyed, { ...far, authorization: 'Bearer key-of-the-administrator' })).toEqual(admin);
  expect(viewerOf(keyed, { ...far, authorization: 'bearer  key-of-the-administrator' })).toEqual(admin);
});

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'Bearer key-of-the-administrato',
  'Bearer key-of-the-administrator2',
  'Basic key-of-the-administrator',
  'key-of-the-administrator',
])('with a key, %j is refused even over loopback', authorization => {
  expect(() => viewerOf(keyed, { ...local, authorization })).toThrow(unauthenticated);
});

test.each<Caller>([
  local,
  { remoteAddress: '::1', host: '[::1]:4000' },
  { remoteAddress: '::ffff:127.0.0.1', host: 'localhost:4000' },
  { ...local, host: 'LOCALHOST' },
  { ...local, origin: 'http://127.0.0.1:4000' },
])('without a key, this machine is let in: %j', caller => {
  expect(viewerOf(embedded, caller)).toEqual(admin);
});

test.each<[string, Caller]>([
  ['another machine', { remoteAddress: '192.168.1.5', host: 'localhost:4000' }],
  ['no address', { host: 'localhost:4000' }],
  ['a name that was bent to 127.0.0.1', { ...local, host: 'evil.example:4000' }],
  ['a name that only looks local', { ...local, host: '127.0.0.1.evil.example' }],
  ['a name before an at sign', { ...local, host: 'localhost@evil.example' }],
  ['no Host', { remoteAddress: '127.0.0.1' }],
  ['a page of another site', { ...local, origin: 'https://evil.example' }],
  ['a page of another port', { ...local, origin: 'http://127.0.0.1:8080' }],
  ['what a proxy passed on', { ...local, forwardedBy: ['x-forwarded-for'] }],
  ['a page without an origin', { ...local, origin: 'null' }],
])('without a key, %s is refused', (_, caller) => {
  expect(() => viewerOf(embedded, caller)).toThrow(unauthenticated);
});

test('without a key, who is behind a proxy hears what to set', () => {
  expect(() => viewerOf(embedded, { ...local, forwardedBy: ['via'] })).toThrow(/"via".*set CXGRAPH_ADMIN_KEY/);
  const key = 'Bearer key-of-the-administrator';
  expect(viewerOf(keyed, { ...local, forwardedBy: ['via'], authorization: key })).toEqual(admin);
});

test('with a database of your own and no key, nobody is let in', () => {
  expect(() => viewerOf(own, local)).toThrow(unauthenticated);
});
