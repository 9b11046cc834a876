// What an operator is told: everything that is wrong, with its reason and a remedy, and nothing of anybody's person.
import { graphql } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSchema } from '../../../../schema/create-schema.ts';
import { saveJourney } from '../../../../src/derive/journeys/save.ts';
import { hasMarks } from '../../../../src/derive/refresh/marked.ts';
import { isRefreshDue, refresh } from '../../../../src/derive/refresh/refresh.ts';
import { saveSegment } from '../../../../src/derive/segments/save.ts';
import { handlers } from '../../../../src/run/jobs/handlers.ts';
import { diagnose } from '../../../../src/serve/diagnosis/diagnose.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { empty } from '../../../support/lives/world.ts';
import { createSource, person, type TestSource } from '../../../support/pipeline.ts';
import { type Failing, failsFor } from '../../../support/programs/failing.ts';

let world: TestContext;
let source: TestSource;
let failing: Failing;
beforeAll(async () => {
  world = await createTestContext();
  failing = await failsFor(world.sql);
});
afterAll(() => world.close());
beforeEach(async () => {
  await failing.nobody();
  await empty(world.sql);
  await world.sql.query(`truncate journey, journey_state; delete from setting where key = 'refresh-failure'`);
  source = await createSource(world.sql, 'shop');
});

const look = async (connection: string | null = null) =>
  (await diagnose(world.fork(), connection)).filter(({ level }) => level !== 'OK');

test('all is well where nothing is wrong', async () => {
  await source.commit({ records: [person('1', 1)] });
  await refresh(world.sql);
  expect(await look()).toEqual([]);
  const all = await diagnose(world.fork(), null);
  expect(all.map(({ subject }) => subject)).toEqual(['database', 'queue', 'figures', 'connection shop']);
});

test('customers who are set aside, and what is out of bounds', async () => {
  await source.commit({ records: ['1', '2', '3'].map(id => person(id, 1, { emails: [`secret${id}@world.example`] })) });
  const ids = (await world.sql.query<{ id: number }>('select id from customer order by id')).map(({ id }) => id);
  await failing.scores(ids[0]!, ids[1]!);
  await world.sql.query(`update customer set country = repeat('x', 300) where id = $1`, [ids[2]]);
  await refresh(world.sql);
  expect(await look()).toEqual([
    {
      level: 'PROBLEM',
      subject: 'set aside',
      message: expect.stringContaining(
        `2 (customer_${ids[0]}, customer_${ids[1]}) cannot be worked off at the step SCORES`,
      ),
      remedy: expect.stringContaining('Correct'),
    },
    {
      level: 'NOTICE',
      subject: 'values out of bounds',
      message: expect.stringMatching(`customer_${ids[2]}.*more than 255 characters`),
      remedy: expect.stringContaining('Correct'),
    },
  ]);
  expect(JSON.stringify(await look())).not.toMatch(/secret|xxx/);
});

describe('a definition that cannot be evaluated', () => {
  beforeEach(async () => {
    await source.commit({ records: [person('1', 1, { fields: { country: 'DE' } })] });
    await refresh(world.sql);
    await saveSegment(world.fork(), {
      key: 'germans',
      name: 'Germans',
      rule: { field: { field: 'COUNTRY', is: { eq: 'DE' } } },
    });
  });
  const members = () =>
    world.sql.query(`select s.key from segment_member m join segment s on s.id = m.segment_id order by 1`);
  const problems = async () => {
    const { data } = await graphql({
      schema: createSchema(),
      source: '{ segments { key problem evaluatedAt } journeys { key problem walkedAt } }',
      contextValue: world.fork(),
    });
    return JSON.parse(JSON.stringify(data)) as { segments: object[]; journeys: object[] };
  };

  test.each([
    ['that was never evaluated', 1],
    ['that was evaluated before', null],
  ])('of a segment %s: the others go on', async (_what, revision) => {
    await world.sql.query(`insert into segment (key, name, rule) values ('odd', 'Odd', '{"segment": "nobody"}')`);
    if (revision === null)
      await world.sql.query(
        `insert into segment_state (segment_id, revision, evaluated_at) select id, 1, now() from segment where key = 'odd'`,
      );
    await saveSegment(world.fork(), { key: 'all', name: 'All', rule: { not: { segment: 'germans' } } });
    await source.commit({ records: [person('1', 2, { fields: { country: 'FR' } }), person('2', 2)] });
    await refresh(world.sql);
    expect(await members()).toEqual([{ key: 'all' }, { key: 'all' }]);
    expect(await hasMarks(world.sql)).toBe(false);
    expect(await world.sql.query('select from set_aside')).toEqual([]);
    expect(await isRefreshDue(world.sql, new Date())).toBe(false);
    expect(await look()).toMatchObject([{ level: 'PROBLEM', subject: 'segment odd' }]);
    expect((await problems()).segments).toMatchObject([
      { key: 'all', problem: null },
      { key: 'germans', problem: null },
      { key: 'odd', problem: expect.any(String), evaluatedAt: null },
    ]);
    // Saved with a rule that can be, it is like any other.
    await saveSegment(world.fork(), { key: 'odd', name: 'Odd', rule: { not: { segment: 'all' } } });
    await refresh(world.sql);
    expect(await look()).toEqual([]);
  });

  test('of a journey: the others go on', async () => {
    const stages = [{ key: 'a', name: 'A', phase: 'PURCHASE' as const, rule: { interaction: { kind: 'CALL' } } }];
    await saveJourney(world.fork(), { key: 'calls', name: 'Calls', stages });
    await world.sql.query(
      `insert into journey (key, name, mode, stages) values ('odd', 'Odd', 'ORDERED', '[{"key": "a", "rule": {"any": 7}}]')`,
    );
    await source.commit({ records: [person('1', 2, { fields: { country: 'FR' } })] });
    await refresh(world.sql);
    expect(await members()).toEqual([]);
    expect(await look()).toMatchObject([{ level: 'PROBLEM', subject: 'journey odd' }]);
    expect((await problems()).journeys).toMatchObject([
      { key: 'calls', problem: null, walkedAt: expect.any(String) },
      { key: 'odd', problem: expect.any(String), walkedAt: null },
    ]);
  });
});

test('a refresh that fails as a whole, until it succeeds', async () => {
  await source.commit({ records: [person('1', 1)] });
  const [id] = (await world.sql.query<{ id: number }>('select id from customer')).map(row => row.id);
  await world.sql.query(`insert into failing values ('customer_score', $1, '53100')`, [id]);
  const job = handlers.find(handler => handler.definition.name === 'refresh-marks')!;
  const run = () => job.run(world.fork(), {}, { signal: new AbortController().signal, lastAttempt: false });
  await expect(run()).rejects.toThrow();
  await expect(run()).rejects.toThrow();
  expect(await look()).toMatchObject([
    { level: 'PROBLEM', subject: 'refresh', message: expect.stringMatching(/2 times so far.*53100/) },
  ]);
  await failing.nobody();
  await run();
  expect(await look()).toEqual([]);
});

test('changes that wait too long', async () => {
  await source.commit({ records: [person('1', 1)] });
  await world.sql.query(`update change_mark set marked_at = now() - interval '20 minutes'`);
  expect(await look()).toMatchObject([{ level: 'PROBLEM', subject: 'figures' }]);
});

test('connections, and what they brought that could not be used', async () => {
  const other = await createSource(world.sql, 'other');
  const id = other.target.connectionId;
  await world.sql.query(`update connection set status = 'UNAUTHORIZED', status_message = 'Expired.' where id = $1`, [
    id,
  ]);
  await world.sql.query('delete from sync_run where connection_id <> $1', [id]);
  await world.sql.query(
    `insert into rejected_record (connection_id, object, external_id, reason, payload)
     select $1, 'contact', n::text, 'It has no id.', '{"name": "secret"}' from generate_series(1, 3) n`,
    [id],
  );
  const found = await look();
  expect(found).toMatchObject([
    { level: 'PROBLEM', subject: 'connection other', message: expect.stringContaining('Expired.') },
    { level: 'NOTICE', subject: 'connection shop', message: 'It was never synced.' },
    { level: 'NOTICE', subject: 'connection other', message: '3 records were rejected: It has no id.' },
  ]);
  expect(JSON.stringify(found)).not.toContain('secret');
  for (const ref of ['other', `connection_${id}`])
    expect((await look(ref)).map(({ subject }) => subject)).toEqual(['connection other', 'connection other']);
  await expect(look('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('operators only', async () => {
  await expect(diagnose(world.fork('ANALYST'), null)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await diagnose(world.fork('OPERATOR'), null)).not.toEqual([]);
});
