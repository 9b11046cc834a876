// Segments over HTTP: saved, read with what is in them by one statement, measured together, explained and deleted.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refresh } from '../../../src/derive/refresh/refresh.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../../support/rows.ts';
import { startTestServer, type TestServer } from '../../support/serve.ts';

let server: TestServer;
const PEOPLE = 14;
/** Germans have odd numbers; everyone called, and answered with their number. */
const isGerman = (n: number) => n % 2 === 1;
const customers: number[] = [];

async function ask<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
  const { data, errors } = await server.ask(query, variables);
  expect(errors).toBeUndefined();
  return data as unknown as T;
}

const save = (key: string, rule: object, more: object = {}) =>
  ask<{ saveSegment: Record<string, unknown> }>(
    'mutation ($input: SaveSegmentInput!) { saveSegment(input: $input) { id key name description rule ruleText size share evaluatedAt } }',
    { input: { key, name: `The ${key}`, rule, ...more } },
  );

const germans = { field: { field: 'COUNTRY', is: { eq: 'DE' } } };
const others = { not: { segment: 'germans' } };
const detractors = { answer: { measure: 'NPS', latest: { lte: 6 } } };

beforeAll(async () => {
  server = await startTestServer();
  const { sql } = server.world;
  const hub = await insertConnection(sql, 'hubspot');
  const { survey, nps } = await insertSurvey(sql, 'yearly');
  for (let n = 0; n < PEOPLE; n++) {
    const customer = await insert(sql, 'customer', {
      display_name: `Person ${n}`,
      country: isGerman(n) ? 'DE' : 'FR',
      traits: { plan: { value: n < 3 ? 'gold' : 'free', source: 'hubspot', at: '2026-01-01T00:00:00Z' } },
      created_at: new Date(Date.UTC(2025, 0, 1 + n)).toISOString(),
    });
    customers.push(customer);
    await insertInteraction(sql, hub, { kind: 'CALL', customer_id: customer });
    await insertResponse(sql, hub, { survey_id: survey, customer_id: customer }, [
      { question_key: 'nps', question_id: nps, score: n % 11 },
    ]);
  }
  await refresh(sql, { anew: true });
  await save('germans', germans, { description: 'Who live in Germany' });
  await save('others', others);
  await save('detractors', detractors);
});
afterAll(() => server.close());

const names = (nodes: { displayName: string }[]) => nodes.map(node => Number(node.displayName.split(' ')[1]));
const numbers = (test: (n: number) => boolean) => [...customers.keys()].filter(test);

describe('a segment', () => {
  it('is there with its members when it is saved, and keeps its id', async () => {
    const { saveSegment } = await save('golden', { trait: { key: 'plan', is: { eq: 'gold' } } });
    expect(saveSegment).toMatchObject({
      id: expect.stringMatching(/^segment_\d+$/),
      key: 'golden',
      name: 'The golden',
      description: null,
      rule: { trait: { key: 'plan', is: { eq: 'gold' } } },
      ruleText: expect.stringMatching(/plan/),
      size: 3,
      share: 3 / PEOPLE,
      evaluatedAt: expect.stringMatching(/Z$/),
    });
    // What it gives as its rule can be given again.
    const again = await save('golden', saveSegment.rule as object, { name: 'Gold' });
    expect(again.saveSegment).toMatchObject({ id: saveSegment.id, name: 'Gold', rule: saveSegment.rule, size: 3 });
    expect(await ask('mutation { deleteSegment(key: "golden") }')).toEqual({ deleteSegment: saveSegment.id });
    expect(await ask('{ segment(key: "golden") { id } }')).toEqual({ segment: null });
    const { errors } = await server.ask('mutation { deleteSegment(key: "golden") }');
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('cannot be deleted while another names it', async () => {
    const { errors } = await server.ask('mutation { deleteSegment(key: "germans") }');
    expect(errors?.[0]).toMatchObject({
      extensions: { code: 'CONFLICT' },
      message: expect.stringContaining('segment "others"'),
    });
  });

  it('that was saved and not evaluated yet says so', async () => {
    const { sql } = server.world;
    await sql.query(`update segment set revision = revision + 1 where key = 'others'`);
    expect(await ask('{ segment(key: "others") { size evaluatedAt } }')).toEqual({
      segment: { size: numbers(n => !isGerman(n)).length, evaluatedAt: null },
    });
    await refresh(sql);
    expect(await ask('{ segment(key: "others") { evaluatedAt } }')).toEqual({
      segment: { evaluatedAt: expect.stringMatching(/Z$/) },
    });
  });
});

describe('reading', () => {
  it('lists segments by name with members, and customers with segments, by one statement', async () => {
    server.world.statements.length = 0;
    const data = await ask<{ segments: object[] }>(`{ segments {
      key size share evaluatedAt ruleText
      newest: customers(first: 2) { totalCount nodes { displayName segments { enteredAt segment { key size } } } }
    } }`);
    expect(server.world.statements).toHaveLength(1);
    const inSegments = (...keys: string[]) => keys.map(key => ({ segment: expect.objectContaining({ key }) }));
    expect(data.segments).toMatchObject([
      { key: 'detractors' },
      {
        key: 'germans',
        size: 7,
        share: 0.5,
        newest: {
          totalCount: 7,
          // Entered at one moment: the id decides.
          nodes: [
            { displayName: 'Person 13', segments: inSegments('detractors', 'germans') },
            { displayName: 'Person 11', segments: inSegments('detractors', 'germans') },
          ],
        },
      },
      { key: 'others', size: 7, ruleText: 'not (in segment "The germans")' },
    ]);
  });

  it('pages through members in both directions, those who entered last first', async () => {
    const { sql } = server.world;
    await sql.query(
      `update segment_member m set entered_at = '2026-03-01'::timestamptz + make_interval(days => (customer_id % 3)::int)
       from segment s where s.id = m.segment_id and s.key = 'germans'`,
    );
    const rows = await sql.query<{ name: string }>(
      `select c.display_name as name from segment_member m join segment s on s.id = m.segment_id
       join customer c on c.id = m.customer_id where s.key = 'germans'
       order by m.entered_at desc, c.id desc`,
    );
    const all = rows.map(row => row.name);
    const page = async (args: string) => {
      const { segment } = await ask<{
        segment: {
          customers: {
            nodes: { displayName: string }[];
            pageInfo: { startCursor: string; endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
          };
        };
      }>(
        `{ segment(key: "germans") { customers(${args}) { nodes { displayName } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }`,
      );
      return { ...segment.customers, names: segment.customers.nodes.map(node => node.displayName) };
    };
    const first = await page('first: 3');
    const second = await page(`first: 3, after: "${first.pageInfo.endCursor}"`);
    const third = await page(`first: 3, after: "${second.pageInfo.endCursor}"`);
    expect([...first.names, ...second.names, ...third.names]).toEqual(all);
    expect([first, second, third].map(one => one.pageInfo.hasNextPage)).toEqual([true, true, false]);
    const back = await page(`last: 3, before: "${third.pageInfo.startCursor}"`);
    expect(back.names).toEqual(second.names);
    expect(back.pageInfo).toMatchObject({ hasPreviousPage: true, startCursor: second.pageInfo.startCursor });
  });

  it('does not list members who are gone since', async () => {
    const { sql } = server.world;
    await sql.query('update customer set deleted_at = now() where id = $1', [customers[1]]);
    const data = await ask<{ segment: { customers: { nodes: { displayName: string }[] } } }>(
      '{ segment(key: "germans") { customers(first: 100) { nodes { displayName } } } }',
    );
    await sql.query('update customer set deleted_at = null where id = $1', [customers[1]]);
    expect(names(data.segment.customers.nodes).sort((a, b) => a - b)).toEqual(numbers(n => isGerman(n) && n !== 1));
  });

  it('refuses to read more than a request may', async () => {
    const { errors } = await server.ask(
      '{ segments { customers(first: 100) { nodes { interactions(first: 100) { totalCount nodes { id } } } } } }',
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
  });
});

describe('figures', () => {
  const PERIOD = '{from: "2026-01-01", to: "2026-12-31"}';
  const FIGURES = `key explain(customer: "customer_1") { holds } metric(metric: NPS, during: ${PERIOD}) { value n interval { low high } suppressed }
    growth(during: {last: "P2D"}, every: DAY) { start entered left size }`;

  it('are those of reports on each segment', async () => {
    const { segments } = await ask<{ segments: { key: string; metric: object }[] }>(`{ segments { ${FIGURES} } }`);
    expect(segments.map(one => one.key)).toEqual(['detractors', 'germans', 'others']);
    for (const { key, metric } of segments) {
      const report = await ask<{ metric: { groups: [{ total: object }] } }>(
        `query ($key: String!) { metric(metric: NPS, during: ${PERIOD}, where: {segment: $key}) { groups { total { value n interval { low high } suppressed } } } }`,
        { key },
      );
      expect(metric).toEqual(report.metric.groups[0].total);
      expect(metric).toMatchObject({ suppressed: false, value: expect.any(Number) });
      const alone = await ask(
        `query ($key: String!) { segment(key: $key) { metric(metric: NPS, during: ${PERIOD}) { value n interval { low high } suppressed } } }`,
        { key },
      );
      expect(alone).toEqual({ segment: { metric } });
    }
  });

  it('take as many statements for many segments as for two', async () => {
    const count = async (): Promise<number> => {
      server.world.statements.length = 0;
      await ask(`{ segments { ${FIGURES} } }`);
      return server.world.statements.length;
    };
    const before = await count();
    for (const n of [1, 2, 3]) await save(`none-${n}`, { field: { field: 'COUNTRY', is: { eq: `none ${n}` } } });
    expect(await count()).toBe(before);
    const { segment } = await ask<{ segment: object }>(`{ segment(key: "none-1") { ${FIGURES} } }`);
    expect(segment).toMatchObject({ metric: { value: null, n: 0, suppressed: false } });
    for (const n of [1, 2, 3]) await ask(`mutation { deleteSegment(key: "none-${n}") }`);
  });

  it('grow from the day of saving', async () => {
    const { segment } = await ask<{ segment: { growth: object[] } }>(`{ segment(key: "others") { ${FIGURES} } }`);
    const size = numbers(n => !isGerman(n)).length;
    expect(segment.growth.at(-1)).toMatchObject({ entered: size, left: 0, size });
    expect(segment.growth[0]).toMatchObject({ entered: 0, left: 0, size: 0 });
  });

  it.each([
    ['an upside-down period', '{from: "2026-02-01", to: "2026-01-01"}', 'NPS', 'during.from'],
    ['a metric of the whole company', PERIOD, 'MARKET_SHARE', expect.stringMatching(/^(by|where\.segment)$/)],
  ])('refuse %s', async (_what, during, metric, field) => {
    const { errors } = await server.ask(
      `{ segment(key: "germans") { metric(metric: ${metric}, during: ${during}) { value } } }`,
    );
    expect(errors).toMatchObject([{ path: ['segment', 'metric'], extensions: { code: 'BAD_USER_INPUT', field } }]);
  });
});

describe('explaining', () => {
  it('says which conditions hold for one customer', async () => {
    await save('both', { all: [germans, { any: [detractors, others] }] });
    const explain = (n: number) =>
      ask<{ segment: { explain: object } }>(
        `query ($id: ID!) { segment(key: "both") { explain(customer: $id) { holds text children { holds text children { holds text children { holds } } } } } }`,
        { id: `customer_${customers[n]}` },
      );
    const german = { text: expect.stringMatching(/DE/), children: [] };
    // Person 9 is a German who answered 9, so neither a detractor nor one of the others.
    expect((await explain(9)).segment.explain).toMatchObject({
      holds: false,
      children: [
        { holds: true, ...german },
        { holds: false, children: [{ holds: false }, { holds: false }] },
      ],
    });
    expect((await explain(3)).segment.explain).toMatchObject({
      holds: true,
      children: [
        { holds: true, ...german },
        { holds: true, children: [{ holds: true }, { holds: false }] },
      ],
    });
    const { errors } = await server.ask('{ segment(key: "both") { explain(customer: "customer_99999") { holds } } }');
    expect(errors?.[0]).toMatchObject({ path: ['segment', 'explain'], extensions: { code: 'NOT_FOUND' } });
    await ask('mutation { deleteSegment(key: "both") }');
  });
});
