// The fake itself, where the connector does not lean on it: getUpdated, getDeleted, the bin, limits and versions.
import { expect, onTestFinished, test } from 'vitest';
import { startSalesforceFake } from '../../../connectors/salesforce/fake/index.ts';
import type { SalesforceWorld } from '../../../connectors/salesforce/fake/world.ts';
import { contact, contacts, idOf, rows, worldOf } from './world.ts';

async function signedIn(world: SalesforceWorld) {
  const org = await startSalesforceFake({ world });
  onTestFinished(() => org.close());
  const { clientId, clientSecret } = org.config;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const token = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token } = (await token.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  const get = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${org.url}/services/data/v67.0${path}`, { headers, ...init });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as never };
  };
  return { org, get, headers };
}

test('S25 getUpdated looks at whole seconds', async () => {
  const { org, get } = await signedIn(contacts(3));
  org.clock.freeze(Date.parse('2026-03-02T00:00:00.000Z'));
  const span = 'start=2026-03-01T08:00:01.999%2B00:00&end=2026-03-01T08:00:02.999%2B00:00';
  const { body } = await get(`/sobjects/Contact/updated/?${span}`);
  expect(body).toMatchObject({ ids: [idOf('003', 1)], latestDateCovered: '2026-03-01T08:00:02.000+0000' });
});

test('S4 getDeleted goes back fifteen days, not further', async () => {
  const { org, get } = await signedIn(contacts(3));
  org.clock.freeze(Date.parse('2026-03-02T00:00:00.000Z'));
  org.delete('Contact', idOf('003', 0));
  const { body } = await get('/sobjects/Contact/deleted/?start=2026-03-01T00:00:00Z&end=2026-03-03T00:00:00Z');
  expect(body).toMatchObject({ deletedRecords: [{ id: idOf('003', 0), deletedDate: '2026-03-02T00:00:00.000+0000' }] });
  const early = await get('/sobjects/Contact/deleted/?start=2026-02-01T00:00:00Z&end=2026-03-03T00:00:00Z');
  expect(early).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_REPLICATION_DATE' }] });
});

test('a world may start with records in the bin', async () => {
  const gone = { IsDeleted: true, MasterRecordId: idOf('003', 1) };
  const world = worldOf({ Contact: rows('003', 4, n => ({ ...contact(n), ...(n === 0 ? gone : {}) })) });
  const { org, get } = await signedIn(world);
  expect(org.counts().Contact).toBe(3);
  const count = (kind: string) => get(`/${kind}?q=SELECT+COUNT()+FROM+Contact`);
  expect(await count('query')).toMatchObject({ body: { totalSize: 3 } });
  expect(await count('queryAll')).toMatchObject({ body: { totalSize: 4 } });
});

test('errors are arrays, usage is told, long URIs and strangers are refused', async () => {
  const { org, get, headers } = await signedIn(contacts(1));
  const bad = await get('/query?q=SELECT+Nope+FROM+Contact');
  expect(bad).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
  expect(bad.headers.get('sforce-limit-info')).toBe('api-usage=1/1000000');
  const stranger = await get('/limits', { headers: { authorization: 'Bearer nobody' } });
  expect(stranger).toMatchObject({ status: 401, body: [{ errorCode: 'INVALID_SESSION_ID' }] });
  const long = `${org.url}/services/data/v67.0/query?q=${'x'.repeat(16_000)}`;
  // Node's own limit on a request's head is as large: either of them refuses.
  expect([414, 431]).toContain((await fetch(long, { headers: { ...headers, 'x-more': 'y'.repeat(400) } })).status);
});

test('S10 results of a job are refused to another API version', async () => {
  const { org, headers } = await signedIn(contacts(1));
  const jobs = `${org.url}/services/data/v67.0/jobs/query`;
  const body = JSON.stringify({ operation: 'query', query: 'SELECT Id FROM Contact' });
  const { id } = (await (await fetch(jobs, { method: 'POST', headers, body })).json()) as { id: string };
  expect((await fetch(`${jobs}/${id}/results`, { headers })).status).toBe(400);
  await (await fetch(`${jobs}/${id}`, { headers })).text();
  expect((await fetch(`${jobs.replace('67.0', '66.0')}/${id}/results`, { headers })).status).toBe(409);
  const good = await fetch(`${jobs}/${id}/results`, { headers });
  expect(good.headers.get('sforce-locator')).toBe('null');
  expect(await good.text()).toBe(`"Id"\n"${idOf('003', 0)}"\n`);
});
