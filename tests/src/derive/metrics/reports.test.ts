// Several metrics in one request: each as it is alone, in one snapshot, and refused by name.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../../../src/derive/metrics/definitions.ts';
import type { MetricName } from '../../../../src/derive/metrics/metric.ts';
import { type MetricReport, readMetric } from '../../../../src/derive/metrics/report.ts';
import { MAX_METRICS, readMetrics } from '../../../../src/derive/metrics/reports.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../../../support/rows.ts';

let world: TestContext;
const YEAR = { from: '2026-01-01', to: '2026-12-31' };
beforeAll(async () => {
  world = await createTestContext({ now: () => new Date('2027-02-01T00:00:00Z') });
  const { sql } = world;
  const source = await insertConnection(sql, 'hubspot');
  const { survey, nps } = await insertSurvey(sql, 'relationship');
  for (let i = 0; i < 60; i++) {
    const customer_id = await insert(sql, 'customer', { display_name: `${i}`, country: i % 3 === 0 ? 'DE' : 'FR' });
    for (const month of ['02', '07']) {
      const values = { survey_id: survey, customer_id, responded_at: `2026-${month}-10T10:00:00Z` };
      const score = i % 4 === 0 || month === '02' ? 3 : 10;
      await insertResponse(sql, source, values, [{ question_id: nps, question_key: 'nps', score }]);
      const purchase = { kind: 'PURCHASE', customer_id, amount: 10 + i, currency: i % 2 === 0 ? 'EUR' : 'USD' };
      if (i % 5 !== 0) await insertInteraction(sql, source, { ...purchase, occurred_at: `2026-${month}-11T10:00:00Z` });
    }
  }
  await refresh(sql, { anew: true });
});
afterAll(() => world.close());

/** Or the words of its error. Each snapshot is of a moment of its own. */
async function outcome(read: () => Promise<MetricReport | readonly MetricReport[]>) {
  const bare = ({ asOf, ...report }: MetricReport) => report;
  try {
    const found = await read();
    return Array.isArray(found) ? found.map(bare) : bare(found as MetricReport);
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

describe('several metrics', () => {
  it('are each what it is alone, and refused where one of them is', async () => {
    const request = fc.record({
      during: fc.constant(YEAR),
      every: fc.constantFrom(null, 'QUARTER' as const),
      by: fc.constantFrom([], ['COUNTRY'] as const, ['CHANNEL'] as const),
      where: fc.constantFrom(null, { country: ['FR'] }, { currency: 'EUR' }),
      compareTo: fc.constantFrom(null, { with: 'PREVIOUS_YEAR' as const }, { where: { country: ['DE'] } }),
      comparePoints: fc.boolean(),
    });
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...METRICS], { minLength: 1, maxLength: 3 }),
        request,
        async (of, asked) => {
          const single: Awaited<ReturnType<typeof outcome>>[] = [];
          for (const metric of of) single.push(await outcome(() => readMetric(world.fork(), metric, asked)));
          const together = await outcome(() => readMetrics(world.fork(), of, asked));
          const refused = of.findIndex((_, i) => 'refused' in single[i]!);
          if (refused < 0) {
            answered += 1;
            expect(together).toEqual(single);
          } else {
            const { refused: words } = single[refused] as { refused: string };
            expect([words, `${of[refused]}: ${words}`]).toContain((together as { refused: string }).refused);
            expect((together as { refused: string }).refused).toMatch(new RegExp(`\\b${of[refused]}\\b`));
          }
        },
      ),
      { numRuns: 40, seed: 7 },
    );
    expect(answered).toBeGreaterThan(10);
  });

  it('are as of one moment, by one snapshot', async () => {
    const request: ReportRequest = { during: YEAR, every: 'MONTH', compareTo: 'PREVIOUS_YEAR' };
    const sent = async (read: () => Promise<unknown>) => {
      world.statements.length = 0;
      await read();
      return world.statements.length;
    };
    const of: readonly MetricName[] = ['NPS', 'CUSTOMER_COUNT', 'CASE_VOLUME'];
    let alone = 0;
    for (const metric of of) alone += await sent(() => readMetric(world.fork(), metric, request));
    // What opens a snapshot is sent once.
    expect(await sent(() => readMetrics(world.fork(), of, request))).toBe(alone - 2 * (of.length - 1));
    const reports = await readMetrics(world.fork(), of, request);
    expect(reports.map(({ definition }) => definition.metric)).toEqual(of);
    expect(new Set(reports.map(({ asOf }) => asOf.getTime())).size).toBe(1);
  });

  it.each<[string, readonly MetricName[], Partial<ReportRequest>, string, RegExp]>([
    ['too many', METRICS.slice(0, MAX_METRICS + 1), {}, 'of', /At most 20/],
    ['one twice', ['NPS', 'CSAT', 'NPS'], {}, 'of', /NPS is named twice/],
    ['what one of them has not', ['NPS', 'CUSTOMER_COUNT'], { by: ['CHANNEL'] }, 'by', /^CUSTOMER_COUNT counts/],
    ['what all have not', ['NPS', 'CSAT'], { where: { segment: 'none' } }, 'where.segment', /^There is no segment/],
    [
      'what nobody has',
      ['NPS', 'CSAT'],
      { by: ['TRAIT'], traits: { keys: ['paln'] } },
      'traits.keys',
      /^No customer has/,
    ],
    ['what no report has', ['NPS', 'CSAT'], { confidence: 2 }, 'confidence', /^"confidence"/],
  ])('are refused for %s', async (_, of, request, field, words) => {
    await expect(readMetrics(world.fork(), of, { during: YEAR, ...request })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(words),
      details: { field },
    });
  });

  it('name the one whose amounts are of several currencies', async () => {
    await expect(readMetrics(world.fork(), ['NPS', 'REVENUE'], { during: YEAR })).rejects.toMatchObject({
      code: 'MIXED_CURRENCIES',
      message: expect.stringMatching(/\bREVENUE\b/),
    });
  });
});
