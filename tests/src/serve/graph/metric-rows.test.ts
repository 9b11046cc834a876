// The rows behind every metric, walked page by page, are as many as its n says, in order, each once.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { METRICS } from '../../../../src/derive/metrics/definitions.ts';
import type { MetricName } from '../../../../src/derive/metrics/metric.ts';
import { parsePeriod } from '../../../../src/derive/metrics/period.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { encodeCursor } from '../../../../src/serve/graph/cursor.ts';
import { rowsOf } from '../../../../src/serve/graph/metric-rows.read.ts';
import {
  countRows,
  placeOf,
  ROWS_ORDER,
  type RowKey,
  readRowKeys,
} from '../../../../src/serve/graph/metric-rows-page.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { itemsOf } from '../../../support/recount/items.ts';
import { questionFor } from '../../../support/recount/question.ts';
import { tell } from '../../../support/recount/report.ts';
import { store } from '../../../support/recount/store.ts';
import { NOW, type World, world } from '../../../support/recount/world.ts';

let database: TestContext;
beforeAll(async () => {
  database = await createTestContext({ now: () => new Date(NOW) });
});
afterAll(() => database.close());

const questions = fc
  .tuple(...METRICS.map(metric => fc.tuple(fc.constant(metric), questionFor(metric))))
  .map(all => Object.assign(all, { [fc.toStringMethod]: () => 'questions' }));

async function walk(metric: MetricName, { during, where }: ReportRequest, limit: number) {
  const now = new Date(NOW);
  const query = { ...rowsOf(metric), period: parsePeriod({ ...during, calendar: null }, now), where: where ?? {}, now };
  const found: RowKey[] = [];
  for (let after: string | null = null; ; ) {
    const page: RowKey[] = await readRowKeys(database.ctx, query, { after, limit });
    found.push(...page);
    if (page.length < limit) return { found, total: await countRows(database.ctx, query) };
    const last = page.at(-1)!;
    after = encodeCursor(ROWS_ORDER, { key: placeOf(last), id: last.id });
  }
}

/** n of the whole; of these two metrics n is the smallest of several counts. */
function numberOfRows(company: World, metric: MetricName, request: ReportRequest): number {
  const n = (of: MetricName) => tell(company, of, { ...request, by: [], every: null, compareTo: null }, NOW).whole.n;
  if (metric === 'EXPERIENCE_RATING') return n('EFFECTIVENESS') + n('EASE') + n('EMOTION');
  return metric === 'CUSTOMER_LIFETIME_VALUE' ? n('AVERAGE_ORDER_VALUE') : n(metric);
}

it('walks through all rows of any metric', async () => {
  let walked = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.noBias(world),
      fc.noBias(questions),
      fc.integer({ min: 1, max: 40 }),
      async (company, all, limit) => {
        // Many at one and the same moment, so that pages part them.
        const crowded = {
          ...company,
          replies: company.replies.map((reply, i) => (i % 3 ? reply : { ...reply, at: NOW - 1 })),
        };
        await store(database.sql, crowded);
        for (const [metric, request] of all) {
          const { found, total } = await walk(metric, request, limit + 4);
          const n = numberOfRows(crowded, metric, request);
          expect([metric, request, found.length, total]).toEqual([metric, request, n, n]);
          const order = (a: RowKey, b: RowKey) => Date.parse(b.at) - Date.parse(a.at) || b.id - a.id || b.item - a.item;
          expect(found.every((row, i) => i === 0 || order(found[i - 1]!, row) <= 0)).toBe(true);
          expect(new Set(found.map(({ id, item, kind }) => `${id} ${item} ${kind}`)).size).toBe(n);
          walked += n;
        }
      },
    ),
    { numRuns: 3, seed: 7, endOnFailure: true },
  );
  console.log(`rows: walked through ${walked}`);
  expect(walked).toBeGreaterThan(1000);
}, 120_000);

it('gives everything that counts, and nothing else', async () => {
  const [company] = fc.sample(world, { numRuns: 1, seed: 3 });
  await store(database.sql, company!);
  const { found } = await walk('SENTIMENT', { during: { last: 'P5Y' } }, 50);
  const told = itemsOf(company!).filter(item => item.what === 'SENTIMENT' && item.at < NOW);
  const moments = (list: readonly { at: number | string }[]) => list.map(({ at }) => new Date(at).getTime()).sort();
  expect(moments(found)).toEqual(moments(told));
});
