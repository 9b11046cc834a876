// Exports say what GraphQL says: every one of them is read, and rows are compared with answers to queries written by hand.
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/create-schema.ts';
import type { Role } from '../../src/base/access/viewer.ts';
import type { UserError } from '../../src/base/errors.ts';
import { createLog } from '../../src/base/log.ts';
import { writeExport } from '../../src/serve/export/export.ts';
import { EXPORTS } from '../../src/serve/export/exports.ts';
import { formatOf } from '../../src/serve/export/formats.ts';
import { describeExport, planExport } from '../../src/serve/export/plan.ts';
import { localOperations } from '../../src/serve/server/graphql.ts';
import { startTestServer, type TestServer } from '../support/serve.ts';
import { fillSparseWorld } from './sparse-world.ts';

type Row = Record<string, unknown>;

const PERIOD = { from: '2026-01-01', to: '2026-12-31' };
const DURING = { during: 'from=2026-01-01,to=2026-12-31' };
/** Where arguments are needed, or bring more to light. */
const NEEDED: Record<string, Record<string, string>> = {
  metric: { metric: 'NPS', ...DURING, by: 'CHANNEL', every: 'MONTH', compareTo: 'with=OVERALL' },
  index: { ...DURING, by: 'CHANNEL,SURVEY', every: 'QUARTER', compareTo: 'with=PREVIOUS_PERIOD' },
  drivers: { of: 'NPS', ...DURING },
  'metric-rows': { metric: 'NPS', ...DURING },
  backlog: { ...DURING, by: 'CHANNEL', every: 'MONTH' },
  retention: { ...DURING, periods: '3' },
  'segment-growth': { key: 'all', ...DURING, every: 'MONTH' },
  'segment-members': { key: 'all' },
  'journey-stages': { key: 'default', ...DURING },
  'journey-paths': { key: 'default', ...DURING },
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await fillSparseWorld(server.world);
  // With something left to do, figures are as of the last refresh and not as of this moment.
  await server.world.sql.query('insert into change_mark (subject) values (0)');
});
afterAll(() => server.close());

async function rows(what: string, parameters: Record<string, string> = {}): Promise<Row[]> {
  const response = await fetch(new URL(`/export/${what}?${new URLSearchParams(parameters)}`, server.url));
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Row);
}

async function ask(query: string, variables: Row = {}): Promise<Row> {
  const { data, errors } = await server.ask(query, variables);
  expect(errors).toBeUndefined();
  return data as unknown as Row;
}

/** All nodes of a list, in pages as applications read them. */
async function nodesOf(list: string, selection: string): Promise<Row[]> {
  const found: Row[] = [];
  for (let after: string | null = null; ; ) {
    const query = `query ($after: String) { page: ${list}(first: 7, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${selection} } } }`;
    const { page } = (await ask(query, { after })) as { page: { nodes: Row[]; pageInfo: Row } };
    found.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor as string;
  }
}

/** An object in an object gives its values the name of both; lists stay. */
function flat(object: Row, before = ''): Row {
  const name = (key: string) => (before === '' ? key : before + key[0]!.toUpperCase() + key.slice(1));
  return Object.assign(
    {},
    ...Object.entries(object).map(([key, value]) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? flat(value as Row, name(key))
        : { [name(key)]: value },
    ),
  );
}

/** Columns of what is null on the way have no value of their own to be compared with. */
function sparse(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

describe('every export', () => {
  it.each(EXPORTS.map(one => one.name))('%s is read, and has columns of its own names', async name => {
    const exported = EXPORTS.find(one => one.name === name)!;
    const { columns } = describeExport(createSchema(), exported);
    expect(new Set(columns.map(column => column.name)).size).toBe(columns.length);
    for (const column of columns) expect(column.description, column.name).not.toBe('');
    const found = await rows(name, NEEDED[name]);
    if (name !== 'journey-paths') expect(found.length).toBeGreaterThan(0);
    for (const row of found) expect(Object.keys(row)).toEqual(expect.arrayContaining(columns.map(one => one.name)));
  });
});

describe('every export gives a role what GraphQL gives it', () => {
  const api = localOperations(createLog('silent'));

  /** What GraphQL itself answers, run by graphql-js with none of our server. */
  const answered = async (name: string, role: Role) => {
    const { document, variables } = planExport(api.schema, name, NEEDED[name] ?? {});
    const paging = document.isPaged ? { first: 100 } : {};
    const asked = { schema: api.schema, source: document.text, contextValue: server.world.fork(role) };
    const { data, errors } = await graphql({ ...asked, variableValues: { ...variables, ...paging } });
    return { code: (errors?.[0]?.originalError as UserError | undefined)?.code, data };
  };
  const exported = async (name: string, role: Role) => {
    const lines: string[] = [];
    const plan = planExport(api.schema, name, NEEDED[name] ?? {});
    const write = async (chunk: string | Uint8Array) => void lines.push(String(chunk));
    try {
      await writeExport(server.world.fork(role), api, plan, formatOf('ndjson'), write);
      return { code: undefined, text: lines.join('') };
    } catch (error) {
      return { code: (error as UserError).code, text: '' };
    }
  };

  it.each<Role>(['VIEWER', 'ANALYST', 'OPERATOR', 'ADMIN'])('%s', async role => {
    for (const { name } of EXPORTS) {
      const [theirs, ours] = [await answered(name, role), await exported(name, role)];
      expect(ours.code, name).toBe(theirs.code);
      // Whatever has an id there has a row with it here.
      const ids = [...JSON.stringify(theirs.data).matchAll(/"id":"([a-z_]+\d+)"/g)].map(([, id]) => id!);
      for (const id of ids) expect(ours.text, name).toContain(`"${id}"`);
    }
  });
});

const AMOUNT = '{ value: amount currency }';
const ANSWERS = 'answers { score text sentiment question { key text measure } }';
const OF_EVENTS = `id kind channel touchpoint direction occurredAt occurredOn endedAt subject body sentiment
  customer { id displayName } account { id name }`;

describe('a list has the rows, values and order that GraphQL gives', () => {
  it.each([
    [
      'customers',
      'customers',
      `id displayName givenName familyName email emails phone jobTitle country language lifecycleStage createdAt updatedAt
       lastInteractionAt account { id name } traits { key value source updatedAt }
       identities { kind value source firstSeenAt } scores { latestNps latestCsat latestCsatScale latestCes latestCesScale
       health healthVersion healthCoverage churnRisk churnRiskMissing lifetimeModelVersion computedAt lifetimeValue ${AMOUNT} }`,
    ],
    ['accounts', 'accounts', `id name domain industry country employees annualRevenue ${AMOUNT}`],
    [
      'responses',
      'surveyResponses',
      `id respondedAt channel touchpoint survey { id key name } customer { id displayName } case { id } ${ANSWERS}`,
    ],
    [
      'interactions',
      'interactions',
      `${OF_EVENTS} ... on SupportCase { status priority firstResponseAt resolvedAt firstResolvedAt reopenedAt reopenCount contactCount }
       ... on Purchase { amount ${AMOUNT} } ... on Conversation { durationSeconds case { id } }`,
    ],
    [
      'rejected-records',
      'rejectedRecords',
      'id object externalId reason fields attempts payload rejectedAt taken connection { key }',
    ],
    [
      'sync-runs',
      'syncRuns',
      `id mode trigger status dryRun queuedAt startedAt finishedAt requests read created updated unchanged deleted rejected
       partial progress error connection { key } streams { name status expected read written rejected partial error }`,
    ],
  ])('%s', async (what, list, selection) => {
    // Payloads are JSON of their own and stay what they are.
    const expected = await nodesOf(list, selection);
    const payloads = expected.map(({ payload }) => payload);
    const nodes = expected.map(({ payload: _, ...rest }) => rest);
    const found = await rows(what);
    expect(found.map(({ payload }) => payload)).toEqual(payloads);
    expect(found.map(({ payload: _, ...rest }) => sparse(rest))).toEqual(nodes.map(node => sparse(flat(node))));
  });

  it('filters, searches and orders as its arguments say, in JSON and in words', async () => {
    const where = { country: ['GB', 'FR'] };
    const { customers } = (await ask(
      `query ($where: CustomerFilter) { customers(where: $where, search: "ada", orderBy: { field: DISPLAY_NAME, direction: DESC }) { nodes { id } } }`,
      { where },
    )) as { customers: { nodes: { id: string }[] } };
    expect(customers.nodes.length).toBeGreaterThan(0);
    const others = { search: 'ada', orderBy: 'field=DISPLAY_NAME,direction=DESC' };
    const found = await rows('customers', { where: JSON.stringify(where), ...others });
    expect(found.map(({ id }) => id)).toEqual(customers.nodes.map(({ id }) => id));
    expect(await rows('customers', { where: '{"country":[]}' })).toEqual([]);
  });
});

const OWN =
  'metric value n unit designEffect detectableChange suppressed reliable definedByOutcome coverage missing median p90';
const VALUE = `${OWN} interval { low high confidence }`;
const SCORES = 'distribution { score count } medianInterval { low high confidence }';
const INDEX_VALUE = 'value n coverage interval { low high confidence } suppressed reliable';
const REPORT = (value: string, baseline: string, comparison: string) => `asOf groups { by { dimension key label }
  total { ${value} } points { start end complete value { ${value} } }
  comparison { difference pValue significant notTested method ${comparison} baseline { ${baseline} } } }`;
const COMPONENTS = `components { metric normalized weight contribution
  raw { ${OWN} } }`;

interface Report {
  readonly asOf: string;
  readonly groups: readonly {
    readonly by: readonly { dimension: string; key: string; label: string }[];
    readonly total: Row;
    readonly comparison: Row | null;
    readonly points: readonly { start: string; end: string; complete: boolean; value: Row }[];
  }[];
}

/** The rows that a report must become. */
function rowsOf({ asOf, groups }: Report, names: Record<string, string>): Row[] {
  return groups.flatMap(({ by, total, comparison, points }) => {
    const labels = by.map(({ dimension, key, label }) => ({
      [names[dimension]!]: key,
      [`${names[dimension]}Label`]: label,
    }));
    const shared = Object.assign({ asOf }, ...labels);
    const first = { ...shared, part: 'TOTAL', ...flat(total), ...(comparison && flat(comparison, 'comparison')) };
    const others = points.map(({ value, ...point }) => ({ ...shared, part: 'POINT', ...point, ...flat(value) }));
    return [first, ...others].map(sparse);
  });
}

describe('a report has the figures that GraphQL gives', () => {
  it.each(['NPS', 'CSAT', 'SENTIMENT', 'FIRST_RESPONSE_TIME', 'CUSTOMER_COUNT'])('%s by channel', async metric => {
    const shared = { by: ['CHANNEL'], every: 'MONTH', confidence: 0.9 };
    const compareTo = { with: 'PREVIOUS_PERIOD' };
    const by = metric === 'CUSTOMER_COUNT' ? [] : shared.by;
    const data = await ask(
      `query ($metric: Metric!, $during: PeriodInput!, $by: [Dimension!], $every: Granularity, $compareTo: ComparisonInput, $confidence: Float) {
         metric(metric: $metric, during: $during, by: $by, every: $every, compareTo: $compareTo, confidence: $confidence) { ${REPORT(`${VALUE} ${SCORES}`, VALUE, 'compared')} } }`,
      { ...shared, by, metric, compareTo, during: PERIOD },
    );
    const expected = rowsOf(data.metric as Report, { CHANNEL: 'channel' });
    const found = await rows('metric', {
      ...{ ...shared, ...DURING, metric, by: by.join(',') },
      ...{ compareTo: 'with=PREVIOUS_PERIOD', confidence: '0.9' },
    });
    expect(found.map(sparse)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(12);
  });

  it('an index by two dimensions', async () => {
    const data = await ask(
      `{ cxIndex(during: { from: "2026-01-01", to: "2026-12-31" }, by: [LIFECYCLE_STAGE, CHANNEL], every: QUARTER, compareTo: { with: OVERALL })
         { ${REPORT(`${INDEX_VALUE} ${COMPONENTS}`, INDEX_VALUE, 'contributions { metric change }')} definition { key version } } }`,
    );
    const { definition, ...report } = data.cxIndex as Report & { definition: Row };
    const names = { LIFECYCLE_STAGE: 'lifecycleStage', CHANNEL: 'channel' };
    const expected = rowsOf(report, names).map(row => ({ ...row, ...flat(definition, 'definition') }));
    const args = { ...DURING, by: 'LIFECYCLE_STAGE,CHANNEL', every: 'QUARTER', compareTo: 'with=OVERALL' };
    expect((await rows('index', args)).map(sparse)).toEqual(expected);
  });

  it('the backlog of groups, point by point', async () => {
    const data = await ask(
      `{ backlog(during: { from: "2026-01-01", to: "2026-03-31" }, every: MONTH, by: [CHANNEL]) { asOf groups { by { key label }
           points { at start end complete open opened resolved medianAge p90Age oldestAge ages { fromDays toDays open } suppressed uncertain unclear missing } } } }`,
    );
    const { groups } = data.backlog as { groups: { by: { key: string; label: string }[]; points: Row[] }[] };
    const expected = groups.flatMap(({ by: [one], points }) =>
      points.map(point => ({ channel: one!.key, channelLabel: one!.label, ...point })),
    );
    const found = await rows('backlog', { during: 'from=2026-01-01,to=2026-03-31', every: 'MONTH', by: 'CHANNEL' });
    expect(found.map(({ asOf: _, ...row }) => row)).toEqual(expected);
    expect(expected.some(({ medianAge }: Row) => medianAge !== null)).toBe(true);
  });

  it('cohorts, period by period', async () => {
    const data = await ask(
      `{ retention(during: { from: "2026-01-01", to: "2026-03-31" }, periods: 2) { of cohort rows { start end complete n suppressed reliable
           cells { period start end complete returned share interval { low high confidence } } } } }`,
    );
    const { rows: cohorts, ...beside } = data.retention as { rows: (Row & { cells: Row[] })[] };
    const expected = cohorts.flatMap(({ cells, ...row }) =>
      cells.map(cell => sparse({ ...beside, ...row, ...flat(cell, 'cells') })),
    );
    const found = await rows('retention', { during: 'from=2026-01-01,to=2026-03-31', periods: '2' });
    expect(found.map(({ asOf: _, ...row }) => sparse(row))).toEqual(expected);
    expect(expected).toHaveLength(6);
  });

  it('withholds what GraphQL withholds', async () => {
    const found = await rows('metric', { metric: 'CSAT', ...DURING, by: 'SURVEY' });
    const withheld = found.filter(({ suppressed }) => suppressed === true);
    expect(withheld.length).toBeGreaterThan(0);
    for (const { value, intervalLow, distribution } of withheld)
      expect({ value, intervalLow, distribution }).toEqual({ value: null, intervalLow: null, distribution: null });
  });

  it('the rows behind a figure, each type of them', async () => {
    for (const metric of ['NPS', 'SENTIMENT', 'REVENUE', 'HANDLE_TIME', 'CHURN_RATE']) {
      const data = await ask(
        `query ($metric: Metric!, $during: PeriodInput!) { metricRows(metric: $metric, during: $during, first: 100) { totalCount nodes {
           type: __typename ... on SurveyResponse { id } ... on Customer { id } ... on SupportCase { id }
           ... on Purchase { id amount ${AMOUNT} } ... on Conversation { id durationSeconds } ... on Activity { id } } } }`,
        { metric, during: PERIOD },
      );
      const { nodes, totalCount } = data.metricRows as { nodes: Row[]; totalCount: number };
      expect(totalCount).toBeLessThanOrEqual(100);
      const found = await rows('metric-rows', { metric, ...DURING });
      const known = ['type', 'id', 'amountValue', 'amountCurrency', 'durationSeconds'];
      const picked = found.map(row => sparse(Object.fromEntries(known.map(key => [key, row[key]]))));
      expect(picked, metric).toEqual(nodes.map(node => sparse(flat(node))));
    }
  });
});
