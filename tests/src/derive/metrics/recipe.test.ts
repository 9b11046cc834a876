// Adds a metric as the page on metrics tells, with the file that stands there, and asks the API for it.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { refresh } from '../../../../src/derive/refresh/refresh.ts';
import type * as rows from '../../../support/rows.ts';
import type { startTestServer, TestServer } from '../../../support/serve.ts';
import { copyTree, type TreeCopy } from '../../../support/tree-copy.ts';

const page = readFileSync(new URL('../../../../src/derive/metrics/README.md', import.meta.url), 'utf8');
const DEFINITIONS = 'src/derive/metrics/definitions.ts';

/** Customers with one answer each; so many of them, the first ones, are detractors. */
const [PEOPLE, DETRACTORS] = [60, 24];
const MARCH = 'during: {from: "2026-03-01", to: "2026-03-31"}';

let copy: TreeCopy;
let server: TestServer;

beforeAll(async () => {
  copy = copyTree();
  const [, file] = /```ts\n(.*?)```/s.exec(page)!;
  copy.write('src/derive/metrics/formulas/detractor-share.ts', file!);
  copy.addLine(
    DEFINITIONS,
    "import { detractorShare } from './formulas/detractor-share.ts';",
    "import { ease } from './formulas/ease.ts';",
  );
  copy.addLine(DEFINITIONS, '  detractorShare,', '  csat,');
  const serve = await copy.load<{ startTestServer: typeof startTestServer }>('tests/support/serve.ts');
  server = await serve.startTestServer();
  await live();
}, 120_000);
afterAll(async () => {
  await server?.close();
  copy?.remove();
});

/** Whoever would recommend us is pleased, with some exceptions. */
async function live(): Promise<void> {
  const { sql } = server.world;
  const { insert, insertConnection, insertResponse, insertSurvey } =
    await copy.load<typeof rows>('tests/support/rows.ts');
  const source = await insertConnection(sql, 'hubspot');
  const { survey, nps } = await insertSurvey(sql, 'relationship');
  const scale = { scale_min: 1, scale_max: 5, positive_from: 4 };
  const question = { survey_id: survey, key: 'csat', text: 'Pleased?', measure: 'CSAT', position: 2, ...scale };
  const csat = await insert(sql, 'survey_question', question);
  for (let i = 0; i < PEOPLE; i++) {
    const customer = await insert(sql, 'customer', { display_name: `Customer ${i}` });
    const isDetractor = i < DETRACTORS;
    const answers = [
      { question_id: nps, question_key: 'nps', score: isDetractor ? 3 : i % 2 === 0 ? 7 : 10 },
      { question_id: csat, question_key: 'csat', score: isDetractor === (i % 6 !== 0) ? 2 : 5 },
    ];
    const response = { survey_id: survey, customer_id: customer, responded_at: '2026-03-10T12:00:00Z' };
    await insertResponse(sql, source, response, answers);
  }
  const refreshing = await copy.load<{ refresh: typeof refresh }>('src/derive/refresh/refresh.ts');
  await refreshing.refresh(sql, { anew: true });
}

async function ask<T>(query: string): Promise<T> {
  const { data, errors } = await server.ask(query);
  expect(errors).toBeUndefined();
  return data as T;
}

interface Value {
  readonly value: number;
  readonly n: number;
  readonly interval: { readonly low: number; readonly high: number };
}

describe('one metric more', () => {
  it('is in the dictionary, at its place, and a name of the API', async () => {
    const { metricDefinitions, __type } = await ask<{
      metricDefinitions: { metric: string; formula: string }[];
      __type: { enumValues: { name: string; description: string }[] };
    }>('{ metricDefinitions { metric formula } __type(name: "Metric") { enumValues { name description } } }');
    const names = metricDefinitions.map(({ metric }) => metric);
    const at = names.indexOf('DETRACTOR_SHARE');
    expect(names[at + 1]).toBe('CSAT');
    expect(metricDefinitions[at]!.formula).toBe('100 · detractors / answers');
    expect(__type.enumValues.find(({ name }) => name === 'DETRACTOR_SHARE')!.description).toMatch(/^How many of 100/);
  });

  it('is reported, with its interval', async () => {
    const { metric } = await ask<{ metric: { groups: { total: Value }[] } }>(
      `{ metric(metric: DETRACTOR_SHARE, ${MARCH}) { groups { total { value n interval { low high } } } } }`,
    );
    const [{ total }] = metric.groups as [{ total: Value }];
    expect([total.value, total.n]).toEqual([(100 * DETRACTORS) / PEOPLE, PEOPLE]);
    expect(total.interval.low).toBeGreaterThan(25);
    expect(total.interval.high).toBeLessThan(55);
  });

  it('is a component of an index, taken apart by customer', async () => {
    await ask(
      `mutation { saveCxIndex(input: {key: "mine", name: "Mine", components: [{metric: DETRACTOR_SHARE, weight: 1}]}) { version } }`,
    );
    const { cxIndex } = await ask<{ cxIndex: { groups: { total: Value }[] } }>(
      `{ cxIndex(key: "mine", ${MARCH}) { groups { total { value n interval { low high } } } } }`,
    );
    const [{ total }] = cxIndex.groups as [{ total: Value }];
    expect([total.value, total.n]).toEqual([60, PEOPLE]);
    // Low is good, so the index has Wilson's interval upside down.
    const { metric } = await ask<{ metric: { groups: { total: Value }[] } }>(
      `{ metric(metric: DETRACTOR_SHARE, ${MARCH}) { groups { total { value n interval { low high } } } } }`,
    );
    const own = metric.groups[0]!.total;
    expect([own.value, own.n]).toEqual([40, PEOPLE]);
    expect(total.interval.high).toBeCloseTo(100 - own.interval.low, 9);
    expect(total.interval.low).toBeCloseTo(100 - own.interval.high, 9);
  });

  it('drives what goes with it', async () => {
    const { drivers } = await ask<{ drivers: { n: number; drivers: { metric: string; correlation: number }[] } }>(
      `{ drivers(of: CSAT, among: [DETRACTOR_SHARE], ${MARCH}) { n drivers { metric correlation } } }`,
    );
    expect(drivers.n).toBe(PEOPLE);
    expect(drivers.drivers[0]!.metric).toBe('DETRACTOR_SHARE');
    expect(drivers.drivers[0]!.correlation).toBeGreaterThan(0.5);
  });
});
