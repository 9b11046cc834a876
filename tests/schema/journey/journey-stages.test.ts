// Stages of a journey over HTTP, where others look at them: indices by stage, and segments of who stands in one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refresh } from '../../../src/derive/refresh/refresh.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../../support/rows.ts';
import { startTestServer, type TestServer } from '../../support/serve.ts';

/** What the person n answered while they only visited: 6 promoters and 4 detractors among 12. */
const AFTER_VISIT = [10, 10, 10, 0, 0, 7, 10, 10, 10, 0, 0, 7];
/** What those answered who also bought: 5 promoters and 1 detractor among 6. */
const AFTER_PURCHASE = [9, 10, 10, 10, 9, 6];

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

let server: TestServer;
const customers: number[] = [];

beforeAll(async () => {
  server = await startTestServer();
  const { sql } = server.world;
  const hub = await insertConnection(sql, 'hubspot');
  const { survey, nps } = await insertSurvey(sql, 'yearly');
  for (const [n, score] of AFTER_VISIT.entries()) {
    const customer_id = await insert(sql, 'customer', { display_name: `Person ${n}` });
    customers.push(customer_id);
    const happened = (kind: string, days: number) =>
      insertInteraction(sql, hub, { kind, customer_id, occurred_at: daysAgo(days) });
    const answered = (given: number, days: number) =>
      insertResponse(sql, hub, { survey_id: survey, customer_id, responded_at: daysAgo(days) }, [
        { question_id: nps, question_key: 'nps', score: given },
      ]);
    await happened('VISIT', 20);
    await answered(score, 15);
    const later = AFTER_PURCHASE[n];
    if (later === undefined) continue;
    await happened('PURCHASE', 5);
    await answered(later, 3);
  }
  await refresh(sql, { anew: true });
  const stage = (key: string, kind: string) => ({
    key,
    name: key,
    phase: 'PURCHASE',
    rule: { interaction: { kind } },
  });
  await ask('mutation ($input: SaveJourneyInput!) { saveJourney(input: $input) { key } }', {
    input: {
      key: 'shop',
      name: 'The shop',
      stages: [stage('visit', 'VISIT'), stage('buy', 'PURCHASE'), stage('recommend', 'REFERRAL')],
    },
  });
});
afterAll(() => server.close());

async function ask<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
  const { data, errors } = await server.ask(query, variables);
  expect(errors).toBeUndefined();
  return data as unknown as T;
}

interface IndexValue {
  readonly value: number;
}

describe('an index by stage', () => {
  const DURING = 'during: { last: "P60D" }';
  const VALUE = '{ value n coverage interval { low high } components { metric normalized raw { value n } } }';

  beforeAll(() =>
    ask('mutation ($input: SaveCxIndexInput!) { saveCxIndex(input: $input) { key } }', {
      input: { key: 'loyalty', name: 'Loyalty', components: [{ metric: 'NPS', weight: 1 }] },
    }),
  );

  const stagesOf = async (selection: string) => {
    const { journey } = await ask<{ journey: { map: { stages: Record<string, IndexValue | null>[] } } }>(
      `{ journey(key: "shop") { map(${DURING}) { stages { ${selection} } } } }`,
    );
    return journey.map.stages;
  };

  it('is of what happened while customers were in it; null where nothing was measured', async () => {
    const stages = await stagesOf(`index(key: "loyalty") ${VALUE}`);
    // From -100..100 to 0..100.
    const share = (promoters: number, detractors: number, n: number) => (100 * (promoters - detractors)) / n;
    const [visit, buy] = [share(6, 4, 12), share(5, 1, 6)];
    expect(stages).toMatchObject([
      { index: { n: 12, coverage: 1, components: [{ metric: 'NPS', raw: { n: 12 } }] } },
      { index: { n: 6, coverage: 1, components: [{ metric: 'NPS', raw: { n: 6 } }] } },
      { index: null },
    ]);
    expect(stages[0]!.index!.value).toBeCloseTo((visit + 100) / 2, 9);
    expect(stages[1]!.index!.value).toBeCloseTo((buy + 100) / 2, 9);
  });

  it('is the same as of `cxIndex`, under several names too', async () => {
    const stages = await stagesOf(`index(key: "loyalty") ${VALUE} usual: index ${VALUE}`);
    const groupsOf = async (key: string) => {
      const { cxIndex } = await ask<{ cxIndex: { groups: { by: { key: string }[]; total: IndexValue }[] } }>(
        `{ cxIndex(key: "${key}", ${DURING}, by: [JOURNEY_STAGE], where: { journey: "shop" }) { groups { by { key } total ${VALUE} } } }`,
      );
      return new Map(cxIndex.groups.map(({ by, total }) => [by[0]!.key, total]));
    };
    const [own, usual] = [await groupsOf('loyalty'), await groupsOf('default')];
    expect(own.size).toBe(2);
    expect(stages).toEqual(
      ['visit', 'buy', 'recommend'].map(key => ({
        index: own.get(`shop/${key}`) ?? null,
        usual: usual.get(`shop/${key}`) ?? null,
      })),
    );
  });

  it('must exist', async () => {
    const { errors } = await server.ask(
      `{ journey(key: "shop") { map(${DURING}) { stages { index(key: "none") { value } } } } }`,
    );
    expect(errors?.[0]?.message).toMatch(/"none"/);
    expect(errors?.[0]?.extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
  });
});

describe('a segment of a stage', () => {
  const SAVE = 'mutation ($input: SaveSegmentInput!) { saveSegment(input: $input) { key rule ruleText size } }';
  const save = (key: string, rule: object) =>
    server.ask(SAVE, { input: { key, name: `The ${key}`, rule } }).then(({ data, errors }) => {
      return { saved: (data as unknown as { saveSegment: object } | null)?.saveSegment, error: errors?.[0] };
    });
  const inStage = (stage: string, more: object = {}) => ({ stage: { journey: 'shop', stage, ...more } });

  it('has those who stand there, for so long as it asks', async () => {
    const buyers = await save('buyers', inStage('buy'));
    expect(buyers.saved).toEqual({
      key: 'buyers',
      rule: inStage('buy'),
      ruleText: 'in stage "buy" of the journey "The shop"',
      size: 6,
    });
    const members = await ask<{ segment: { customers: { nodes: { id: string }[] } } }>(
      '{ segment(key: "buyers") { customers(first: 20) { nodes { id } } } }',
    );
    const ids = members.segment.customers.nodes.map(({ id }) => id).sort();
    expect(ids).toEqual(
      customers
        .slice(0, AFTER_PURCHASE.length)
        .map(id => `customer_${id}`)
        .sort(),
    );
    expect((await save('old-buyers', inStage('buy', { for: 'P10D' }))).saved).toMatchObject({ size: 0 });
    expect((await save('visitors', inStage('visit', { for: 'P10D' }))).saved).toMatchObject({ size: 6 });
  });

  it('is explained', async () => {
    const rule = { all: [inStage('visit', { for: 'P10D' }), { not: inStage('buy') }] };
    expect((await save('waiting', rule)).saved).toMatchObject({ size: 6, rule });
    const explain = (n: number) =>
      ask<{ segment: { explain: object } }>(
        `query ($id: ID!) { segment(key: "waiting") { explain(customer: $id) { holds children { holds text children { holds text } } } } }`,
        { id: `customer_${customers[n]}` },
      );
    const parts = (holds: boolean) => ({
      holds,
      children: [
        { holds, text: 'in stage "visit" of the journey "The shop" for at least 10 days', children: [] },
        { holds, text: 'not', children: [{ holds: !holds, text: 'in stage "buy" of the journey "The shop"' }] },
      ],
    });
    expect((await explain(11)).segment.explain).toEqual(parts(true));
    expect((await explain(0)).segment.explain).toEqual(parts(false));
  });

  it.each([
    ['a journey that is none', { stage: { journey: 'mall', stage: 'buy' } }, 'rule.stage.journey', /"mall".*shop/],
    ['a stage that is none', { not: inStage('sell') }, 'rule.not.stage.stage', /"sell".*"shop".*buy, recommend, visit/],
    ['no time at all', inStage('buy', { for: 'PT0S' }), 'rule.stage.for', /longer than nothing/],
  ])('refuses %s', async (_what, rule, field, words) => {
    const { error } = await save('wrong', rule);
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: expect.stringContaining(field) });
    expect(error?.message).toMatch(words);
  });

  it('keeps the journey and the stage that it asks for', async () => {
    const { errors } = await server.ask('mutation { deleteJourney(key: "shop") }');
    expect(errors?.[0]?.extensions.code).toBe('CONFLICT');
    expect(errors?.[0]?.message).toMatch(/segment "buyers"/);
  });
});
