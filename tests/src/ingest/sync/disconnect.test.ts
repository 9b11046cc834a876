// A connection's data go without taking anything from what others brought.
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPAIR } from '../../../../migrations/20261130040000_deleted_surveys.ts';
import { createSchema } from '../../../../schema/create-schema.ts';
import {
  recordSurveyInvitations,
  recordSurveyResponses,
} from '../../../../src/ingest/recording/record-survey-responses.ts';
import { saveSurvey } from '../../../../src/ingest/recording/save-survey.ts';
import { disconnect } from '../../../../src/ingest/sync/disconnect.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { createSource, raw } from '../../../support/pipeline.ts';

const schema = createSchema();
let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const survey = (key: string) =>
  raw('survey', key, 1, {
    type: 'survey',
    key,
    name: `The ${key} survey`,
    kind: 'RELATIONSHIP',
    questions: [{ key: 'nps', text: 'Would you recommend us?', measure: 'NPS', higherIsBetter: true }],
  });

/** A source with three surveys, each answered there; somebody else has answers to the first, invitations to the second. */
async function connectAndShare(key: string): Promise<number> {
  const source = await createSource(world.sql, key);
  const keys = ['shared', 'sent', 'own'];
  await source.commit({
    records: [
      ...keys.map(survey),
      ...keys.map(name =>
        raw('response', name, 2, {
          type: 'response',
          survey: name,
          respondedAt: '2026-01-01T00:00:00Z',
          channel: 'EMAIL',
          answers: [{ question: 'nps', score: 3 }],
        }),
      ),
    ],
  });
  const at = new Date('2026-01-02T00:00:00Z');
  const answers = [{ question: 'nps', score: 9 }];
  await recordSurveyResponses(world.fork(), [{ id: key, survey: `${key}-shared`, respondedAt: at, answers }]);
  await recordSurveyInvitations(world.fork(), [
    { id: key, survey: `${key}-sent`, customer: { email: 'ada@engines.example' }, sentAt: at, status: 'SENT' },
  ]);
  return source.target.connectionId;
}

async function read(): Promise<unknown> {
  const source = `{
    surveys { key }
    surveyResponses { nodes { survey { key name } answers { score question { key text } } } }
  }`;
  const { data, errors } = await graphql({ schema, source, contextValue: world.fork() });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data));
}

describe('a survey that others have answers to', () => {
  it('is theirs when its connection goes with its data', async () => {
    await disconnect(world.fork(), await connectAndShare('first'), true);
    expect(await read()).toEqual({
      surveys: [{ key: 'first-sent' }, { key: 'first-shared' }],
      surveyResponses: {
        nodes: [
          {
            survey: { key: 'first-shared', name: 'The shared survey' },
            answers: [{ score: 9, question: { key: 'nps', text: 'Would you recommend us?' } }],
          },
        ],
      },
    });
    await saveSurvey(world.fork(), {
      key: 'first-shared',
      name: 'Ours now',
      kind: 'RELATIONSHIP',
      questions: [{ key: 'nps', text: 'And now?', measure: 'NPS' }],
    });
    expect(await read()).toMatchObject({ surveyResponses: { nodes: [{ survey: { name: 'Ours now' } }] } });
  });

  it('is made again where an earlier version deleted it', async () => {
    await connectAndShare('second');
    await world.sql.query(`delete from survey_question`);
    await world.sql.query(`delete from survey`);
    for (const statement of REPAIR) await world.sql.query(statement);
    const found = (await read()) as { surveys: unknown[]; surveyResponses: { nodes: { answers: unknown[] }[] } };
    expect(found.surveys).toHaveLength(5);
    expect(found.surveyResponses.nodes).toHaveLength(5);
    for (const { answers } of found.surveyResponses.nodes) expect(answers).toHaveLength(1);
    const dangling =
      'select id from survey_invitation v where not exists (select from survey s where s.id = v.survey_id)';
    expect(await world.sql.query(dangling)).toEqual([]);
  });
});

describe('a connection that was disconnected and kept its data', () => {
  const left = async (id: number) =>
    (await world.sql.one<{ n: number }>('select count(*)::int as n from source_record where connection_id = $1', [id]))!
      .n;

  it.each([
    ['its key', (_id: number, key: string) => key],
    ['its id', (id: number) => id],
  ])('can have them deleted later, by %s', async (name, refOf) => {
    const key = `later-${name.slice(4)}`;
    const id = await connectAndShare(key);
    const before = await disconnect(world.fork(), id, false);
    expect(await left(id)).toBeGreaterThan(0);
    await expect(disconnect(world.fork(), refOf(id, key), false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const gone = await disconnect(world.fork(), refOf(id, key), true);
    expect(gone).toMatchObject({ deletedThrough: null, disconnectedAt: before.disconnectedAt });
    expect(await left(id)).toBe(0);
    // Once more, and nothing is left to do.
    expect(await disconnect(world.fork(), refOf(id, key), true)).toMatchObject({ id });
  });

  it('is told from one that never was, and from our own', async () => {
    for (const ref of ['never', 'api'])
      await expect(disconnect(world.fork(), ref, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
