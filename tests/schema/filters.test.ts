// Filters find what a plain recount of the same rows finds, in nested pages too, by one statement each.
import fc from 'fast-check';
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/create-schema.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../support/rows.ts';

const schema = createSchema();
const DAYS = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z'];
const KINDS = ['CALL', 'NOTE', 'SUPPORT_CASE'];
const CHANNELS = ['EMAIL', 'PHONE'];
const SOURCES = ['hubspot', 'salesforce'];
const TOUCHPOINTS = ['checkout', 'billing', null];

interface Happening {
  id: number;
  kind: string;
  channel: string;
  touchpoint: string | null;
  occurred_at: string;
  customer_id: number | null;
  source: string;
}
interface Response {
  id: number;
  survey: string;
  touchpoint: string | null;
  responded_at: string;
  customer_id: number | null;
  nps: number | null;
}

let world: TestContext;
const customers: number[] = [];
const happenings: Happening[] = [];
const responses: Response[] = [];

/** Every n-th value, so that all combinations occur. */
const nth = <T>(values: readonly T[], at: number, step: number): T => values[Math.floor(at / step) % values.length]!;

beforeAll(async () => {
  world = await createTestContext();
  const connections = [await insertConnection(world.sql, 'hubspot'), await insertConnection(world.sql, 'salesforce')];
  for (let at = 0; at < 3; at++) customers.push(await insert(world.sql, 'customer', { display_name: `c${at}` }));
  for (let at = 0; at < 72; at++) {
    const values = {
      kind: nth(KINDS, at, 1),
      touchpoint: nth(TOUCHPOINTS, at, 3),
      occurred_at: nth(DAYS, at, 9),
      channel: nth(CHANNELS, at, 5),
      customer_id: nth([...customers, null], at, 7),
    };
    const id = await insertInteraction(world.sql, nth(connections, at, 11), values);
    happenings.push({ id, ...values, source: nth(SOURCES, at, 11) });
  }
  const surveys = [await insertSurvey(world.sql, 'yearly'), await insertSurvey(world.sql, 'ticket')];
  for (let at = 0; at < 48; at++) {
    const survey = nth(surveys, at, 4);
    const nps = at % 4 === 3 ? null : (at * 5) % 11;
    const values = {
      touchpoint: nth(TOUCHPOINTS, at, 3),
      responded_at: nth(DAYS, at, 9),
      customer_id: nth([...customers, null], at, 2),
    };
    const answers = [
      // The text question has a number too, which must not count as an NPS answer.
      { question_key: 'why', question_id: survey.text, score: 10 - (at % 11), text: 'x' },
      ...(nps === null ? [] : [{ question_key: 'nps', question_id: survey.nps, score: nps }]),
    ];
    const id = await insertResponse(world.sql, connections[0]!, { survey_id: survey.survey, ...values }, answers);
    responses.push({ id, survey: nth(['yearly', 'ticket'], at, 4), nps, ...values });
  }
});
afterAll(() => world.close());

async function ask<T>(source: string, variableValues: Record<string, unknown> = {}): Promise<T> {
  world.statements.length = 0;
  const result = await graphql({ schema, source, variableValues, contextValue: world.fork() });
  if (result.errors) throw result.errors[0];
  expect(world.statements).toHaveLength(1);
  return result.data as T;
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const some = (values: readonly string[]) => maybe(fc.subarray([...values]));
const range = maybe(fc.record({ from: fc.constantFrom(undefined, ...DAYS), to: fc.constantFrom(undefined, ...DAYS) }));
const within = (moment: string, span?: { from?: string; to?: string }) =>
  (span?.from === undefined || moment >= span.from) && (span?.to === undefined || moment < span.to);
const among = (value: string | null, values?: string[]) =>
  values === undefined || (value !== null && values.includes(value));

describe('filters', () => {
  it('of interactions', async () => {
    const who = maybe(fc.integer({ min: 0, max: 2 }));
    const filter = fc.record({
      kind: some(KINDS),
      channel: some(CHANNELS),
      touchpoint: some(['checkout', 'billing', 'none']),
      source: some([...SOURCES, 'other']),
      occurredAt: range,
      who,
    });
    await fc.assert(
      fc.asyncProperty(filter, async ({ who: person, ...where }) => {
        const customer = person === undefined ? undefined : customers[person];
        const data = await ask<{ interactions: { totalCount: number; nodes: { id: string }[] } }>(
          'query ($where: InteractionFilter) { interactions(where: $where, first: 100) { totalCount nodes { id } } }',
          { where: { ...where, customer: customer && `customer_${customer}` } },
        );
        const wanted = happenings.filter(
          one =>
            among(one.kind, where.kind) &&
            among(one.channel, where.channel) &&
            among(one.touchpoint, where.touchpoint) &&
            among(one.source, where.source) &&
            within(one.occurred_at, where.occurredAt) &&
            (customer === undefined || one.customer_id === customer),
        );
        expect(data.interactions.totalCount).toBe(wanted.length);
        expect(data.interactions.nodes.map(node => node.id).sort()).toEqual(
          wanted.map(one => `interaction_${one.id}`).sort(),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('of survey responses: measure and score are about one answer', async () => {
    const score = maybe(
      fc.record({ lte: maybe(fc.integer({ min: 0, max: 10 })), gt: maybe(fc.integer({ min: 0, max: 10 })) }),
    );
    const filter = fc.record({
      survey: maybe(fc.constantFrom('yearly', 'ticket', 'none')),
      score,
      touchpoint: some(['checkout']),
      respondedAt: range,
    });
    await fc.assert(
      fc.asyncProperty(filter, async where => {
        const data = await ask<{ surveyResponses: { nodes: { id: string }[] } }>(
          'query ($where: SurveyResponseFilter) { surveyResponses(where: $where, first: 100) { nodes { id } } }',
          { where: { ...where, measure: 'NPS' } },
        );
        const wanted = responses.filter(
          one =>
            one.nps !== null &&
            (where.score?.lte === undefined || one.nps <= where.score.lte) &&
            (where.score?.gt === undefined || one.nps > where.score.gt) &&
            (where.survey === undefined || one.survey === where.survey) &&
            among(one.touchpoint, where.touchpoint) &&
            within(one.responded_at, where.respondedAt),
        );
        expect(data.surveyResponses.nodes.map(node => node.id).sort()).toEqual(
          wanted.map(one => `response_${one.id}`).sort(),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("page every customer's own interactions", async () => {
    type Nested = {
      customers: {
        nodes: {
          id: string;
          interactions: {
            totalCount: number;
            nodes: { id: string }[];
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
        }[];
      };
    };
    const query =
      'query ($after: String) { customers { nodes { id interactions(first: 4, after: $after, where: { channel: [PHONE] }) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } } }';
    const { customers: first } = await ask<Nested>(query);
    expect(first.nodes).toHaveLength(3);
    for (const { id, interactions } of first.nodes) {
      const own = happenings
        .filter(one => `customer_${one.customer_id}` === id && one.channel === 'PHONE')
        .sort((a, b) => b.occurred_at.localeCompare(a.occurred_at) || b.id - a.id)
        .map(one => `interaction_${one.id}`);
      expect(interactions.totalCount).toBe(own.length);
      expect(interactions.nodes.map(node => node.id)).toEqual(own.slice(0, 4));
      const next = await ask<Nested>(query, { after: interactions.pageInfo.endCursor });
      const same = next.customers.nodes.find(node => node.id === id);
      expect(same?.interactions.nodes.map(node => node.id)).toEqual(own.slice(4, 8));
    }
  });
});
