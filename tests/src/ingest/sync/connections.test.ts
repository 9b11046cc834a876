// Connections: what is stored in the open, what is sealed, and what users are told.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Connector } from '../../../../connectors/contract.ts';
import { connector as hubspot } from '../../../../connectors/hubspot/index.ts';
import { connector as salesforce } from '../../../../connectors/salesforce/index.ts';
import { configFields } from '../../../../src/ingest/sync/config-fields.ts';
import { connect, getConnection, listConnections, updateConnection } from '../../../../src/ingest/sync/connections.ts';
import { createHost } from '../../../../src/ingest/sync/connector-host.ts';
import { disconnect } from '../../../../src/ingest/sync/disconnect.ts';
import { openConfig } from '../../../../src/ingest/sync/stored-config.ts';
import { testConnection } from '../../../../src/ingest/sync/test-connection.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { type ToySession, toyConnector } from '../../../support/toy-connector.ts';

const sessions: ToySession[] = [];
const toy = toyConnector(sessions);
let world: TestContext;
beforeAll(async () => {
  world = await createTestContext({ connectors: [toy] });
});
afterAll(() => world.close());
beforeEach(() => world.sql.query(`delete from connection where key <> 'api'`));

const input = { connector: 'toy', key: 'mine', name: ' My toy ', config: { token: 'secret-token', region: 'us' } };
const field = (name: string) =>
  expect.objectContaining({ code: 'BAD_USER_INPUT', details: expect.objectContaining({ field: name }) });

describe('connect', () => {
  test('stores secrets sealed only', async () => {
    const connection = await connect(world.ctx, input);
    expect(connection).toMatchObject({ key: 'mine', name: 'My toy', status: 'READY', config: { region: 'us' } });
    const [row] = await world.sql.query<{ text: string }>(
      `select row_to_json(c)::text as text from connection c where key = 'mine'`,
    );
    expect(row!.text).not.toContain('secret-token');
    expect(Buffer.from(connection.secrets!).toString('latin1')).not.toContain('secret-token');
    expect(openConfig(world.ctx, connection)).toEqual({ token: 'secret-token', region: 'us' });
  });

  test.each([
    ['Upper', 'a', '1a'],
    ['a_b', 'a b', `a${'x'.repeat(40)}`, ''],
  ])('takes no malformed key', async (...keys) => {
    for (const key of keys.filter(one => one !== 'a'))
      await expect(connect(world.ctx, { ...input, key })).rejects.toEqual(field('key'));
  });

  test('makes nothing when its schedule is wrong', async () => {
    const wrong = { ...input, schedule: { every: 'PT1S' } };
    await expect(connect(world.ctx, wrong)).rejects.toEqual(field('schedule.every'));
    expect(await listConnections(world.fork())).toEqual([]);
    await disconnect(world.ctx, (await connect(world.ctx, input)).id, false);
    await expect(connect(world.ctx, wrong)).rejects.toEqual(field('schedule.every'));
    expect(await listConnections(world.fork())).toEqual([]);
  });

  test('keeps the key "api" for itself, and a key in use for its owner', async () => {
    await expect(connect(world.ctx, { ...input, key: 'api' })).rejects.toEqual(field('key'));
    await connect(world.ctx, input);
    await expect(connect(world.fork(), input)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('lists the connectors when one is unknown', async () => {
    await expect(connect(world.ctx, { ...input, connector: 'joy' })).rejects.toThrow(/"joy".*There are: toy/);
  });

  test.each<[string, Record<string, unknown>]>([
    ['config.token', {}],
    ['config.token', { token: 'x' }],
    ['config.region', { token: 'long', region: 'mars' }],
    ['config.tokn', { tokn: 'long' }],
  ])('names the field %s that is wrong in %j', async (name, config) => {
    await expect(connect(world.ctx, { ...input, config })).rejects.toEqual(field(name));
  });

  test('never repeats a value in an error', async () => {
    const secret = 'misplaced-secret-value';
    const error = await connect(world.ctx, { ...input, config: { token: 'long', region: secret } }).catch(String);
    expect(error).not.toContain(secret);
  });
});

test('fields tell what is secret and what must be given', () => {
  expect(configFields(toy).map(({ key, secret, required }) => [key, secret, required])).toEqual([
    ['token', true, true],
    ['refresh', true, false],
    ['address', false, false],
    ['region', false, false],
    ['limit', false, false],
  ]);
});

test('the built-in connection is not listed and cannot be had', async () => {
  await connect(world.ctx, input);
  expect((await listConnections(world.ctx)).map(one => one.key)).toEqual(['mine']);
  await expect(getConnection(world.ctx, 'api')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('updateConnection', () => {
  test('changes the fields it is given, takes away null ones, keeps the rest', async () => {
    const { id } = await connect(world.ctx, { ...input, config: { ...input.config, refresh: 'again', limit: 3 } });
    const updated = await updateConnection(world.ctx, id, {
      config: { region: 'eu', refresh: null },
      name: 'Other',
      paused: true,
    });
    expect(updated).toMatchObject({ name: 'Other', paused: true, config: { region: 'eu', limit: 3 } });
    expect(openConfig(world.ctx, updated)).toEqual({ token: 'secret-token', region: 'eu', limit: 3 });
  });

  test('makes an unauthorized connection ready again with new credentials only', async () => {
    const { id } = await connect(world.ctx, input);
    await world.sql.query(`update connection set status = 'UNAUTHORIZED', status_message = 'no' where id = $1`, [id]);
    expect((await updateConnection(world.ctx, id, { name: 'x' })).status).toBe('UNAUTHORIZED');
    expect(await updateConnection(world.ctx, id, { config: { token: 'newer' } })).toMatchObject({
      status: 'READY',
      statusMessage: null,
    });
  });

  test('switches off the streams that are not named', async () => {
    const { id } = await connect(world.ctx, input);
    expect((await updateConnection(world.ctx, id, { streams: ['people'] })).disabledStreams).toEqual([
      'owners',
      'cases',
    ]);
    await expect(updateConnection(world.ctx, id, { streams: ['peple'] })).rejects.toEqual(field('streams'));
  });
});

describe('an address that credentials are sent to', () => {
  const elsewhere = { address: 'https://elsewhere.example' };

  test('is changed only together with all credentials', async () => {
    const { id } = await connect(world.ctx, { ...input, config: { ...input.config, refresh: 'again' } });
    await expect(updateConnection(world.ctx, id, { config: elsewhere })).rejects.toEqual(field('config.token'));
    const some = { ...elsewhere, token: 'new-token' };
    await expect(updateConnection(world.ctx, id, { config: some })).rejects.toThrow(/give "refresh" again/);
    await testConnection(world.fork(), id);
    expect(sessions.at(-1)?.config.address).toBe('https://toy.example');
    const all = await updateConnection(world.ctx, id, { config: { ...some, refresh: null } });
    expect(openConfig(world.ctx, all)).toEqual({ ...some, region: 'us' });
    await expect(updateConnection(world.ctx, id, { config: { address: null } })).rejects.toEqual(field('config.token'));
  });

  test.each([
    ['https://toy.example/proxy/', true],
    ['https://toy.example:443', true],
    ['http://toy.example', false],
    ['https://toy.example:8443', false],
    ['https://toy.example@elsewhere.example', false],
  ])('%s has the same host: %s', async (address, same) => {
    const { id } = await connect(world.ctx, input);
    const changed = updateConnection(world.ctx, id, { config: { address } });
    await (same ? expect(changed).resolves.toBeDefined() : expect(changed).rejects.toEqual(field('config.token')));
  });

  test('a credential that the former host hands out is not for the new one', async () => {
    const connection = await connect(world.ctx, input);
    const host = createHost(world.ctx, toy, connection, new AbortController().signal, () => undefined);
    await updateConnection(world.fork(), connection.id, { config: { ...elsewhere, token: 'new-token' } });
    await host.saveConfig({ refresh: 'rotated-by-the-former' });
    const stored = await getConnection(world.fork(), connection.id);
    expect(openConfig(world.ctx, stored)).toEqual({ ...elsewhere, token: 'new-token', region: 'us' });
  });
});

test.each([hubspot, salesforce])('$name says which settings are addresses', connector => {
  const addresses = configFields(connector as Connector).filter(({ key }) => /url$/i.test(key));
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses.map(({ key, origin }) => [key, origin])).toEqual(addresses.map(({ key }) => [key, true]));
});

describe('testConnection', () => {
  test('tells the account, and marks refused credentials', async () => {
    const { id } = await connect(world.ctx, input);
    expect(await testConnection(world.ctx, id)).toMatchObject({ ok: true, account: 'Toy us' });
    await updateConnection(world.ctx, id, { config: { token: 'bad' } });
    expect(await testConnection(world.ctx, id)).toMatchObject({
      ok: false,
      message: 'the token is refused. Correct the credentials of this connection.',
    });
    expect((await getConnection(world.fork(), id)).status).toBe('UNAUTHORIZED');
  });
});

test('a rotated credential is stored sealed, onto what is there by then', async () => {
  const connection = await connect(world.ctx, input);
  const host = createHost(world.ctx, toy, connection, new AbortController().signal, () => undefined);
  await updateConnection(world.fork(), connection.id, { config: { region: 'eu' } });
  await host.saveConfig({ refresh: 'rotated-refresh-token' });
  const stored = await getConnection(world.fork(), connection.id);
  expect(stored.config).toEqual({ region: 'eu' });
  expect(openConfig(world.ctx, stored)).toEqual({
    token: 'secret-token',
    region: 'eu',
    refresh: 'rotated-refresh-token',
  });
});

test('a credential that is just being rotated outlives a change that came meanwhile', async () => {
  const { id } = await connect(world.ctx, { ...input, config: { ...input.config, refresh: 'first' } });
  let changed: Promise<unknown> | undefined;
  await world.sql.transaction(async tx => {
    await tx.query('select from connection where id = $1 for update', [id]);
    const rotated = world.ctx.secrets.seal({ token: 'secret-token', refresh: 'rotated' });
    await tx.query('update connection set secrets = $2 where id = $1', [id, rotated]);
    changed = updateConnection(world.fork(), id, { config: { region: 'eu' } });
    await expect
      .poll(() =>
        world.sql.query(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`),
      )
      .toHaveLength(1);
  });
  await changed;
  const stored = await getConnection(world.fork(), id);
  expect(openConfig(world.ctx, stored)).toEqual({ token: 'secret-token', refresh: 'rotated', region: 'eu' });
});

test('a disconnected key is gone, without its credentials, until it is connected again', async () => {
  const { id } = await connect(world.ctx, { ...input, schedule: { every: 'PT5M' } });
  const gone = await disconnect(world.ctx, id, false);
  expect(gone.secrets).toBeNull();
  expect(world.jobs.schedules.size).toBe(0);
  await expect(getConnection(world.ctx, 'mine')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const again = await connect(world.fork(), { ...input, name: 'Again' });
  expect(again).toMatchObject({ id, name: 'Again', status: 'READY', disconnectedAt: null });
});
