// Journeys over HTTP: saved, mapped and seen from a customer; what is refused; how many statements it takes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refresh } from '../../../src/derive/refresh/refresh.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../../support/rows.ts';
import { startTestServer, type TestServer } from '../../support/serve.ts';

const YEAR = '{ from: "2026-01-01", to: "2026-12-31" }';
const SAVE = `mutation ($input: SaveJourneyInput!) { saveJourney(input: $input) { id key mode window walkedAt stages { key phase rule ruleText } } }`;
const stage = (key: string, rule: object) => ({ key, name: key, phase: 'PURCHASE', rule });
const INPUT = {
  key: 'shop',
  name: 'Shop',
  window: 'P30D',
  stages: [
    stage('visit', { interaction: { kind: 'VISIT' } }),
    stage('buy', { any: [{ interaction: { kind: 'PURCHASE' } }, { lifecycleStage: 'CUSTOMER' }] }),
    stage('praise', { answer: { measure: 'NPS', latest: { gte: 9 } } }),
  ],
};

let server: TestServer;
let ada: number;

beforeAll(async () => {
  server = await startTestServer();
  const { sql } = server.world;
  const hub = await insertConnection(sql, 'hubspot');
  const { survey, nps } = await insertSurvey(sql, 'yearly');
  // Ten visit, six of them buy a day later, five of those praise us; one comes again after the window.
  for (let i = 0; i < 10; i++) {
    const customer_id = await insert(sql, 'customer', { display_name: `c${i}`, country: i < 5 ? 'DE' : 'FR' });
    if (i === 0) ada = customer_id;
    const happened = (kind: string, day: string, more: object = {}) =>
      insertInteraction(sql, hub, { kind, customer_id, occurred_at: `${day}T12:00:00Z`, ...more });
    await happened('VISIT', '2026-03-01', { touchpoint: 'home', channel: 'WEB' });
    await happened('VISIT', '2026-03-01', { touchpoint: 'home', channel: 'WEB' });
    if (i < 6) await happened('PURCHASE', '2026-03-02', { amount: 5, currency: 'EUR' });
    if (i < 5) {
      const values = { survey_id: survey, customer_id, responded_at: '2026-03-04T12:00:00Z' };
      await insertResponse(sql, hub, values, [{ question_id: nps, question_key: 'nps', score: 10 }]);
    }
    if (i === 0) await happened('VISIT', '2026-06-01', { touchpoint: 'home', channel: 'WEB' });
  }
  await refresh(sql, { anew: true });
  const { errors } = await server.ask(SAVE, { input: INPUT });
  expect(errors).toBeUndefined();
});
afterAll(() => server.close());

const map = (selection: string, args = '') =>
  `{ journey(key: "shop") { map(during: ${YEAR}${args}) { ${selection} } } }`;

describe('a journey', () => {
  it('is saved, listed, and gives its rules back as they are taken', async () => {
    const { data } = await server.ask(SAVE, { input: INPUT });
    const saved = (data as unknown as { saveJourney: { stages: { rule: unknown; ruleText: string }[] } }).saveJourney;
    expect(saved).toMatchObject({ key: 'shop', mode: 'ORDERED', window: 'P30D', walkedAt: expect.any(String) });
    expect(saved.stages[1]!.ruleText).toMatch(/purchase or the lifecycle stage/);
    const again = { ...INPUT, stages: INPUT.stages.map((each, i) => ({ ...each, rule: saved.stages[i]!.rule })) };
    expect((await server.ask(SAVE, { input: again })).errors).toBeUndefined();
    const listed = await server.ask('{ journeys { key } journey(key: "none") { key } }');
    expect(listed.data).toEqual({
      journeys: expect.arrayContaining([{ key: 'default' }, { key: 'shop' }]),
      journey: null,
    });
  });

  it('has a map', async () => {
    const { data, errors } = await server.ask(
      map(`entered customers stages { stage { key } reached conversionFromPrevious conversionFromStart dropOff medianSecondsFromPrevious
        conversionFromPreviousInterval { low high confidence } metrics(of: [NPS]) { metric value n } }
        touchpoints { stage { key } touchpoint named channel interactions customers sentiment metrics(of: [NPS]) { n } } few: touchpoints(first: 1) { touchpoint }`),
    );
    expect(errors).toBeUndefined();
    const found = (data as unknown as { journey: { map: Record<string, object[]> } }).journey.map;
    expect(found).toMatchObject({ entered: 11, customers: 10, few: [{ touchpoint: 'home' }] });
    expect(found.stages).toMatchObject([
      {
        reached: 11,
        conversionFromPrevious: null,
        conversionFromStart: 1,
        dropOff: 0,
        medianSecondsFromPrevious: null,
      },
      { reached: 6, conversionFromPrevious: 6 / 11, dropOff: 5, medianSecondsFromPrevious: 86_400 },
      { reached: 5, conversionFromPrevious: 5 / 6, conversionFromStart: 5 / 11, dropOff: 1 },
    ]);
    // Wilson's interval of 6 of 11.
    const { low, high } = (found.stages as { conversionFromPreviousInterval: { low: number; high: number } }[])[1]!
      .conversionFromPreviousInterval;
    expect([low, high].map(end => end.toFixed(4))).toEqual(['0.2801', '0.7873']);
    expect(found.stages).toMatchObject([{}, {}, { metrics: [{ metric: 'NPS', value: 100, n: 5 }] }]);
    expect(found.touchpoints![0]).toEqual({
      stage: { key: 'visit' },
      touchpoint: 'home',
      named: true,
      channel: 'WEB',
      interactions: 21,
      customers: 10,
      sentiment: null,
      metrics: [{ n: 0 }],
    });
    expect(found.touchpoints).toContainEqual(
      expect.objectContaining({ touchpoint: 'PURCHASE', named: false, interactions: 6, stage: { key: 'buy' } }),
    );
  });

  it('has a map of some customers, beside another period', async () => {
    const { data } = await server.ask(
      map(
        'entered stages { reached comparison { reached difference pValue method } }',
        ', where: { country: ["FR"] }, compareTo: PREVIOUS_YEAR',
      ),
    );
    expect(data).toMatchObject({
      journey: {
        map: {
          entered: 5,
          stages: [{ reached: 5 }, { reached: 1, comparison: { reached: 0, difference: null, pValue: null } }, {}],
        },
      },
    });
  });

  it('has paths', async () => {
    const { data } = await server.ask(
      `{ journey(key: "shop") { paths(during: ${YEAR}) { touchpoints customers runs share } } }`,
    );
    expect(data).toEqual({
      journey: {
        paths: [
          { touchpoints: ['home', 'PURCHASE'], customers: 6, runs: 6, share: 0.6 },
          { touchpoints: ['home'], customers: 5, runs: 5, share: 0.5 },
        ],
      },
    });
  });

  it('is seen from a customer by one statement', async () => {
    server.world.statements.length = 0;
    const { data, errors } = await server.ask(
      `query ($by: CustomerBy!) { customer(by: $by) { journeys { journey { key } stage { key ruleText } enteredAt
        history { stage { key } run at until interaction { kind } surveyResponse { channel } } } } }`,
      { by: { id: `customer_${ada}` } },
    );
    expect(errors).toBeUndefined();
    expect(server.world.statements).toHaveLength(1);
    const { journeys } = (data as unknown as { customer: { journeys: { journey: { key: string } }[] } }).customer;
    expect(journeys.find(each => each.journey.key === 'shop')).toMatchObject({
      stage: { key: 'visit' },
      enteredAt: '2026-06-01T12:00:00.000Z',
      history: [
        { stage: { key: 'visit' }, run: 1, interaction: { kind: 'VISIT' } },
        { stage: { key: 'buy' }, run: 1, until: '2026-03-04T12:00:00.000Z', interaction: { kind: 'PURCHASE' } },
        { stage: { key: 'praise' }, run: 1, interaction: null, surveyResponse: { channel: 'EMAIL' } },
        { stage: { key: 'visit' }, run: 2, until: null },
      ],
    });
  });

  it('reads nothing that is not asked for, and no more with more stages', async () => {
    const statementsOf = async (query: string) => {
      server.world.statements.length = 0;
      expect((await server.ask(query)).errors).toBeUndefined();
      return server.world.statements.length;
    };
    // The journey; level and moment of the snapshot; the journey as it was walked; its visits; how long each took.
    expect(await statementsOf(map('entered stages { reached }'))).toBe(6);
    const metrics = 'stages { metrics(of: [NPS]) { value } again: metrics(of: [NPS, NPS]) { n } }';
    const few = await statementsOf(map(metrics));
    const input = {
      ...INPUT,
      key: 'long',
      stages: [...INPUT.stages, ...['a', 'b'].map(key => stage(key, { interaction: { kind: 'CALL' } }))],
    };
    await server.ask(SAVE, { input });
    expect(await statementsOf(map(metrics).replace('shop', 'long'))).toBe(few);
  });

  it('is empty between a change and the next walk', async () => {
    const { sql } = server.world;
    await sql.query(`update journey set revision = revision + 1 where key = 'long'`);
    const { data } = await server.ask(
      `{ journey(key: "long") { walkedAt map(during: ${YEAR}) { entered stages { reached } } paths(during: ${YEAR}) { runs } } }`,
    );
    expect(data).toEqual({ journey: { walkedAt: null, map: { entered: 0, stages: [] }, paths: [] } });
    const deleted = await server.ask('mutation { deleteJourney(key: "long") }');
    expect(deleted.data).toEqual({ deleteJourney: expect.stringMatching(/^journey_\d+$/) });
  });
});

describe('what is wrong is said', () => {
  const one = (rule: object) => ({ ...INPUT, key: 'wrong', stages: [stage('a', rule)] });

  it.each([
    ['a channel', map('entered', ', where: { channel: [WEB] }'), 'where.channel', /country, language, .*segment/],
    ['a segment that is none', map('entered', ', where: { segment: "nobody" }'), 'where.segment', /"segments" lists/],
    ['everyone', map('entered', ', compareTo: OVERALL'), 'compareTo', /PREVIOUS_PERIOD/],
    ['a confidence of 95', map('entered', ', confidence: 95'), 'confidence', /0\.95/],
    ['no touchpoints', map('touchpoints(first: 0) { touchpoint }'), 'first', /1 to 1000/],
    ['too many paths', `{ journey(key: "shop") { paths(during: ${YEAR}, first: 101) { runs } } }`, 'first', /1 to 100/],
    ['no period', '{ journey(key: "shop") { map(during: {}) { entered } } }', 'during', /"last"/],
  ])('%s', async (_what, query, field, words) => {
    const { errors } = await server.ask(query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(errors?.[0]?.message).toMatch(words);
  });

  it.each([
    ['two branches', one({ interaction: { kind: 'CALL' }, lifecycleStage: 'LEAD' }), /[Ee]xactly one/],
    ['the answer to a call', one({ interaction: { kind: 'CALL', moment: 'ANSWERED' } }), /SUPPORT_CASE/],
    ['a window of months', { ...INPUT, key: 'wrong', window: 'P2M' }, /duration/],
    ['no stages', { ...INPUT, key: 'wrong', stages: [] }, /at least one stage/],
  ])('%s', async (_what, input, words) => {
    const { errors } = await server.ask(SAVE, { input });
    expect(errors?.[0]?.message).toMatch(words);
    expect(server.logged).toEqual([]);
  });
});
