// What is wrong in a question about metrics is answered by a code, the field and what to do instead.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const YEAR = '{ from: "2026-01-01", to: "2026-12-31" }';
const metric = (args: string, name = 'NPS') => `{ metric(metric: ${name}, ${args}) { groups { total { value n } } } }`;
const rows = (args: string) =>
  `{ metricRows(metric: NPS, during: ${YEAR}, ${args}) { totalCount nodes { __typename } } }`;

/** What is asked, the field that is to be named, and a word of the remedy. */
const CASES: [string, string, string, RegExp][] = [
  ['a period upside down', metric('during: { from: "2026-02-01", to: "2026-01-01" }'), 'during.from', /upside down/],
  [
    'a zone that is none',
    metric('during: { last: "P1D", timeZone: "Mars/Base" }'),
    'during.timeZone',
    /Europe\/Berlin/,
  ],
  ['an offset for a zone', metric('during: { last: "P1D", timeZone: "+02:00" }'), 'during.timeZone', /IANA/],
  ['an empty window', metric('during: { last: "P0D" }'), 'during.last', /P90D/],
  ['a window that is none', metric('during: { last: "lately" }'), 'during.last', /P1D/],
  ['a window of ages', metric('during: { last: "P101Y" }'), 'during.last', /100 years/],
  ['a start without an end', metric('during: { from: "2026-01-01" }'), 'during', /"to"/],
  ['an end without a start', metric('during: { to: "2026-01-01" }'), 'during', /"from"/],
  ['no period', metric('during: {}'), 'during', /"last"/],
  ['two periods', metric('during: { last: "P1D", to: "2026-01-01" }'), 'during.last', /not both/],
  ['two periods more', metric('during: { last: "P1D", previous: MONTH }'), 'during.previous', /not both/],
  ['an hour of the calendar', metric('during: { previous: HOUR }'), 'during.previous', /HOUR/],
  ['weeks from Tuesday', metric('during: { last: "P1D", weekStart: TUESDAY }'), 'during.weekStart', /TUESDAY/],
  ['a day that does not exist', metric('during: { from: "2026-02-30", to: "2026-03-01" }'), 'during.from', /calendar/],
  ['a day of another age', metric('during: { from: "0044-03-15", to: "2026-03-01" }'), 'during.from', /1900/],
  ['four dimensions', metric(`during: ${YEAR}, by: [CHANNEL, SURVEY, COUNTRY, SOURCE]`), 'by', /at most 3/],
  ['a dimension twice', metric(`during: ${YEAR}, by: [CHANNEL, CHANNEL]`), 'by', /CHANNEL is named twice/],
  [
    'too many buckets',
    metric('during: { from: "2020-01-01", to: "2026-01-01" }, every: DAY'),
    'every',
    /longer buckets/,
  ],
  [
    'too many cells',
    metric('during: { from: "2024-01-01", to: "2026-06-30" }, every: DAY, by: [TOUCHPOINT]'),
    'by',
    /at most 20000/,
  ],
  ['a confidence of 2', metric(`during: ${YEAR}, confidence: 2`), 'confidence', /0\.95/],
  ['a confidence of 95', metric(`during: ${YEAR}, confidence: 95`), 'confidence', /0\.95/],
  ['no confidence at all', metric(`during: ${YEAR}, confidence: 0`), 'confidence', /0\.95/],
  ['everyone compared with everyone', metric(`during: ${YEAR}, compareTo: { with: OVERALL }`), 'compareTo', /"by"/],
  ['a survey that is none', metric(`during: ${YEAR}, where: { survey: "nps-2" }`), 'where.survey', /"surveys" lists/],
  [
    'a connection that is none',
    metric(`during: ${YEAR}, where: { source: ["hubspot", "hubsot"] }`),
    'where.source',
    /"hubsot".*"connections" lists/,
  ],
  ['an id of another kind', metric(`during: ${YEAR}, where: { account: "customer_1" }`), 'where.account', /account_1/],
  ['a currency of NPS', metric(`during: ${YEAR}, where: { currency: "EUR" }`), 'where.currency', /no currency/],
  ['currencies of NPS', metric(`during: ${YEAR}, by: [CURRENCY]`), 'by', /CURRENCY/],
  ['a scale of money', metric(`during: ${YEAR}, where: { scale: "1..5" }`, 'REVENUE'), 'where.scale', /no scale/],
  [
    'currencies together',
    metric(`during: ${YEAR}, by: [CURRENCY], compareTo: { with: OVERALL }`, 'REVENUE'),
    'compareTo',
    /Curren/,
  ],
  ['the channel of customers', metric(`during: ${YEAR}, by: [CHANNEL]`, 'CHURN_RATE'), 'by', /COUNTRY/],
  [
    'customers by channel',
    metric(`during: ${YEAR}, where: { channel: [WEB] }`, 'CHURN_RATE'),
    'where.channel',
    /country/,
  ],
  ['the country of a market', metric(`during: ${YEAR}, by: [COUNTRY]`, 'MARKET_SHARE'), 'by', /whole company/],
  [
    'a market of a country',
    metric(`during: ${YEAR}, where: { country: ["DE"] }`, 'MARKET_SHARE'),
    'where.country',
    /cannot be filtered/,
  ],
  ['no rows', rows('first: 0'), 'first', /from 1 to 100/],
  ['too many rows', rows('first: 101'), 'first', /from 1 to 100/],
  ['a cursor that is none', rows('after: "nonsense"'), 'after', /cursor/],
  [
    'a cursor of another list',
    rows(`after: "${forged([1, 'RESPONDED_AT.DESC', '2026-01-01 00:00:00+00', 1])}"`),
    'after',
    /order/,
  ],
  ...[
    "2026-01-01 00:00:00+00|1|'; drop table customer",
    '2026-13-41 00:00:00+00|0|NPS',
    '2026-01-01 00:00:00+00|99999999999999999999|NPS',
    '2026-01-01 00:00:00+00|0|NOTHING',
    null,
  ].map((key): [string, string, string, RegExp] => [
    `a forged cursor ${key}`,
    rows(`after: "${forged([1, 'NEWEST', key, 1])}"`),
    'after',
    /cursor/,
  ]),
  ['rows of a survey that is none', rows('where: { survey: "nps-2" }'), 'where.survey', /"surveys" lists/],
];

describe.each(['never', 'always'] as const)('bad questions about metrics, compiled %s', compile => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ compile });
    const { sql } = server.world;
    const source = await insertConnection(sql, 'hubspot');
    const { survey, nps } = await insertSurvey(sql, 'nps-1');
    const question = (key: string, scale_max: number) =>
      insert(sql, 'survey_question', { survey_id: survey, key, text: '?', measure: 'CSAT', scale_min: 1, scale_max });
    const [five, seven] = [await question('five', 5), await question('seven', 7)];
    for (let i = 0; i < 22; i++) {
      const values = { survey_id: survey, responded_at: '2026-03-01T12:00:00Z', touchpoint: `page ${i}` };
      await insertResponse(sql, source, values, [
        { question_id: nps, question_key: 'nps', score: 9 },
        { question_id: five, question_key: 'five', score: 4 },
        { question_id: seven, question_key: 'seven', score: 6 },
      ]);
      const currency = i % 2 === 0 ? 'EUR' : 'USD';
      const occurred_at = '2026-03-01T12:00:00Z';
      await insertInteraction(sql, source, { kind: 'PURCHASE', amount: 10, currency, occurred_at });
    }
    await refresh(sql, { anew: true });
  });
  afterAll(() => server.close());

  it.each(CASES)('%s', async (_name, query, field, remedy) => {
    const { errors } = await server.ask(query);
    expect(errors).toHaveLength(1);
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(errors![0]!.message).toMatch(remedy);
    expect(server.logged).toEqual([]);
  });

  it('metrics without data are null, with n 0', async () => {
    const { data, errors } = await server.ask(
      `{ metric(metric: EASE, during: ${YEAR}, every: QUARTER, compareTo: { with: PREVIOUS_YEAR }) {
        groups { by { key } total { value n interval { low } suppressed reliable median distribution { score } } points { start end value { value n } } comparison { difference pValue significant baseline { value n } } }
      } }`,
    );
    expect(errors).toBeUndefined();
    const nothing = { value: null, n: 0 };
    const point = (start: string, end: string) => ({ start, end, value: nothing });
    expect(data).toEqual({
      metric: {
        groups: [
          {
            by: [],
            total: { ...nothing, interval: null, suppressed: false, reliable: false, median: null, distribution: null },
            points: [
              point('2026-01-01', '2026-03-31'),
              point('2026-04-01', '2026-06-30'),
              point('2026-07-01', '2026-09-30'),
              point('2026-10-01', '2026-12-31'),
            ],
            comparison: { difference: null, pValue: null, significant: null, baseline: nothing },
          },
        ],
      },
    });
    const grouped = await server.ask(metric(`during: ${YEAR}, by: [COUNTRY]`, 'EASE'));
    expect(grouped.data).toEqual({ metric: { groups: [] } });
  });

  it('mixed scales are refused with the scales there are, and a share of positives is not', async () => {
    const { errors } = await server.ask(metric(`during: ${YEAR}`, 'CSAT_MEAN'));
    expect(errors![0]!.extensions).toMatchObject({
      code: 'MIXED_SCALES',
      field: 'where.scale',
      units: ['1..5', '1..7'],
    });
    expect(errors![0]!.message).toContain('where: {scale: "1..5"}');
    const one = await server.ask(metric(`during: ${YEAR}, where: { scale: "1..5" }`, 'CSAT_MEAN'));
    expect(one.data).toMatchObject({ metric: { groups: [{ total: { value: 4, n: 22 } }] } });
    const shares = await server.ask(metric(`during: ${YEAR}`, 'CSAT'));
    expect(shares.data).toMatchObject({ metric: { groups: [{ total: { value: 100, n: 44 } }] } });
  });

  it('mixed currencies are refused with the currencies there are', async () => {
    const { errors } = await server.ask(metric(`during: ${YEAR}`, 'REVENUE'));
    expect(errors![0]!.extensions).toMatchObject({
      code: 'MIXED_CURRENCIES',
      field: 'where.currency',
      units: ['EUR', 'USD'],
    });
    expect(errors![0]!.message).toContain('where: {currency: "EUR"}');
    const by = await server.ask(metric(`during: ${YEAR}, by: [CURRENCY]`, 'REVENUE'));
    expect(by.data).toMatchObject({ metric: { groups: [{ total: { value: 110 } }, { total: { value: 110 } }] } });
  });
});
