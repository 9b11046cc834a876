// What is out of bounds costs a record that value, or the record; both are listed until it comes again and is sound.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { cutText, isDeeperThan, MAX_TEXT } from '../../../../connectors/bounds.ts';
import type { CanonicalInput } from '../../../../connectors/records.ts';
import { isBelievable } from '../../../../connectors/records.ts';
import { takeRecord } from '../../../../src/ingest/page/take-record.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';

let world: TestContext;
let crm: TestSource;
beforeEach(async () => {
  await world?.close();
  world = await createTestContext();
  crm = await createSource(world.sql, 'crm');
});
afterAll(() => world?.close());

const ledger = () =>
  world.sql.query<{ external_id: string; taken: boolean; reason: string; fields: string[] }>(
    `select external_id, taken, reason, fields from rejected_record order by taken, external_id`,
  );
const purchase = (id: string, more: object): ReturnType<typeof raw> =>
  raw('deal', id, 1, { type: 'interaction', kind: 'PURCHASE', occurredAt: at(1), ...more } as CanonicalInput);

describe('a page', () => {
  it('takes a contact without its long country, says so, and forgets it when the next one is sound', async () => {
    const long = person('1', 1, { fields: { givenName: 'Ada', country: 'x'.repeat(9_000) } });
    const counts = await crm.commit({ records: [long, person('2', 1, { fields: { country: 'DE' } })] });
    expect(counts).toMatchObject({ created: 2, rejected: 0, partial: 1 });
    expect(await ledger()).toEqual([
      {
        external_id: '1',
        taken: true,
        reason: 'Taken without country: longer than 255 characters',
        fields: ['country'],
      },
    ]);
    expect(await world.sql.query(`select display_name, country from customer order by id`)).toEqual([
      { display_name: 'Ada', country: null },
      { display_name: 'crm:contact/2', country: 'DE' },
    ]);
    expect(await world.sql.one(`select partial, rejected from stream_run`)).toEqual({ partial: 1, rejected: 0 });
    const [kept] = await world.sql.query<{ length: number }>(
      `select length(payload::text) as length from source_record where external_id = '1'`,
    );
    expect(kept!.length).toBeGreaterThan(9_000);
    await crm.commit({ records: [person('1', 2, { fields: { givenName: 'Ada', country: 'GB' } })] });
    expect(await ledger()).toEqual([]);
  });

  it('takes amounts, currencies and dates that can be believed', async () => {
    const counts = await crm.commit({
      records: [
        purchase('1', { amount: 1e200, currency: 'EUR' }),
        purchase('2', { amount: 5, currency: 'Euro' }),
        purchase('3', { amount: 5, currency: 'eur', endedAt: '9999-12-31T00:00:00Z' }),
        purchase('4', { occurredAt: '0001-01-01T00:00:00Z' }),
        purchase('5', { occurredAt: null }),
      ],
    });
    expect(counts).toMatchObject({ created: 3, rejected: 2, partial: 3 });
    expect((await ledger()).map(row => [row.external_id, row.taken, row.fields])).toEqual([
      ['4', false, ['occurredAt']],
      ['5', false, ['occurredAt']],
      ['1', true, ['amount']],
      ['2', true, ['currency']],
      ['3', true, ['endedAt']],
    ]);
    expect(await world.sql.query(`select amount, currency from interaction order by ref`)).toEqual([
      { amount: null, currency: 'EUR' },
      { amount: 5, currency: null },
      { amount: 5, currency: 'EUR' },
    ]);
  });

  it('rejects ids and payloads that are too large, by a name that can be read', async () => {
    const many = raw('call', '2', 1);
    const counts = await crm.commit({
      records: [
        { ...person('1', 1), id: 'z'.repeat(9_000) },
        { ...many, payload: { ...many.payload, text: 'y'.repeat(4_000_000) } },
        person('3', 1),
      ],
      deleted: [{ object: 'contact', id: 'q'.repeat(9_000), deletedAt: 'never' }],
    });
    expect(counts).toMatchObject({ created: 1, rejected: 2 });
    const rows = await world.sql.query<{ external_id: string; size: number }>(
      `select external_id, length(payload::text) as size from rejected_record order by id`,
    );
    expect(rows[0]!.external_id).toMatch(/^z{60}…[0-9a-f]{32}$/);
    expect(rows[1]).toMatchObject({ external_id: '2' });
    expect(rows[1]!.size).toBeLessThan(20_000);
  });

  it('forgets what was noted of a record that is gone', async () => {
    await crm.commit({ records: [purchase('1', { amount: 1e200 })] });
    await crm.commit({ deleted: [{ object: 'deal', id: '1', deletedAt: at(5) }] });
    expect(await ledger()).toEqual([]);
  });

  it('projects a case without a status', async () => {
    await crm.commit({
      records: [raw('ticket', '1', 1, { type: 'interaction', kind: 'SUPPORT_CASE', occurredAt: at(1) })],
    });
    expect(await world.sql.query(`select status from interaction`)).toEqual([{ status: null }]);
    expect(await ledger()).toEqual([]);
  });
});

describe('a score', () => {
  const question = { key: 'nps', text: 'Recommend?', measure: 'NPS' as const };
  const survey = raw('survey', 's', 1, {
    type: 'survey',
    key: 's',
    name: 'S',
    kind: 'RELATIONSHIP',
    questions: [question],
  });
  const response = (id: string, minutes: number, score: number) =>
    raw('response', id, minutes, {
      type: 'response',
      survey: 's',
      respondedAt: at(1),
      answers: [{ question: 'nps', score, text: 'ok' }],
    });
  const scores = () => world.sql.query(`select score, text from survey_answer order by response_ref`);

  it('of 8.6 is no NPS: the answer is taken without it', async () => {
    await crm.commit({ records: [survey] });
    const counts = await crm.commit({ records: [response('1', 1, 8.6), response('2', 1, 8), response('3', 1, 11)] });
    expect(counts).toMatchObject({ created: 3, partial: 2 });
    expect(await scores()).toEqual([
      { score: null, text: 'ok' },
      { score: 8, text: 'ok' },
      { score: null, text: 'ok' },
    ]);
    expect((await ledger()).map(row => [row.external_id, row.taken, row.reason])).toEqual([
      ['1', true, 'Taken without the score 8.6 of "nps": it is not on the scale of that question'],
      ['3', true, 'Taken without the score 11 of "nps": it is not on the scale of that question'],
    ]);
    await crm.commit({ records: [response('1', 2, 8.7)] });
    expect((await ledger()).find(row => row.external_id === '1')!.reason).toMatch(/^Taken without the score 8.7[^;]*$/);
    await crm.commit({ records: [response('1', 3, 9), response('3', 3, 9)] });
    expect(await ledger()).toEqual([]);
  });

  it('is told to be none when its question comes late', async () => {
    const answer = raw('answer', 'a', 1, {
      type: 'answer',
      response: { object: 'response', id: '9' },
      question,
      score: 8.6,
    });
    await crm.commit({ records: [answer] });
    expect(await ledger()).toEqual([]);
    await crm.commit({
      records: [survey, raw('response', '9', 2, { type: 'response', survey: 's', respondedAt: at(1) })],
    });
    expect((await ledger()).map(row => [row.external_id, row.taken])).toEqual([['a', true]]);
  });
});

describe('a record', () => {
  it('has its texts cut, never within a character', () => {
    const body = `${'a'.repeat(MAX_TEXT - 1)}😀 and more`;
    const { record, left } = takeRecord({ type: 'interaction', kind: 'NOTE', occurredAt: at(1), body });
    expect(record).toMatchObject({ body: 'a'.repeat(MAX_TEXT - 1) });
    expect(left).toEqual([{ field: 'body', reason: `longer than ${MAX_TEXT} characters` }]);
  });

  it('loses the entries of a list that are wrong, and those beyond its end', () => {
    const identifiers = Array.from({ length: 1_200 }, (_, i) => ({
      kind: 'EMAIL' as const,
      value: `${i}@mail.example`,
    }));
    identifiers[1]!.value = 'x'.repeat(300);
    const traits = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`t${i}`, i]));
    const { record } = takeRecord({ type: 'person', identifiers, fields: {}, traits });
    if (record.type !== 'person') throw new Error('it is a person');
    expect(record.identifiers).toHaveLength(999);
    expect(record.identifiers[1]!.value).toBe('2@mail.example');
    expect(Object.keys(record.traits)).toHaveLength(2_000);
  });

  it('is refused without what it means nothing without', () => {
    expect(() => takeRecord({ type: 'invitation', survey: '', sentAt: at(1), status: 'SENT' })).toThrow();
  });
});

it('bounds: whole characters, moments with a year, depth', () => {
  expect(cutText('ab😀', 3)).toBe('ab');
  expect(cutText('ab😀', 4)).toBe('ab😀');
  expect(isBelievable(new Date('1899-12-31T23:59:59Z'))).toBe(false);
  expect(isBelievable(new Date(Number.NaN))).toBe(false);
  expect([isDeeperThan({ a: [] }, 1), isDeeperThan({ a: [] }, 2), isDeeperThan(1, 0)]).toEqual([true, false, false]);
});
