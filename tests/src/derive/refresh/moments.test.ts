// No mark is lost and no figure is half new, whoever commits, reads, competes or dies in the middle of a refresh.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasMarks } from '../../../../src/derive/refresh/marked.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { commitPage } from '../../../../src/ingest/page/page.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { empty } from '../../../support/lives/world.ts';
import { at, createSource, person, raw, type TestPage, type TestSource } from '../../../support/pipeline.ts';
import { pausing } from '../../../support/programs/pausing.ts';
import { recount } from '../../../support/recount-facts.ts';
import { comparable, plainRollups, storedFacts, storedRollups, withRules } from '../../../support/stored/facts.ts';

/** The last statement of a page, the one that counts, and the one after it. */
const PAGE_ENDS = 'page-conclude';
const counting = (anew: boolean) => (anew ? 'facts-rebuild' : 'facts-update');
const counted = (anew: boolean) => (anew ? 'scores-refresh' : 'rollups-drop');

let world: TestContext;
let source: TestSource;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());
beforeEach(async () => {
  await empty(world.sql);
  source = await createSource(world.sql, 'shop');
  await source.commit({ records: [person('1', 1, { emails: ['a@world.example'] }), purchase(1, 10)] });
  await refresh(world.sql);
});

let version = 1;
/** Purchase `id` of customer 1, with another amount each time. */
function purchase(id: number, amount: number) {
  version += 1;
  return raw('purchase', String(id), version, {
    type: 'interaction',
    kind: 'PURCHASE',
    occurredAt: at(id),
    customer: { object: 'contact', id: '1' },
    amount,
    currency: 'EUR',
  });
}

const figures = async () => [comparable(await storedFacts(world.sql)), await storedRollups(world.sql)] as const;

async function expectExact(): Promise<void> {
  const plain = await recount(world.sql);
  const facts = await storedFacts(world.sql);
  expect(comparable(withRules(facts, plain))).toEqual(comparable(plain));
  expect(await storedRollups(world.sql)).toEqual(plainRollups(facts));
}

function commitThrough(sql: TestContext['sql'], page: TestPage) {
  return commitPage(sql, source.target, { records: page.records ?? [], deleted: page.deleted ?? [], cursor: {} });
}

describe('a page', () => {
  test('that was open all through a refresh is seen by the next one', async () => {
    await source.commit({ records: [purchase(1, 20)] });
    const open = pausing(world.sql, PAGE_ENDS);
    const page = commitThrough(open.sql, { records: [purchase(2, 30)] });
    await open.reached;
    // The same customer is marked by both pages.
    expect(await refresh(world.sql)).toMatchObject({ subjects: 1, facts: 1 });
    open.go();
    await page;
    expect(await hasMarks(world.sql)).toBe(true);
    expect(await refresh(world.sql)).toMatchObject({ subjects: 1, facts: 1 });
    await expectExact();
  });

  test.each([false, true])(
    'that is committed in the middle of a refresh is seen by the next one (anew: %s)',
    async anew => {
      await source.commit({ records: [purchase(1, 20)] });
      const slow = pausing(world.sql, counting(anew));
      const refreshing = refresh(slow.sql, { anew });
      await slow.reached;
      await source.commit({ records: [purchase(1, 40), purchase(2, 50)] });
      slow.go();
      const { asOf } = (await refreshing)!;
      // As of its beginning, so without that page.
      expect((await storedFacts(world.sql)).map(fact => fact.value)).toEqual([20]);
      expect(asOf.getTime()).toBeLessThanOrEqual(Date.now());
      expect(await hasMarks(world.sql)).toBe(true);
      await refresh(world.sql);
      await expectExact();
    },
  );
});

describe('two refreshes', () => {
  test('do not work at once: the second leaves it to the first', async () => {
    await source.commit({ records: [purchase(1, 20)] });
    const slow = pausing(world.sql, counted(false));
    const first = refresh(slow.sql);
    await slow.reached;
    expect(await refresh(world.sql)).toBeNull();
    expect(await refresh(world.sql, { anew: true })).toBeNull();
    slow.go();
    expect(await first).toMatchObject({ subjects: 1, facts: 1 });
    expect(await hasMarks(world.sql)).toBe(false);
    await expectExact();
  });

  test('count nothing twice, however many start among pages', async () => {
    for (let round = 1; round <= 8; round++) {
      const pages = source.commit({ records: [purchase(1, round), purchase(round, 100 + round)] });
      const refreshes = Array.from({ length: 4 }, () => refresh(world.sql, { anew: round === 5 }));
      await Promise.all([pages, ...refreshes]);
    }
    await refresh(world.sql);
    await expectExact();
  });
});

describe.each([false, true])('in the middle of a refresh (anew: %s)', anew => {
  test('a reader sees the old figures only, then the new ones', async () => {
    await source.commit({ records: [purchase(1, 20), purchase(2, 30)] });
    const before = await figures();
    const slow = pausing(world.sql, counted(anew));
    const refreshing = refresh(slow.sql, { anew });
    await slow.reached;
    expect(await figures()).toEqual(before);
    slow.go();
    await refreshing;
    expect(await figures()).not.toEqual(before);
    await expectExact();
  });

  test('its death leaves everything as it was', async () => {
    await source.commit({ records: [purchase(1, 20), purchase(2, 30)] });
    const marks = () => world.sql.query('select * from change_mark order by id');
    const before = [...(await figures()), await marks()];
    const slow = pausing(world.sql, counted(anew));
    const refreshing = refresh(slow.sql, { anew });
    const fails = expect(refreshing).rejects.toThrow();
    await slow.reached;
    const killed = await world.sql.query(
      `select pg_terminate_backend(l.pid, 5000) from pg_locks l
       where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())`,
    );
    expect(killed).toHaveLength(1);
    slow.go();
    await fails;
    expect([...(await figures()), await marks()]).toEqual(before);
    await refresh(world.sql);
    await expectExact();
  });
});
