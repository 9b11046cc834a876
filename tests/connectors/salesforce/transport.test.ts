// The probe of jsforce's private seam: with our transport it must settle whatever the wire does. Pin the version.
import { Connection } from 'jsforce';
import { expect, onTestFinished, test } from 'vitest';
import { FakeServer, type FaultEffect } from '../../../connectors/kit/fake-server.ts';
import { SafeTransport } from '../../../connectors/salesforce/transport.ts';

async function probe(effect: FaultEffect | null, status = 200) {
  const reply = { status, body: status === 200 ? { ok: true } : [{ message: 'no', errorCode: 'INVALID_SESSION_ID' }] };
  const server = await FakeServer.start(() => reply);
  onTestFinished(() => server.close());
  if (effect) server.fail({ route: /./, effect, calls: () => true });
  const connection = new Connection({ version: '67.0', instanceUrl: server.url, accessToken: 'secret' });
  const { origin } = new URL(server.url);
  // Short only where nothing else would end the call.
  const timeoutMs = effect && ('hang' in effect || 'stallAfter' in effect) ? 300 : 20_000;
  const options = { signal: new AbortController().signal, timeoutMs, origin, before: () => {}, after: () => {} };
  connection._transport = new SafeTransport(options);
  return { server, connection, answer: connection.request<unknown>('/limits') };
}

test('a good answer comes through', async () => {
  const { answer, server } = await probe(null);
  await expect(answer).resolves.toEqual({ ok: true });
  expect(server.log[0]).toMatchObject({ path: '/services/data/v67.0/limits', authorization: 'Bearer secret' });
});

test.each<[string, FaultEffect, RegExp]>([
  ['a cut body', { cutAfter: 5 }, /TransportError/],
  ['a stall', { stallAfter: 5 }, /TransportError: no complete answer in time/],
  ['no answer', { hang: true }, /TransportError: no complete answer in time/],
  ['a reset', { reset: true }, /TransportError/],
  [
    'a redirect',
    { reply: { status: 302, headers: { location: 'http://elsewhere.example/' } } },
    /redirect to elsewhere/,
  ],
  ['HTML', { reply: { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' } }, /BrokenAnswer/],
  ['a bare error', { reply: { status: 503, body: '' } }, /ApiError: HTTP status 503/],
])('%s rejects, once, without a hidden retry', async (_, effect, expected) => {
  const { answer, server } = await probe(effect);
  const error = await answer.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(String(error)).toMatch(expected);
  expect(server.log).toHaveLength(1);
});

test('an endless 401 rejects after one call: jsforce starts no refresh of its own', async () => {
  const { answer, server } = await probe(null, 401);
  await expect(answer).rejects.toMatchObject({ status: 401, code: 'INVALID_SESSION_ID' });
  expect(server.log).toHaveLength(1);
});

test.each([
  ['another host', (url: string) => url.replace('127.0.0.1', 'localhost')],
  ['the host as a name before an at sign', (url: string) => url.replace('http://', 'http://127.0.0.1:9@localhost:9/')],
  ['no address', () => 'services/data'],
])('a link to %s is not followed with the token', async (_, linked) => {
  const { server, connection, answer } = await probe(null);
  await answer;
  await expect(connection.request(linked(server.url))).rejects.toThrow(/^a link of Salesforce's answer leads to /);
  expect(server.log).toHaveLength(1);
});
