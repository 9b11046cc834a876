// Over HTTP: from a figure to the things behind it, in pages, each of its own type, and figures that are recorded.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../../../../src/base/database/sql.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { readMetricRows } from '../../../../src/serve/graph/metric-rows.read.ts';
import {
  insert,
  insertConnection,
  insertInteraction,
  insertResponse,
  insertSource,
  insertSurvey,
} from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

const YEAR = '{ from: "2026-01-01", to: "2026-12-31" }';

describe.each(['never', 'always'] as const)('rows behind a figure, compiled %s', compile => {
  let server: TestServer;
  let people: number[];

  const ask = async (args: string, selection: string) => {
    const query = `{ metricRows(during: ${YEAR}, ${args}) ${selection} }`;
    const { data, errors } = await server.ask(query);
    expect(errors).toBeUndefined();
    return (data as unknown as { metricRows: Record<string, unknown> }).metricRows;
  };

  beforeAll(async () => {
    server = await startTestServer({ compile });
    const { sql } = server.world;
    const source = await insertConnection(sql, 'hubspot');
    const gone = { deleted_at: '2026-05-01T00:00:00Z' };
    people = [];
    for (const [i, name] of ['Ada', 'Bob', 'Cy', 'Dee'].entries())
      people.push(
        await insert(sql, 'customer', {
          display_name: name,
          created_at: `2025-01-0${i + 1}T00:00:00Z`,
          ...(name === 'Cy' ? gone : {}),
        }),
      );
    const { survey, nps } = await insertSurvey(sql, 'nps-1');
    const second = await insert(sql, 'survey_question', {
      survey_id: survey,
      key: 'again',
      text: '?',
      measure: 'NPS',
      scale_min: 0,
      scale_max: 10,
    });
    for (const [i, customer_id] of [...people, null].entries()) {
      const values = { survey_id: survey, customer_id, responded_at: `2026-03-0${i + 1}T12:00:00Z` };
      await insertResponse(sql, source, values, [
        { question_id: nps, question_key: 'nps', score: 9, text: 'Great', sentiment: 0.8 },
        { question_id: second, question_key: 'again', score: 3 },
      ]);
      const id = await insertSource(sql, source, { object: 'invitation' });
      await insert(sql, 'survey_invitation', {
        id,
        survey_id: survey,
        customer_id,
        sent_at: `2026-02-0${i + 1}T12:00:00Z`,
        status: 'SENT',
      });
      const event = (kind: string, month: string, values: object) =>
        insertInteraction(sql, source, { kind, customer_id, occurred_at: `${month}-0${i + 1}T12:00:00Z`, ...values });
      const kase = await event('SUPPORT_CASE', '2026-04', { sentiment: -0.5, status: 'CLOSED' });
      await event('CALL', '2026-04', { duration_seconds: 60 + i, case_id: kase });
      await event('PURCHASE', '2025-06', { amount: 10 + i, currency: 'EUR' });
      await event('PURCHASE', '2026-05', { amount: 20 + i, currency: 'EUR' });
      await event('NOTE', '2026-06', { sentiment: 0.1 });
    }
    await refresh(sql, { anew: true });
  });
  afterAll(() => server.close());

  it('gives answers, newest first, a survey with two of them twice', async () => {
    const page = await ask(
      'metric: NPS, first: 3',
      '{ totalCount nodes { __typename ... on SurveyResponse { respondedAt customer { displayName } answers { score } } } pageInfo { hasNextPage hasPreviousPage } }',
    );
    const answers = [{ score: 3 }, { score: 9 }];
    const response = (day: number, customer: object | null) => ({
      __typename: 'SurveyResponse',
      respondedAt: `2026-03-0${day}T12:00:00.000Z`,
      customer,
      answers,
    });
    expect(page).toEqual({
      totalCount: 10,
      nodes: [response(5, null), response(5, null), response(4, { displayName: 'Dee' })],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
  });

  it('goes on behind a cursor until the end', async () => {
    const seen: unknown[] = [];
    let after: string | null = null;
    do {
      const args: string = after ? `, after: "${after}"` : '';
      const page = await ask(
        `metric: NPS, first: 3${args}`,
        '{ nodes { ... on SurveyResponse { id } } pageInfo { hasNextPage hasPreviousPage endCursor } }',
      );
      const info = page.pageInfo as { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
      expect(info.hasPreviousPage).toBe(seen.length > 0);
      seen.push(...(page.nodes as unknown[]));
      after = info.hasNextPage ? info.endCursor : null;
    } while (after !== null);
    expect(seen).toHaveLength(10);
    expect(new Set(seen.map(row => JSON.stringify(row))).size).toBe(5);
  });

  it.each([
    ['CASE_VOLUME', 'SupportCase'],
    ['HANDLE_TIME', 'Conversation'],
    ['REVENUE', 'Purchase'],
  ])('gives for %s a %s', async (metric, type) => {
    const page = await ask(
      `metric: ${metric}`,
      `{ totalCount nodes { __typename ... on Node { id } ... on ${type} { occurredAt customer { displayName } } } }`,
    );
    expect(page.totalCount).toBe(5);
    expect((page.nodes as { __typename: string }[]).map(node => node.__typename)).toEqual(Array(5).fill(type));
  });

  it('gives for texts whatever has one', async () => {
    const page = await ask(
      'metric: SENTIMENT, first: 100',
      '{ totalCount nodes { __typename ... on Activity { sentiment } ... on SupportCase { sentiment status } ... on SurveyResponse { answers { sentiment } } } }',
    );
    const types = (page.nodes as { __typename: string }[]).map(node => node.__typename);
    expect(page.totalCount).toBe(15);
    expect(types).toEqual([
      ...Array(5).fill('Activity'),
      ...Array(5).fill('SupportCase'),
      ...Array(5).fill('SurveyResponse'),
    ]);
    expect((page.nodes as object[])[5]).toEqual({ __typename: 'SupportCase', sentiment: -0.5, status: 'CLOSED' });
  });

  it.each(['CHURN_RATE', 'CUSTOMER_COUNT', 'REPEAT_PURCHASE_RATE', 'REFERRAL_RATE'])(
    'gives for %s the customers, but none whose data are gone',
    async metric => {
      const page = await ask(
        `metric: ${metric}`,
        '{ totalCount nodes { ... on Customer { displayName interactions(first: 1) { nodes { kind } } } } pageInfo { hasNextPage } }',
      );
      const customer = (displayName: string) => ({ displayName, interactions: { nodes: [{ kind: 'NOTE' }] } });
      expect(page).toEqual({
        totalCount: 4,
        nodes: [customer('Dee'), customer('Bob'), customer('Ada')],
        pageInfo: { hasNextPage: false },
      });
    },
  );

  it('gives for RESPONSE_RATE who was invited; nobody and the deleted break no page', async () => {
    const first = await ask(
      'metric: RESPONSE_RATE, first: 3',
      '{ totalCount nodes { ... on Customer { displayName } } pageInfo { endCursor } }',
    );
    expect(first).toMatchObject({ totalCount: 5, nodes: [{ displayName: 'Dee' }] });
    const { endCursor } = first.pageInfo as { endCursor: string };
    const rest = await ask(
      `metric: RESPONSE_RATE, after: "${endCursor}"`,
      '{ nodes { ... on Customer { displayName } } }',
    );
    expect(rest.nodes).toEqual([{ displayName: 'Bob' }, { displayName: 'Ada' }]);
  });

  it('filters, and finds nothing where nothing is', async () => {
    const none = await ask(
      'metric: NPS, where: { channel: [PHONE] }',
      '{ totalCount nodes { __typename } pageInfo { endCursor hasNextPage } }',
    );
    expect(none).toEqual({ totalCount: 0, nodes: [], pageInfo: { endCursor: null, hasNextPage: false } });
    const some = await ask('metric: NPS, where: { channel: [EMAIL], source: ["hubspot"] }', '{ totalCount }');
    expect(some).toEqual({ totalCount: 10 });
  });

  it('reads pages of any size in the same number of statements', async () => {
    const { statements } = server.world;
    const selection =
      '{ totalCount nodes { ... on SurveyResponse { answers { score } } ... on Activity { customer { displayName } } ... on SupportCase { customer { displayName } } } }';
    statements.length = 0;
    await ask('metric: SENTIMENT, first: 11', selection);
    // Keys, count, and a statement for each kind of thing there is on the page.
    expect(statements).toHaveLength(5);
    statements.length = 0;
    await ask('metric: SENTIMENT, first: 100', selection);
    expect(statements).toHaveLength(5);
    statements.length = 0;
    await ask('metric: SENTIMENT', '{ totalCount }');
    expect(statements).toHaveLength(2);
  });

  it('counts nested pages only for the rows that there are', async () => {
    const { errors } = await server.ask(
      `{ metricRows(metric: CHURN_RATE, during: ${YEAR}, first: 100) { nodes { ... on Customer { interactions(first: 100) { nodes { id } } surveyResponses(first: 100) { nodes { answers { score } } } } } } }`,
    );
    // A full page would pass the limit of 10,000 items; these are four customers.
    expect(errors).toBeUndefined();
  });

  it('counts and reads in one snapshot, whatever a refresh does in between', async () => {
    const { sql } = server.world;
    const row = (await sql.one<{ kept: object[]; rollups: object[] }>(
      'select json_agg(f) as kept, (select json_agg(c) from metric_rollup c) as rollups from metric_fact f',
    ))!;
    let emptied = false;
    const meddled = (inner: Sql): Sql => ({
      ...inner,
      async query<T>(text: string, params?: readonly unknown[], name?: string) {
        const rows = await inner.query<T>(text, params, name);
        if (/order by x\.at desc/.test(text)) {
          await sql.query('delete from metric_fact');
          await sql.query('delete from metric_rollup');
          emptied = true;
        }
        return rows;
      },
      transaction: work => inner.transaction(tx => work(meddled(tx))),
    });
    const leaf = (name: string) => ({ key: name, name, args: {}, fields: new Map() });
    const selected = { ...leaf('metricRows'), fields: new Map([['MetricRows', ['pageInfo', 'totalCount'].map(leaf)]]) };
    const args = { metric: 'NPS', during: { from: '2026-01-01', to: '2026-12-31' }, first: 100 } as const;
    const page = await readMetricRows({ ...server.world.fork(), sql: meddled(sql) }, args, selected);
    await sql.query('insert into metric_fact select * from json_populate_recordset(null::metric_fact, $1)', [
      JSON.stringify(row.kept),
    ]);
    await sql.query('insert into metric_rollup select * from json_populate_recordset(null::metric_rollup, $1)', [
      JSON.stringify(row.rollups),
    ]);
    expect(emptied).toBe(true);
    expect(page.totalCount).toBeGreaterThan(0);
    expect(page.totalCount).toBe(page.rows?.length);
  });

  it('records figures over the API', async () => {
    const record = `mutation { recordFigures(figures: [
      { id: "market", figure: MARKET_SIZE_CUSTOMERS, from: "2026-01-01", to: "2026-12-31", amount: 400 },
      { id: "upside-down", figure: ACQUISITION_SPEND, from: "2026-02-01", to: "2026-01-01", amount: 1, currency: "EUR" }
    ]) { accepted unchanged rejected { index id message } } }`;
    const rejected = [{ index: 1, id: 'upside-down', message: expect.stringContaining('upside down') }];
    expect((await server.ask(record)).data).toEqual({ recordFigures: { accepted: 1, unchanged: 0, rejected } });
    expect((await server.ask(record)).data).toEqual({ recordFigures: { accepted: 0, unchanged: 1, rejected } });
  });
});
