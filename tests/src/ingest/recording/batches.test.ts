// Batches lose an item, never the batch: whatever one holds, the ordinary ones beside it are taken.
import { createHook } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { type RecordFigureInput, recordFigures } from '../../../../src/derive/metrics/figures.ts';
import {
  type RecordInteractionInput,
  recordInteractions,
} from '../../../../src/ingest/recording/record-interactions.ts';
import {
  type RecordSurveyResponseInput,
  recordSurveyResponses,
} from '../../../../src/ingest/recording/record-survey-responses.ts';
import { saveSurvey } from '../../../../src/ingest/recording/save-survey.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at } from '../../../support/pipeline.ts';

let world: TestContext;
beforeEach(async () => {
  await world?.close();
  world = await createTestContext();
  await saveSurvey(world.ctx, {
    key: 's',
    name: 'S',
    kind: 'TOUCHPOINT',
    questions: [{ key: 'nps', text: 'Recommend?', measure: 'NPS' }],
  });
});
afterAll(() => world?.close());

const visit = (id: string, more: object = {}): RecordInteractionInput => ({
  id,
  customer: { email: 'ada@mail.example' },
  kind: 'PURCHASE',
  occurredAt: new Date(at(3)),
  ...more,
});
const answer = (id: string, more: object = {}): RecordSurveyResponseInput => ({
  id,
  survey: 's',
  respondedAt: new Date(at(3)),
  answers: [{ question: 'nps', score: 9 }],
  ...more,
});
const figure = (id: string, more: object = {}): RecordFigureInput => ({
  id,
  figure: 'ACQUISITION_SPEND',
  from: '2026-01-01',
  to: '2026-01-31',
  amount: 5,
  currency: 'EUR',
  ...more,
});

/** What it adds to an item, and which field and code that is told by. */
type Fault = readonly [more: { id?: string; [key: string]: unknown }, field: string, code?: string];

const LONG = 'x'.repeat(9_000);
const VISITS: readonly Fault[] = [
  [{ id: '' }, 'id'],
  [{ id: LONG }, 'id'],
  [{ id: 'a\0b' }, 'id'],
  [{ id: 'a\ud800b' }, 'id'],
  [{ subject: 'a\0b' }, 'subject'],
  [{ subject: LONG }, 'subject'],
  [{ body: 'é'.repeat(60_001) }, 'body'],
  [{ touchpoint: LONG }, 'touchpoint'],
  [{ amount: 1e200, currency: 'EUR' }, 'amount'],
  [{ amount: Number.NaN, currency: 'EUR' }, 'amount'],
  [{ amount: 5 }, 'currency'],
  [{ amount: 5, currency: 'Euro' }, 'currency'],
  [{ occurredAt: new Date('9999-01-01') }, 'occurredAt'],
  [{ occurredAt: new Date('0001-01-01') }, 'occurredAt'],
  [{ endedAt: new Date(at(1)) }, 'endedAt'],
  [{ customer: { email: 'nobody' } }, 'customer.email'],
  [{ customer: { email: `${LONG}@mail.example` } }, 'customer.email'],
  [{ customer: { email: 'a\0@mail.example' } }, 'customer.email'],
  [{ customer: { id: 'customer_999' } }, 'customer.id', 'NOT_FOUND'],
  [{ customer: { id: `customer_${'9'.repeat(40)}` } }, 'customer.id'],
  [{ customer: { phone: '+4930123456' } }, 'customer.phone', 'NOT_FOUND'],
  [{ customer: { external: { source: 'crm', object: 'contact', id: LONG } } }, 'customer.external.id'],
  [{ customer: { external: { source: 'crm', object: 'c'.repeat(99), id: 'i'.repeat(250) } } }, 'customer.external.id'],
];
const ANSWERS: readonly Fault[] = [
  [{ answers: [{ question: 'nps', score: 8.6 }] }, 'answers[0].score'],
  [{ answers: [{ question: 'nps', score: 11 }] }, 'answers[0].score'],
  [
    {
      answers: [
        { question: 'nps', score: 9 },
        { question: 'why', score: 9 },
      ],
    },
    'answers[1].question',
    'NOT_FOUND',
  ],
  [{ answers: [{ question: 'nps', text: 'a\ud800' }] }, 'answers[0].text'],
  [{ answers: [{ question: 'nps', text: 'a'.repeat(60_001) }] }, 'answers[0].text'],
  [{ answers: [] }, 'answers'],
  [{ survey: 'none' }, 'survey', 'NOT_FOUND'],
  [{ survey: 's\0' }, 'survey'],
];
const FIGURES: readonly Fault[] = [
  [{ id: LONG }, 'id'],
  [{ id: 'a\0b' }, 'id'],
  [{ amount: 1e200 }, 'amount'],
  [{ amount: -1 }, 'amount'],
  [{ from: '2026-02-01' }, 'to'],
  [{ currency: null }, 'currency'],
  [{ currency: 'E\0R' }, 'currency'],
];

/** Ordinary items with hostile ones at any places between. */
async function expectListed<T extends { readonly id: string }>(
  faults: readonly Fault[],
  make: (id: string, more?: object) => T,
  send: (items: readonly T[]) => Promise<{ accepted: number; rejected: readonly object[] }>,
): Promise<void> {
  let turn = 0;
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...faults], { minLength: 1 }), fc.nat({ max: 3 }), async (some, between) => {
      turn += 1;
      const items: T[] = [];
      const expected: object[] = [];
      let ordinary = 0;
      const put = (count: number) => {
        for (let i = 0; i < count; i++) items.push(make(`ordinary-${turn}-${ordinary++}`));
      };
      for (const [n, [more, field, code = 'BAD_USER_INPUT']] of some.entries()) {
        put(between);
        expected.push(expect.objectContaining({ index: items.length, code, field, message: expect.any(String) }));
        items.push(make(`hostile-${turn}-${n}`, more));
      }
      put(1);
      const result = await send(items);
      expect(result.rejected).toEqual(expected);
      expect(result.accepted).toBe(ordinary);
    }),
    { numRuns: 8 },
  );
}

it('of interactions', () => expectListed(VISITS, visit, items => recordInteractions(world.ctx, items)), 60_000);
it('of answers', () => expectListed(ANSWERS, answer, items => recordSurveyResponses(world.ctx, items)), 60_000);
it('of figures', () => expectListed(FIGURES, figure, items => recordFigures(world.ctx, items)));

it('two of one id: equal ones are one, of different ones the earlier is listed', async () => {
  const items = [visit('1'), visit('2', { subject: 'a' }), visit('1'), visit('2', { subject: 'b' })];
  expect(await recordInteractions(world.ctx, items)).toMatchObject({
    accepted: 2,
    unchanged: 1,
    rejected: [{ index: 1, id: '2', code: 'CONFLICT', field: 'id' }],
  });
  expect(await world.sql.query(`select subject from interaction order by ref`)).toEqual([
    { subject: null },
    { subject: 'b' },
  ]);
});

it('what only PostgreSQL refuses costs its own item', async () => {
  await world.sql.query(
    `create function refuse() returns trigger language plpgsql as
     $$ begin if new.external_id in ('3', '7') then raise 'not this one' using errcode = '54000'; end if; return new; end $$`,
  );
  await world.sql.query(
    'create trigger refusing before insert on source_record for each row execute function refuse()',
  );
  const items = Array.from({ length: 10 }, (_, i) => visit(String(i), { customer: { email: `${i}@mail.example` } }));
  const result = await recordInteractions(world.ctx, items);
  expect(result).toMatchObject({
    accepted: 8,
    unchanged: 0,
    rejected: [
      { index: 3, id: '3', code: 'BAD_USER_INPUT', field: null },
      { index: 7, id: '7', code: 'BAD_USER_INPUT', field: null },
    ],
  });
  // Whoever was made for an item that was not taken went with it.
  expect(await world.sql.one(`select count(*)::int as n from customer`)).toEqual({ n: 8 });
});

it('texts are scored before anybody waits for the lock', async () => {
  const [taken, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holding = world.sql.transaction(async tx => {
    await tx.query(LOCK);
    taken.resolve();
    await free.promise;
  });
  await taken.promise;
  // Whoever scores lets others have their turn after every few texts.
  let turns = 0;
  const count = (type: string) => {
    if (type === 'Immediate') turns += 1;
  };
  const hook = createHook({ init: (_id, type) => count(type) }).enable();
  const locks = () => world.statements.filter(text => text === LOCK).length;
  const before = locks();
  const recording = recordInteractions(
    world.fork(),
    Array.from({ length: 500 }, (_, i) =>
      visit(String(i), { kind: 'SUPPORT_CASE', body: `It was terrible ${i} times.` }),
    ),
  );
  while (locks() === before) await setTimeout(5);
  const waiting = turns;
  free.resolve();
  await Promise.all([holding, recording]);
  hook.disable();
  expect(waiting).toBeGreaterThan(15);
  expect(turns - waiting).toBeLessThan(5);
  expect(await world.sql.one(`select count(*)::int as n from interaction where sentiment < 0`)).toEqual({ n: 500 });
});

const LOCK = `select pg_advisory_xact_lock(hashtext('cxgraph.projection'))`;
