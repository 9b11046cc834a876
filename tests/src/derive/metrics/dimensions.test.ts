// What an answer about a case has of its case, and the dimensions that are looked up when they are asked for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanonicalInput } from '../../../../connectors/records.ts';
import type { UserError } from '../../../../src/base/errors.ts';
import { saveAlertRule } from '../../../../src/derive/alerts/save.ts';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw, T0, type TestSource } from '../../../support/pipeline.ts';

let database: TestContext;
let source: TestSource;
beforeAll(async () => {
  database = await createTestContext({ now: () => new Date(T0 + 86_400_000) });
  source = await createSource(database.sql, 'crm');
});
afterAll(() => database.close());

const DURING = { from: '2026-01-01', to: '2026-01-01' };
const csat = async (request: Omit<ReportRequest, 'during'>) => {
  await refresh(database.sql);
  const { groups } = await readMetric(database.ctx, 'CSAT', { during: DURING, ...request });
  return Object.fromEntries(groups.map(({ by, total }) => [by.map(({ key }) => key).join('|'), total.n]));
};
const supportCase = (about: Partial<CanonicalInput>): CanonicalInput =>
  ({ type: 'interaction', kind: 'SUPPORT_CASE', occurredAt: at(1), ...about }) as CanonicalInput;
const survey: CanonicalInput = {
  type: 'survey',
  key: 'support',
  name: 'Support',
  kind: 'TOUCHPOINT',
  questions: [{ key: 'csat', text: 'Satisfied?', measure: 'CSAT', scaleMin: 1, scaleMax: 5 }],
};
const answer = (customer: string, about: object): CanonicalInput =>
  ({
    type: 'response',
    survey: 'support',
    respondedAt: at(60),
    customer: { object: 'contact', id: customer },
    channel: 'EMAIL',
    answers: [{ question: 'csat', score: 4 }],
    ...about,
  }) as CanonicalInput;

describe('an answer about a case', () => {
  it('has its channel, touchpoint and agent, and one of its own by which it was asked', async () => {
    await source.commit({
      records: [
        raw('survey', '1', 0, survey),
        person('a', 0, { emails: ['a@example.com'] }),
        person('b', 0, { emails: ['b@example.com'] }),
        raw('case', '1', 1, supportCase({ channel: 'CHAT', touchpoint: 'checkout', agent: 'ada@example.com' })),
        raw('response', '1', 60, answer('a', { case: { object: 'case', id: '1' }, touchpoint: 'mail' })),
        raw('response', '2', 60, answer('b', { touchpoint: 'mail' })),
        raw('response', '3', 60, answer('b', { case: { object: 'case', id: 'unknown' } })),
      ],
    });
    // What the case that never came is about, nobody knows.
    expect(await csat({ by: ['CHANNEL'] })).toEqual({ CHAT: 1, EMAIL: 1, '': 1 });
    expect(await csat({ by: ['SURVEY_CHANNEL'] })).toEqual({ EMAIL: 3 });
    expect(await csat({ by: ['TOUCHPOINT', 'AGENT'] })).toEqual({ 'checkout|ada@example.com': 1, 'mail|': 1, '|': 1 });
    expect(await csat({ where: { agent: ['ada@example.com'] } })).toEqual({ '': 1 });
    expect(await csat({ where: { surveyChannel: ['EMAIL'], channel: ['CHAT'] } })).toEqual({ '': 1 });
  });

  it('follows it, though the case is of nobody, comes late or goes', async () => {
    await source.commit({ records: [raw('case', '1', 2, supportCase({ channel: 'PHONE', agent: 'Bob' }))] });
    expect(await csat({ by: ['CHANNEL', 'AGENT'] })).toEqual({ 'PHONE|Bob': 1, 'EMAIL|': 1, '|': 1 });
    await source.commit({ records: [raw('case', 'unknown', 3, supportCase({ channel: 'WEB' }))] });
    expect(await csat({ by: ['CHANNEL'] })).toEqual({ PHONE: 1, EMAIL: 1, WEB: 1 });
    await source.commit({ deleted: [{ object: 'case', id: '1', deletedAt: at(5) }] });
    expect(await csat({ by: ['CHANNEL', 'AGENT'] })).toEqual({ 'EMAIL|': 1, 'WEB|': 1, '|': 1 });
  });
});

describe('traits', () => {
  it('are named in the order of TRAIT', async () => {
    await database.sql.query(
      `update customer set traits = '{"plan": "gold", "seats": 7}' where id = (select min(id) from customer)`,
    );
    const asked = { by: ['TRAIT', 'TRAIT'] as const, traits: { keys: ['seats', 'plan'] } };
    expect(await csat(asked)).toEqual({ '7|gold': 1, '|': 2 });
    const { groups } = await readMetric(database.ctx, 'CSAT', { during: DURING, ...asked });
    expect(groups[1]!.by.map(({ dimension, trait }) => [dimension, trait])).toEqual([
      ['TRAIT', 'seats'],
      ['TRAIT', 'plan'],
    ]);
    expect(await csat({ where: { traits: [{ key: 'plan', values: ['gold', 'silver'] }] } })).toEqual({ '': 1 });
  });

  it.each([
    [{ by: ['TRAIT'] }, 'traits.keys', /Name a trait for each TRAIT/],
    [{ by: ['COUNTRY'], traits: { keys: ['plan'] } }, 'traits.keys', /0 are to be named, 1 are/],
    [{ by: ['TRAIT', 'TRAIT'], traits: { keys: ['plan', 'plan'] } }, 'by', /named twice/],
    [
      { by: ['TRAIT'], traits: { keys: ['paln'] } },
      'traits.keys',
      /No customer has a trait "paln". There is plan, seats/,
    ],
    [{ where: { traits: [{ key: "'; drop", values: [] }] } }, 'where.traits', /No customer has a trait/],
    [{ where: { signupCohort: ['2026-13'] } }, 'where.signupCohort', /A cohort is a month/],
  ] as [Omit<ReportRequest, 'during'>, string, RegExp][])('of %j are refused', async (request, field, message) => {
    const error = await csat(request).catch((failure: UserError) => failure);
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
    expect((error as UserError).message).toMatch(message);
  });

  it('group no alerts, whose rule would not say which', async () => {
    const rule = { key: 'x', name: 'x', metric: 'CSAT', when: { silence: 'P1D' }, by: ['TRAIT'] } as const;
    await expect(saveAlertRule(database.ctx, rule as never)).rejects.toMatchObject({ details: { field: 'by' } });
  });
});
