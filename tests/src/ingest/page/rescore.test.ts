// Which stored texts get a score, and that a later version scores them again.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { rescore } from '../../../../src/ingest/page/rescore.ts';
import { scoreText } from '../../../../src/ingest/sentiment/score-text.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';

let world: TestContext;
let crm: TestSource;
beforeEach(async () => {
  await world?.close();
  world = await createTestContext();
  crm = await createSource(world.sql, 'crm');
});
afterAll(() => world.close());

const BAD = 'This is terrible, I am very disappointed.';
const wrote = (
  id: string,
  kind: 'EMAIL' | 'SUPPORT_CASE' | 'CALL' | 'NOTE' | 'TASK',
  direction: string | null,
  body = BAD,
) =>
  raw('thing', id, 1, {
    type: 'interaction',
    kind,
    direction: direction as 'INBOUND' | null,
    occurredAt: at(1),
    body,
    customer: { object: 'contact', id: '1' },
  });
const answered = (id: string, minutes: number, ...texts: (string | null)[]) =>
  raw('answers', id, minutes, {
    type: 'response',
    survey: 's',
    respondedAt: at(1),
    answers: texts.map((text, i) => ({ question: `q${i}`, score: 1, text })),
  });
const interactions = () => world.sql.query(`select ref, sentiment from interaction order by ref`);
const answers = () =>
  world.sql.query(`select question_key, sentiment from survey_answer order by response_ref, question_key`);
const marks = async () =>
  (await world.sql.query<{ subject: number }>(`select distinct subject from change_mark`)).length;
const expected = scoreText(BAD);

describe('projection', () => {
  it('scores what customers wrote, and nothing that our people wrote', async () => {
    await crm.commit({
      records: [
        wrote('1', 'EMAIL', 'INBOUND'),
        wrote('2', 'EMAIL', 'OUTBOUND'),
        wrote('3', 'EMAIL', null),
        wrote('4', 'SUPPORT_CASE', null),
        wrote('5', 'SUPPORT_CASE', 'OUTBOUND'),
        wrote('6', 'CALL', 'INBOUND'),
        wrote('7', 'NOTE', 'INBOUND'),
        wrote('8', 'TASK', 'INTERNAL'),
        wrote('9', 'EMAIL', 'INBOUND', 'Sehr schlecht, ich bin enttäuscht.'),
      ],
    });
    const scores = [expected, null, null, expected, null, null, null, null, null];
    expect(await interactions()).toEqual(scores.map((sentiment, i) => ({ ref: `crm:thing/${i + 1}`, sentiment })));
  });

  it('scores answers’ texts, anew when they change', async () => {
    await crm.commit({ records: [answered('1', 1, BAD, null, 'The office is in Rome.')] });
    expect((await answers()).map(row => row.sentiment)).toEqual([expected, null, 0]);
    await crm.commit({ records: [answered('1', 2, 'Wonderful!', BAD)] });
    expect((await answers()).map(row => row.sentiment)).toEqual([scoreText('Wonderful!'), expected]);
  });
});

describe('another version', () => {
  it('scores all stored texts once, marks whose score changed, and leaves the rest', async () => {
    await crm.commit({
      records: [
        person('1', 0),
        wrote('1', 'EMAIL', 'INBOUND'),
        wrote('2', 'NOTE', null),
        answered('1', 1, BAD, 'Great'),
      ],
    });
    const [before, told] = [await interactions(), await answers()];
    // What an earlier version may have left.
    await world.sql.query(`update interaction set sentiment = 0.123`);
    await world.sql.query(`update survey_answer set sentiment = null`);
    await world.sql.query(`delete from change_mark`);
    expect(await rescore(world.ctx)).toBe(4);
    expect([await interactions(), await answers()]).toEqual([before, told]);
    expect(await marks()).toBe(2);
    await world.sql.query(`update interaction set sentiment = 0.5`);
    expect(await rescore(world.ctx)).toBe(0);
    expect(await rescore(world.ctx, undefined, 'another')).toBe(2);
  });

  it('goes on where it was stopped, however many batches there are', async () => {
    const many = Array.from({ length: 2_500 }, (_, i) => answered(String(i), 1, BAD));
    await crm.commit({ records: many.slice(0, 1_250) });
    await crm.commit({ records: many.slice(1_250) });
    await world.sql.query(`update survey_answer set sentiment = null`);
    const stop = new AbortController();
    const { sql } = world.ctx;
    let batches = 0;
    const stopping = {
      ...world.ctx,
      sql: {
        ...sql,
        transaction: <T>(work: Parameters<typeof sql.transaction<T>>[0]) => {
          if (++batches === 2) stop.abort();
          return sql.transaction(work);
        },
      },
    };
    // The first batch finds no interactions, the second scores a thousand answers.
    expect(await rescore(stopping, stop.signal)).toBe(1_000);
    expect(await Promise.all([rescore(world.fork()), rescore(world.fork())]).then(([a, b]) => a + b)).toBe(1_500);
    expect(new Set((await answers()).map(row => row.sentiment))).toEqual(new Set([expected]));
  });
});
