// The nightly check of memberships and visits: sees every sort of fault, and none in what only waits for a refresh.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../../src/base/log.ts';
import { saveJourney } from '../../../../src/derive/journeys/save.ts';
import { checkFigures } from '../../../../src/derive/refresh/check.ts';
import { hasMarks } from '../../../../src/derive/refresh/marked.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { saveSegment } from '../../../../src/derive/segments/save.ts';
import { handlers } from '../../../../src/run/jobs/handlers.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { storedMembers } from '../../../support/lives/segments.ts';
import { empty } from '../../../support/lives/world.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';
import { storedVisits } from '../../../support/stored/visits.ts';

const DAY = 86_400_000;
let now: Date;
let world: TestContext;
let source: TestSource;
beforeAll(async () => {
  world = await createTestContext({ now: () => now });
});
afterAll(() => world.close());

/** Two customers with three purchases each, of which the second makes them loyal, and a segment of nobody beside two others. */
beforeEach(async () => {
  const { sql, ctx } = world;
  await empty(sql);
  source = await createSource(sql, 'shop');
  now = new Date(at(10 * 1440));
  await source.commit({
    records: ['1', '2'].flatMap(id => [person(id, 1), ...[1, 2, 3].map(day => purchase(id, day))]),
  });
  await refresh(sql, { now });
  await saveSegment(ctx, {
    key: 'recent',
    name: 'Recent',
    rule: { interaction: { kind: 'PURCHASE', within: 'P8D', count: { gte: 1 } } },
  });
  const stage = (key: string, nth: number) => ({
    key,
    name: key,
    phase: 'PURCHASE' as const,
    rule: { interaction: { kind: 'PURCHASE', nth } },
  });
  await saveJourney(ctx, { key: 'shop', name: 'Shop', stages: [stage('first', 1), stage('loyal', 2)] });
  await saveSegment(ctx, { key: 'idle', name: 'Idle', rule: { not: { interaction: { kind: 'PURCHASE' } } } });
  await saveSegment(ctx, { key: 'loyal', name: 'Loyal', rule: { stage: { journey: 'shop', stage: 'loyal' } } });
});

function purchase(customer: string, day: number) {
  return raw('purchase', `${customer}-${day}`, 1, {
    type: 'interaction',
    kind: 'PURCHASE',
    channel: 'WEB',
    occurredAt: at(day * 1440),
    customer: { object: 'contact', id: customer },
    amount: 1,
    currency: 'EUR',
  });
}

const check = () => checkFigures(world.sql, { now });
const kept = async () => [
  await storedMembers(world.sql),
  (await storedVisits(world.sql)).map(visit => JSON.stringify(visit)).sort(),
];
const wait = (days: number) => {
  now = new Date(now.getTime() + days * DAY);
};

test('finds nothing where nothing is wrong, also when time goes on', async () => {
  const [members, visits] = await kept();
  expect([members!.length, visits!.length]).toEqual([4, 4]);
  expect(await check()).toMatchObject({ customers: 2, wrongMembers: 0, wrongVisits: 0 });
  wait(0.9);
  expect(await check()).toMatchObject({ customers: 2, wrongMembers: 0, wrongVisits: 0 });
  expect(await hasMarks(world.sql)).toBe(false);
});

describe('what waits for a refresh is not wrong', () => {
  test('customers who changed', async () => {
    await source.commit({ records: [], deleted: [{ object: 'purchase', id: '1-3', deletedAt: at(2000) }] });
    await source.commit({ records: [purchase('1', 4)] });
    await world.sql.query(`delete from segment_member where customer_id = any(select subject from change_mark)`);
    expect(await check()).toMatchObject({ customers: 1, wrongMembers: 0, wrongVisits: 0 });
  });

  test('customers whose moment has come', async () => {
    wait(2);
    expect(await check()).toMatchObject({ customers: 0, wrongMembers: 0, wrongVisits: 0 });
    await refresh(world.sql, { now });
    expect(await storedMembers(world.sql)).toHaveLength(2);
    expect(await check()).toMatchObject({ customers: 2, wrongMembers: 0, wrongVisits: 0 });
  });

  test('definitions that were saved', async () => {
    await world.sql.query(`update segment set revision = revision + 1, rule = '{"not": {"segment": "recent"}}'
      where key = 'loyal'`);
    await world.sql.query(`update journey set revision = revision + 1,
      stages = jsonb_set(stages::jsonb, '{1,rule,interaction,nth}', '3') where key = 'shop'`);
    expect(await check()).toMatchObject({ customers: 2, wrongMembers: 0, wrongVisits: 0 });
    await refresh(world.sql, { now });
    expect(await check()).toMatchObject({ customers: 2, wrongMembers: 0, wrongVisits: 0 });
  });
});

describe('what the store lost', () => {
  const ofOne = 'customer_id = (select min(id) from customer)';
  test.each([
    ['a membership gone', `delete from segment_member where ${ofOne}`, { wrongMembers: 2, wrongVisits: 0 }],
    [
      'a membership too many',
      `insert into segment_member (segment_id, customer_id, entered_at)
       select s.id, c.id, now() from segment s, customer c where s.key = 'idle'`,
      { wrongMembers: 2, wrongVisits: 0 },
    ],
    ['a visit gone', `delete from journey_visit where ${ofOne} and until = 'infinity'`, { wrongVisits: 1 }],
    [
      'a visit at another time',
      `update journey_visit set at = at - interval '1 hour' where ${ofOne}`,
      { wrongVisits: 2 },
    ],
    [
      'a visit by another source',
      `update journey_visit set source_id = 0 where ${ofOne} and stage = 1`,
      { wrongVisits: 1 },
    ],
    [
      'a visit too many',
      `insert into journey_visit select journey_id, customer_id, 7, stage, at, until, started_at, seconds_from_previous,
         with_previous, with_first, source_id from journey_visit where ${ofOne} and until < 'infinity'`,
      { wrongVisits: 1 },
    ],
  ])('%s: is found, marked and made right', async (_what, sabotage, found) => {
    const right = await kept();
    await world.sql.query(sabotage);
    expect(await check()).toMatchObject({ wrongFacts: 0, ...found });
    await refresh(world.sql, { now });
    expect(await check()).toMatchObject({ wrongMembers: 0, wrongVisits: 0 });
    expect(await kept()).toEqual(right);
    await refresh(world.sql, { now, anew: true });
    expect(await kept()).toEqual(right);
    const sizes = await world.sql.query(
      'select s.key, t.size from segment s join segment_state t on t.segment_id = s.id order by s.key',
    );
    expect(sizes).toEqual([
      { key: 'idle', size: 0 },
      { key: 'loyal', size: 2 },
      { key: 'recent', size: 2 },
    ]);
  });

  test('a moment that was due', async () => {
    await world.sql.query('delete from customer_due');
    wait(2);
    expect(await check()).toMatchObject({ customers: 2, wrongMembers: 2, wrongVisits: 0 });
  });

  test('the job tells of it and asks for a refresh', async () => {
    now = new Date();
    await refresh(world.sql, { now });
    const lines: object[] = [];
    const log = createLog('info', { write: line => lines.push(JSON.parse(line)) });
    const job = handlers.find(handler => handler.definition.name === 'refresh-check')!;
    const run = () => job.run({ ...world.ctx, log }, {}, { signal: new AbortController().signal, lastAttempt: true });
    await run();
    const before = world.jobs.added.length;
    await world.sql.query(`delete from journey_visit where until = 'infinity'`);
    await run();
    expect(lines).toMatchObject([
      { level: 30, wrongMembers: 0, wrongVisits: 0 },
      { level: 50, wrongFacts: 0, wrongVisits: 2 },
    ]);
    expect(world.jobs.added.slice(before).map(added => added.name)).toEqual(['refresh-marks']);
  });
});
