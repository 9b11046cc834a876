// What cannot be worked off stops nobody else: it is set aside, told of, and tried again.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkFigures } from '../../../../src/derive/refresh/check.ts';
import { hasMarks } from '../../../../src/derive/refresh/marked.ts';
import { isRefreshDue, refresh } from '../../../../src/derive/refresh/refresh.ts';
import { scoreEverybody } from '../../../../src/derive/refresh/score-everybody.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { empty } from '../../../support/lives/world.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';
import { type Failing, failsFor } from '../../../support/programs/failing.ts';
import { recount } from '../../../support/recount-facts.ts';
import { comparable, plainRollups, storedFacts, storedRollups, withRules } from '../../../support/stored/facts.ts';

let world: TestContext;
let source: TestSource;
let failing: Failing;
let told: Record<string, unknown>[];
beforeAll(async () => {
  world = await createTestContext();
  failing = await failsFor(world.sql);
});
afterAll(() => world.close());
beforeEach(async () => {
  await failing.nobody();
  await empty(world.sql);
  source = await createSource(world.sql, 'shop');
  told = [];
});

const log = {
  info: (message: string, detail = {}) => told.push({ level: 'info', message, ...detail }),
  warn: (message: string, detail = {}) => told.push({ level: 'warn', message, ...detail }),
};
const again = (now?: Date) => refresh(world.sql, { log, now });
const aside = () =>
  world.sql.query<{ subject: number; step: string; attempts: number }>(
    'select subject, step, attempts from set_aside order by subject',
  );
const later = (hours: number) => new Date(Date.now() + hours * 3_600_000);

function buy(id: number, customer: number, amount = 10, minutes = 1) {
  return raw('purchase', String(id), minutes, {
    type: 'interaction',
    kind: 'PURCHASE',
    occurredAt: at(id),
    customer: { object: 'contact', id: String(customer) },
    amount,
    currency: 'EUR',
  });
}

/** So many customers with a purchase each; gives their ids. */
async function people(n: number): Promise<number[]> {
  for (let from = 1; from <= n; from += 500) {
    const some = Array.from({ length: Math.min(500, n - from + 1) }, (_, i) => from + i);
    await source.commit({ records: some.flatMap(id => [person(String(id), 1), buy(id, id)]) });
  }
  const rows = await world.sql.query<{ id: number }>('select customer_id as id from interaction order by ref, id');
  return rows.map(row => row.id).sort((a, b) => a - b);
}

const counted = async () =>
  (await world.sql.query<{ subject: number }>('select distinct subject from metric_fact order by 1')).map(
    row => row.subject,
  );

async function expectExact(): Promise<void> {
  const plain = await recount(world.sql);
  const facts = await storedFacts(world.sql);
  expect(comparable(withRules(facts, plain))).toEqual(comparable(plain));
  expect(await storedRollups(world.sql)).toEqual(plainRollups(facts));
}

describe('a customer that cannot be worked off', () => {
  test('is set aside, and all others are in the figures', async () => {
    const ids = await people(40);
    await failing.facts(ids[11]!, ids[30]!);
    expect(await again()).toMatchObject({ subjects: 40, facts: 38 });
    expect(await aside()).toEqual([
      { subject: ids[11], step: 'FACTS', attempts: 1 },
      { subject: ids[30], step: 'FACTS', attempts: 1 },
    ]);
    expect(await counted()).toEqual(ids.filter((_, i) => i !== 11 && i !== 30));
    expect(await hasMarks(world.sql)).toBe(false);
    expect(told).toMatchObject([
      { level: 'warn', step: 'FACTS', subjects: 2, examples: [`customer_${ids[11]}`, `customer_${ids[30]}`] },
    ]);
    expect(JSON.stringify(told)).not.toContain('secret');
    // It is known, so no night finds it wrong.
    expect(await checkFigures(world.sql)).toMatchObject({ wrongFacts: 0, wrongRollups: 0 });
    expect(await isRefreshDue(world.sql, new Date())).toBe(false);
  });

  test('keeps the figures it had, however it fails', async () => {
    const ids = await people(3);
    await again();
    const before = await storedFacts(world.sql);
    await failing.scores(ids[1]!);
    await source.commit({ records: ids.map((_, i) => buy(i + 1, i + 1, 99, 2)) });
    await again();
    expect(await aside()).toEqual([{ subject: ids[1], step: 'SCORES', attempts: 1 }]);
    const values = Object.fromEntries((await storedFacts(world.sql)).map(fact => [fact.subject, fact.value]));
    expect(values).toEqual({ [ids[0]!]: 99, [ids[1]!]: before[1]!.value, [ids[2]!]: 99 });
    expect(await storedRollups(world.sql)).toEqual(plainRollups(await storedFacts(world.sql)));
  });

  test('is tried again after a change, and taken up when it succeeds', async () => {
    const ids = await people(3);
    await failing.facts(ids[0]!);
    await again();
    await source.commit({ records: [buy(1, 1, 20, 2), buy(2, 2, 30, 2)] });
    expect(await again()).toMatchObject({ facts: 1 });
    expect(await aside()).toMatchObject([{ subject: ids[0], attempts: 2 }]);
    await failing.nobody();
    await source.commit({ records: [buy(1, 1, 25, 3)] });
    told = [];
    await again();
    expect(await aside()).toEqual([]);
    expect(told).toMatchObject([{ level: 'info', subjects: 1, examples: [`customer_${ids[0]}`] }]);
    await expectExact();
  });

  test('is tried again by itself, with growing pauses', async () => {
    const [id] = await people(1);
    await failing.facts(id!);
    const pauses: number[] = [];
    let now = new Date();
    await again(now);
    for (let n = 0; n < 12; n++) {
      const [row] = await world.sql.query<{ next: Date }>('select next_at as next from set_aside');
      pauses.push((row!.next.getTime() - now.getTime()) / 60_000);
      expect(await isRefreshDue(world.sql, new Date(row!.next.getTime() - 1))).toBe(false);
      now = row!.next;
      expect(await isRefreshDue(world.sql, now)).toBe(true);
      await again(now);
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440, 1440]);
    expect(told).toHaveLength(1);
    await failing.nobody();
    await again(later(100_000));
    expect(await aside()).toEqual([]);
    await expectExact();
  });

  test('does not stop a count of everything', async () => {
    const ids = await people(20);
    await again();
    await failing.facts(ids[3]!);
    expect(await refresh(world.sql, { anew: true, log })).toMatchObject({ subjects: 20, facts: 19 });
    expect(await aside()).toMatchObject([{ subject: ids[3], step: 'FACTS' }]);
    expect(await counted()).toEqual(ids.filter((_, i) => i !== 3));
    await failing.nobody();
    await refresh(world.sql, { anew: true });
    expect(await aside()).toEqual([]);
    await expectExact();
  });
});

test('the scores of the night pass over those for whom they fail', async () => {
  const ids = await people(5);
  await again();
  await world.sql.query(`update customer_score set health = 1`);
  await world.sql.query(`delete from customer_score where customer_id = $1`, [ids[2]]);
  await failing.scores(ids[2]!);
  expect(await scoreEverybody(world.sql)).toBe(5);
  const right = await world.sql.query('select customer_id as id from customer_score where health <> 1 order by 1');
  expect(right).toEqual(ids.filter((_, i) => i !== 2).map(id => ({ id })));
});

test('very many of them cost a bounded number of attempts; nobody is lost', async () => {
  const ids = await people(200);
  await failing.facts(...ids.filter((_, i) => i % 4 === 0));
  const attempts = async (now?: Date) => {
    world.statements.length = 0;
    await refresh(world.sql, { now, failures: 20 });
    return world.statements.filter(text => text.includes('insert into metric_fact')).length;
  };
  await world.sql.query(`update change_mark set marked_at = '2026-01-01'`);
  const each = [await attempts()];
  expect(await world.sql.query('select distinct marked_at from change_mark')).toEqual([
    { marked_at: new Date('2026-01-01T00:00:00Z') },
  ]);
  while (await hasMarks(world.sql)) each.push(await attempts());
  expect(each.length).toBeGreaterThan(3);
  expect(Math.max(...each)).toBeLessThanOrEqual(50);
  expect(await aside()).toHaveLength(50);
  expect(await counted()).toEqual(ids.filter((_, i) => i % 4 !== 0));
});

test('of those who failed before only some are tried again a time', async () => {
  await people(1);
  await world.sql.query(`insert into set_aside (subject, step, reason, partial, first_at, last_at, next_at)
    select -n, 'FACTS', '', false, now(), now(), now() from generate_series(1, 250) n`);
  const left: number[] = [];
  while ((await aside()).length > 0) {
    await again();
    left.push((await aside()).length);
  }
  expect(left).toEqual([150, 50, 0]);
});

test('what the database lacks at the moment is nobody’s fault', async () => {
  const ids = await people(3);
  await failing.withCode('53100', ids[0]!);
  await expect(again()).rejects.toMatchObject({ code: '53100' });
  expect(await aside()).toEqual([]);
  expect(await hasMarks(world.sql)).toBe(true);
});
