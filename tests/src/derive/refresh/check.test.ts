// The nightly check: sees every sort of fault, takes nothing that only waits for a refresh for one.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../../src/base/log.ts';
import { checkFigures } from '../../../../src/derive/refresh/check.ts';
import { hasMarks } from '../../../../src/derive/refresh/marked.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { handlers } from '../../../../src/run/jobs/handlers.ts';
import { scheduleRefreshChecks } from '../../../../src/run/jobs/refresh-check.job.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { empty } from '../../../support/lives/world.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';
import { comparable, storedFacts, storedRollups } from '../../../support/stored/facts.ts';

let world: TestContext;
let source: TestSource;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());
beforeEach(async () => {
  await empty(world.sql);
  source = await createSource(world.sql, 'shop');
  await source.commit({
    records: [person('1', 1, { fields: { country: 'DE' } }), ...[1, 2, 3].map(id => purchase(id, 10 * id))],
  });
  await refresh(world.sql);
});

function purchase(id: number, amount: number, minutes = 1) {
  return raw('purchase', String(id), minutes, {
    type: 'interaction',
    kind: 'PURCHASE',
    channel: 'WEB',
    occurredAt: at(id * 1440),
    customer: id === 3 ? null : { object: 'contact', id: '1' },
    amount,
    currency: 'EUR',
  });
}

test('finds nothing where nothing is wrong', async () => {
  // Three purchases: each 5 rollups of its day and 2 of its hour; and for each of the days the 15 of their month.
  const right = { wrongFacts: 0, wrongRollups: 0, wrongColumns: 0, wrongMembers: 0, wrongVisits: 0 };
  expect(await checkFigures(world.sql)).toEqual({ ...right, subjects: 2, rollups: 21 + 45, customers: 1 });
  expect(await hasMarks(world.sql)).toBe(false);
  await empty(world.sql);
  expect(await checkFigures(world.sql)).toEqual({ ...right, subjects: 0, rollups: 0, customers: 0 });
});

test('what waits for a refresh is not wrong', async () => {
  await source.commit({
    records: [person('1', 2, { fields: { country: 'FR' } }), purchase(1, 99, 2), purchase(4, 1)],
    deleted: [{ object: 'purchase', id: '2', deletedAt: at(5) }],
  });
  expect(await checkFigures(world.sql)).toMatchObject({ wrongFacts: 0, wrongRollups: 0 });
});

describe('what the store lost', () => {
  test.each([
    ['a row changed', `update interaction set amount = 11 where amount = 10`],
    ['a row of nobody changed', `update interaction set touchpoint = 'shop' where amount = 30`],
    ['a row gone', `delete from interaction where amount = 10`],
    ['a row changed hands', `update interaction set customer_id = null where amount = 20`],
    ['a customer changed', `update customer set country = 'FR'`],
    [
      'a fact gone, with its rollups',
      `with d as (delete from metric_fact where value = 20) delete from metric_rollup where sum = 20`,
    ],
  ])('%s: is found, marked and made right', async (_what, sabotage) => {
    await world.sql.query(sabotage);
    const found = await checkFigures(world.sql);
    expect(found.wrongFacts).toBeGreaterThan(0);
    expect(found.wrongRollups).toBe(0);
    await refresh(world.sql);
    expect(await checkFigures(world.sql)).toMatchObject({ wrongFacts: 0, wrongRollups: 0 });
    const figures = [comparable(await storedFacts(world.sql)), await storedRollups(world.sql)];
    await refresh(world.sql, { anew: true });
    expect([comparable(await storedFacts(world.sql)), await storedRollups(world.sql)]).toEqual(figures);
  });
});

describe('a rollup', () => {
  test.each([
    ['too high', `update metric_rollup set n = n + 1 where set = 1 and grain = 'H' and sum = 10`, 1],
    ['off by little', `update metric_rollup set squares = squares + 1e-9 where set = 3 and sum = 10`, 1],
    ['gone', `delete from metric_rollup where set = 2 and sum = 20`, 1],
    // Seen from each of the month's three days.
    ['of a month too high', `update metric_rollup set n = n + 1 where set = 4 and grain = 'M' and sum = 10`, 3],
    [
      'of nothing',
      `insert into metric_rollup select 'CALL', set, grain, at + interval '9 days', k1, k2, k3, unit, bin, n, positive, negative, sum, squares, s0, s1, s2, s3, s4, s5, s6, s7 from metric_rollup where set = 0 and grain <> 'M' and sum = 10`,
      // Its day, its hour, and the month that does not know of the day.
      3,
    ],
  ])('%s is found, and counted anew', async (_what, sabotage, wrongRollups) => {
    await world.sql.query(sabotage);
    expect(await checkFigures(world.sql)).toMatchObject({ wrongFacts: 0, wrongRollups });
    await refresh(world.sql, { anew: true });
    expect(await checkFigures(world.sql)).toMatchObject({ wrongRollups: 0 });
  });
});

describe('the columnar copy', () => {
  /** Another four bytes in the place of the first. */
  const other = (column: string) => `set ${column} = overlay(${column} placing '\\x00000063'::bytea from 1)`;

  test.each([
    [
      'says it twice',
      `insert into metric_chunk select (json_populate_record(c, json_build_object('id', c.id + 1000))).* from metric_chunk c`,
    ],
    ['has lost one', `delete from metric_chunk where id = (select min(id) from metric_chunk)`],
    ['has another subject', `update metric_chunk ${other('subject')}`],
    ['has another country', `update metric_chunk ${other('country')} where country is not null`],
    ['has another source', `update metric_chunk ${other('connection_id')}`],
    ['has another moment', `update metric_chunk ${other('at')}`],
    ['has another amount', `update metric_chunk set amounts = overlay(amounts placing '\\x40590000' from 1)`],
    ['means something else', `update metric_code set name = '17 ' || code || ' USD' where name like '% EUR'`],
  ])('%s: is found, and counted anew', async (_what, sabotage) => {
    await world.sql.query(sabotage);
    const found = await checkFigures(world.sql);
    expect(found).toMatchObject({ wrongFacts: 0, wrongRollups: 0 });
    expect(found.wrongColumns).toBeGreaterThan(0);
    await world.sql.query('delete from metric_code');
    await refresh(world.sql, { anew: true });
    expect(await checkFigures(world.sql)).toMatchObject({ wrongColumns: 0 });
  });

  test('what was not there before this version is not wrong', async () => {
    await world.sql.query(`delete from setting where key = 'columns'`);
    await world.sql.query('delete from metric_chunk');
    expect(await checkFigures(world.sql)).toMatchObject({ wrongColumns: 0 });
  });
});

test('the job tells of it and asks for a refresh; it runs every night', async () => {
  const lines: { level: number; wrongFacts: number }[] = [];
  const log = createLog('info', { write: line => lines.push(JSON.parse(line)) });
  const job = handlers.find(handler => handler.definition.name === 'refresh-check')!;
  const run = () => job.run({ ...world.ctx, log }, {}, { signal: new AbortController().signal, lastAttempt: true });
  await run();
  await world.sql.query('update interaction set amount = amount + 1');
  await run();
  expect(lines).toEqual([
    expect.objectContaining({ level: 30, wrongFacts: 0 }),
    expect.objectContaining({ level: 50, wrongFacts: 3 }),
  ]);
  expect(world.jobs.added.map(added => added.name)).toEqual(['refresh-marks']);
  await scheduleRefreshChecks(world.jobs);
  expect(world.jobs.schedules.get('refresh-check')?.due).toEqual({ cron: '17 3 * * *', timeZone: 'UTC' });
});
