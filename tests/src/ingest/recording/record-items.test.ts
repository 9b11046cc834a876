// What applications record: whoever they name becomes, or already is, a customer.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { recordInteractions } from '../../../../src/ingest/recording/record-interactions.ts';
import {
  recordSurveyInvitations,
  recordSurveyResponses,
} from '../../../../src/ingest/recording/record-survey-responses.ts';
import { saveSurvey } from '../../../../src/ingest/recording/save-survey.ts';
import { disconnect } from '../../../../src/ingest/sync/disconnect.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw } from '../../../support/pipeline.ts';

let world: TestContext;
beforeEach(async () => {
  await world?.close();
  world = await createTestContext();
});
afterAll(() => world.close());

const visit = (id: string, customer: object) => ({ id, customer, kind: 'VISIT' as const, occurredAt: new Date(at(3)) });
const customers = () =>
  world.sql.query<{ id: number; email: string | null; display_name: string }>(
    `select id, email, display_name from customer where merged_into is null and deleted_at is null order by id`,
  );
const owners = async () =>
  (await world.sql.query<{ customer_id: number }>(`select customer_id from interaction order by ref`)).map(
    row => row.customer_id,
  );

describe('recorded interactions', () => {
  it('make a customer of an unknown e-mail, once, and join the CRM record that comes later', async () => {
    const inputs = [visit('1', { email: ' Ada@Mail.example' }), visit('2', { email: 'ada@mail.example' })];
    expect(await recordInteractions(world.ctx, inputs)).toEqual({ accepted: 2, unchanged: 0, rejected: [] });
    expect(await recordInteractions(world.ctx, inputs)).toEqual({ accepted: 0, unchanged: 2, rejected: [] });
    expect(await customers()).toMatchObject([{ email: 'ada@mail.example', display_name: 'ada@mail.example' }]);
    const crm = await createSource(world.sql, 'crm');
    await crm.commit({ records: [person('7', 0, { emails: ['ada@mail.example'], fields: { givenName: 'Ada' } })] });
    const [ada] = await customers();
    expect(await customers()).toMatchObject([{ display_name: 'Ada' }]);
    expect(await owners()).toEqual([ada!.id, ada!.id]);
  });

  it('find whom a CRM knows by any of its names, without adding a record', async () => {
    const crm = await createSource(world.sql, 'crm');
    await crm.commit({
      records: [
        person('7', 0, { emails: ['ada@mail.example'], phone: '+4930123456' }),
        person('8', 0, { phone: '+4930123457' }),
        person('9', 0, { phone: '+4930123457' }),
      ],
    });
    const [ada] = await customers();
    const result = await recordInteractions(world.ctx, [
      visit('1', { id: `customer_${ada!.id}` }),
      visit('2', { email: 'ada@mail.example' }),
      visit('3', { phone: '+49 30 123456' }),
      visit('4', { external: { source: 'crm', object: 'contact', id: '7' } }),
      visit('5', { phone: '+4930123457' }),
      visit('6', { id: 'customer_999' }),
      visit('7', { email: 'nobody' }),
    ]);
    expect(result.accepted).toBe(4);
    expect(result.rejected.map(error => [error.index, error.message.split(' ').slice(0, 3).join(' ')])).toEqual([
      [4, '2 customers have'],
      [5, 'There is no'],
      [6, '"nobody" is not'],
    ]);
    expect(await owners()).toEqual([ada!.id, ada!.id, ada!.id, ada!.id]);
    expect(await world.sql.one(`select count(*)::int as n from person_record`)).toEqual({ n: 3 });
  });

  it('keep an id of their own that a CRM names later', async () => {
    await recordInteractions(world.ctx, [visit('1', { external: { source: 'shop', object: 'user', id: '42' } })]);
    const shop = await createSource(world.sql, 'shop');
    await shop.commit({ records: [person('7', 0, { emails: ['ada@mail.example'], externalIds: ['user/42'] })] });
    expect(await customers()).toMatchObject([{ email: 'ada@mail.example' }]);
  });

  it('are done once when twenty calls come at a time', async () => {
    const calls = Array.from({ length: 20 }, () =>
      recordInteractions(world.fork(), [visit('1', { email: 'ada@mail.example' })]),
    );
    const results = await Promise.all(calls);
    expect(results.reduce((sum, result) => sum + result.accepted, 0)).toBe(1);
    expect(await customers()).toHaveLength(1);
  });

  it('refuse what is wrong, naming it, and take the rest', async () => {
    const result = await recordInteractions(world.ctx, [
      { ...visit('1', { email: 'a@mail.example' }), amount: 5 },
      { ...visit('2', { email: 'a@mail.example' }), endedAt: new Date(at(1)) },
      visit(' ', { email: 'a@mail.example' }),
      visit('4', { email: 'a@mail.example' }),
    ]);
    expect(result).toMatchObject({ accepted: 1, rejected: [{ index: 0 }, { index: 1 }, { index: 2 }] });
    await expect(
      recordInteractions(
        world.ctx,
        Array.from({ length: 1001 }, () => visit('1', {})),
      ),
    ).rejects.toThrow('at most 1000');
  });
});

describe('recorded surveys', () => {
  const survey = {
    key: 'post-chat',
    name: 'After a chat',
    kind: 'TOUCHPOINT' as const,
    questions: [{ key: 'sat', text: 'How was it?', measure: 'CSAT' as const }],
  };
  const answer = (id: string, score: number | null, extra: object = {}) => ({
    id,
    survey: 'post-chat',
    customer: { email: 'ada@mail.example' },
    respondedAt: new Date(at(5)),
    answers: [{ question: 'sat', score, ...extra }],
  });

  it('take the usual scale, keep answers idempotent, and say what does not fit', async () => {
    await saveSurvey(world.ctx, survey);
    expect(await world.sql.one(`select scale_min, scale_max, positive_from from survey_question`)).toEqual({
      scale_min: 1,
      scale_max: 5,
      positive_from: 4,
    });
    const inputs = [
      answer('1', 5),
      answer('2', 6),
      answer('3', null),
      answer('4', null, { text: 'fine' }),
      { ...answer('5', 3), survey: 'none' },
    ];
    const result = await recordSurveyResponses(world.ctx, inputs);
    expect(result).toMatchObject({ accepted: 2, rejected: [{ index: 1 }, { index: 2 }, { index: 4 }] });
    expect(await recordSurveyResponses(world.ctx, inputs.slice(0, 1))).toMatchObject({ accepted: 0, unchanged: 1 });
    expect(await recordSurveyResponses(world.ctx, [answer('1', 4)])).toMatchObject({ accepted: 1 });
    const rows = await world.sql.query(
      `select a.score, r.customer_id is not null as bound from survey_answer a join survey_response r on r.id = a.response_id join survey_question q on q.id = a.question_id order by a.score`,
    );
    expect(rows).toEqual([
      { score: 4, bound: true },
      { score: null, bound: true },
    ]);
  });

  it('take invitations', async () => {
    await saveSurvey(world.ctx, survey);
    const sent = {
      id: 'i1',
      customer: { email: 'ada@mail.example' },
      survey: 'post-chat',
      sentAt: new Date(at(1)),
      status: 'SENT' as const,
    };
    expect(await recordSurveyInvitations(world.ctx, [sent])).toMatchObject({ accepted: 1 });
    expect(await recordSurveyInvitations(world.ctx, [{ ...sent, status: 'COMPLETED' }])).toMatchObject({ accepted: 1 });
    expect(await world.sql.query(`select status, customer_id is not null as bound from survey_invitation`)).toEqual([
      { status: 'COMPLETED', bound: true },
    ]);
  });

  it.each([
    ['key', { ...survey, key: 'Post Chat' }],
    ['questions', { ...survey, questions: [] }],
    ['questions.1.key', { ...survey, questions: [...survey.questions, ...survey.questions] }],
    ['questions.0.positiveFrom', { ...survey, questions: [{ ...survey.questions[0]!, positiveFrom: 9 }] }],
  ])('refuse a wrong %s', async (field, input) => {
    await expect(saveSurvey(world.ctx, input)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  });
});

describe('a connection whose data is deleted', () => {
  it('leaves what others brought, apart where only it held them together', async () => {
    const crm = await createSource(world.sql, 'crm');
    const other = await createSource(world.sql, 'other');
    await crm.commit({
      records: [
        person('1', 0, { emails: ['a@mail.example', 'b@mail.example'] }),
        raw('call', '9', 1, {
          type: 'interaction',
          kind: 'CALL',
          occurredAt: at(1),
          customer: { object: 'contact', id: '1' },
        }),
        person('3', 0, { emails: ['c@mail.example'] }),
      ],
    });
    await other.commit({
      records: [person('1', 0, { emails: ['a@mail.example'] }), person('2', 0, { emails: ['b@mail.example'] })],
    });
    expect(await customers()).toHaveLength(2);
    await disconnect(world.ctx, crm.target.connectionId, true);
    expect((await customers()).map(row => row.email)).toEqual(['a@mail.example', 'b@mail.example']);
    expect(
      await world.sql.query(
        `select 1 from interaction union all select 1 from source_record where connection_id = $1`,
        [crm.target.connectionId],
      ),
    ).toEqual([]);
    expect(
      await world.sql.query(
        `select 1 from customer c where not exists (select from person_record p where p.customer_id = c.id)`,
      ),
    ).toEqual([]);
  });
});
