// Every metric, asked any question about any small company, is what one gets by counting by hand.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserError } from '../../../../src/base/errors.ts';
import { METRICS } from '../../../../src/derive/metrics/definitions.ts';
import { type Dimension, doesOverlap } from '../../../../src/derive/metrics/dimensions.ts';
import type { MetricName } from '../../../../src/derive/metrics/metric.ts';
import { planOf } from '../../../../src/derive/metrics/read-facts.ts';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { onBorders } from '../../../support/recount/borders.ts';
import { groupDifferences, plainName, RELIABLE } from '../../../support/recount/compare.ts';
import { natureOf, questionFor } from '../../../support/recount/question.ts';
import { type ToldAll, tell } from '../../../support/recount/report.ts';
import { store } from '../../../support/recount/store.ts';
import { NOW, type World, world } from '../../../support/recount/world.ts';

const WORLDS = Number(process.env.RECOUNT_WORLDS ?? 5);
const QUESTIONS = 6;
const SEED = Number(process.env.RECOUNT_SEED ?? 20261122);

let database: TestContext;
beforeAll(async () => {
  database = await createTestContext({ now: () => new Date(NOW) });
});
afterAll(() => database.close());

/** Metrics that ever had a value. */
const valued = new Set<MetricName>();
const tally = {
  questions: 0,
  rollups: 0,
  facts: 0,
  values: 0,
  withheld: 0,
  empty: 0,
  mixed: 0,
  partitions: 0,
  overlaps: 0,
};

const questions = fc
  .tuple(
    ...METRICS.map(metric =>
      fc.array(questionFor(metric), { minLength: QUESTIONS, maxLength: QUESTIONS }).map(list => ({ metric, list })),
    ),
  )
  .map(all => Object.assign(all, { [fc.toStringMethod]: () => 'questions' }));

it('equals a count by hand', async () => {
  await fc.assert(
    // Evenly: what is drawn to the ends would all happen on the first day.
    fc.asyncProperty(fc.noBias(world), fc.noBias(questions), async (random, all) => {
      const company = onBorders(random, all);
      await store(database.sql, company);
      const wrong: string[] = [];
      for (const { metric, list } of all) {
        for (const request of list) {
          const found = await ask(company, metric, request);
          if (found.length > 0) wrong.push(`${metric} ${JSON.stringify(request)}\n${found.slice(0, 6).join('\n')}`);
        }
      }
      if (wrong.length > 0) expect.fail(`${wrong.length} answers differ:\n${wrong.slice(0, 20).join('\n')}`);
    }),
    { numRuns: WORLDS, seed: SEED, endOnFailure: true },
  );
  console.log(`recount: ${JSON.stringify(tally)}`);
  // Nothing of this is true of nothing.
  expect(METRICS.filter(metric => !valued.has(metric))).toEqual([]);
  for (const [name, count] of Object.entries(tally)) expect([name, count > WORLDS]).toEqual([name, true]);
}, 300_000);

async function ask(company: World, metric: MetricName, request: ReportRequest): Promise<string[]> {
  const told = tell(company, metric, request, NOW);
  // Without a privacy floor now and then, so that it hides no mistake.
  const minReport = tally.questions % 2 === 0 ? 5 : 1;
  const ctx = { ...database.fork(), reporting: { minReport, minReliable: RELIABLE } };
  tally.questions += 1;
  const isMixed = [...told.groups.values()].some(
    ({ total, points, baseline }) =>
      points.some(value => value.units.length > 1) || new Set([...total.units, ...(baseline?.units ?? [])]).size > 1,
  );
  const report = await readMetric(ctx, metric, request).catch((error: unknown) => error as UserError);
  if (report instanceof Error) {
    if (!(report instanceof UserError)) throw report;
    if (isMixed) tally.mixed += 1;
    return isMixed && report.code.startsWith('MIXED_') ? [] : [`refused: ${report.code} ${report.message}`];
  }
  if (isMixed) return ['mixed units were not refused'];
  if (natureOf(metric) === 'answers' || natureOf(metric) === 'money')
    tally[planOf({ by: (request.by ?? []) as Dimension[], where: request.where ?? {} }) ? 'rollups' : 'facts'] += 1;
  const found: string[] = [];
  const said = new Map(report.groups.map(group => [plainName(group.by), group]));
  const names = (map: ReadonlyMap<string, unknown>) => [...map.keys()].sort().join(', ');
  if (names(said) !== names(told.groups)) found.push(`groups: reported ${names(said)}; told ${names(told.groups)}`);
  for (const [name, group] of said) {
    const by = told.groups.get(name);
    if (!by) continue;
    found.push(...groupDifferences(name, group, by, minReport));
    if (group.total.value !== null) valued.add(metric);
    for (const { value, suppressed, n } of [group.total, ...group.points.map(point => point.value)])
      tally[value !== null ? 'values' : suppressed ? 'withheld' : n === 0 ? 'empty' : 'values'] += 1;
  }
  if (doesOverlap((request.by ?? []) as Dimension[])) tally.overlaps += report.groups.length;
  else
    found.push(
      ...partition(
        metric,
        report.groups.map(group => group.total.n),
        told,
      ),
    );
  return found;
}

/** Every thing and every customer is in exactly one group. */
function partition(metric: MetricName, ns: readonly number[], told: ToldAll): string[] {
  // n of these is the smallest of several counts.
  if (metric === 'EXPERIENCE_RATING' || metric === 'CUSTOMER_LIFETIME_VALUE') return [];
  tally.partitions += 1;
  const sum = ns.reduce((total, n) => total + n, 0);
  return sum === told.whole.n ? [] : [`the groups have ${sum}, the whole has ${told.whole.n}`];
}
