// Where nothing happened nothing is found, and where something did it is found: over worlds of the sandbox.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ValueComparison } from '../../../../src/derive/metrics/comparison.ts';
import type { IndexComparison } from '../../../../src/derive/metrics/index/compare.ts';
import { readIndex } from '../../../../src/derive/metrics/index/read.ts';
import type { MetricName } from '../../../../src/derive/metrics/metric.ts';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { loadSandboxParts } from '../../../../src/run/find-connectors.ts';
import { desksOf } from '../../../../src/run/sandbox/desks.ts';
import { createWorld } from '../../../../src/run/sandbox/world.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { storePlainWorld } from '../../../support/plain-world.ts';

const NOW = Date.UTC(2026, 5, 15);
const DESKS = desksOf(await loadSandboxParts());
const SEEDS = 20;
const PEOPLE = 450;
let database: TestContext;
beforeAll(async () => {
  database = await createTestContext({ now: () => new Date(NOW) });
});
afterAll(() => database.close());

/** The examples' questions about change and about groups, whose truth in a quiet world is: no difference. */
const QUESTIONS: readonly (readonly [MetricName, Partial<ReportRequest>])[] = [
  ['NPS', { during: { last: 'P1Y' }, every: 'MONTH' }],
  ['CSAT', { during: { last: 'P1Y' }, by: ['CHANNEL'], compareTo: 'PREVIOUS_YEAR' }],
  ['CSAT', { during: { last: 'P1Y' }, by: ['TOUCHPOINT'], compareTo: 'OVERALL' }],
  ['NPS', { during: { last: 'P1Y' }, by: ['COUNTRY'], compareTo: 'OVERALL' }],
  ['CES', { during: { last: 'P90D' }, compareTo: 'PREVIOUS_PERIOD' }],
  ['RESOLUTION_TIME', { during: { last: 'P90D' }, compareTo: 'PREVIOUS_PERIOD' }],
  ['FIRST_RESPONSE_TIME', { during: { last: 'P1Y' }, by: ['CASE_PRIORITY'], compareTo: 'OVERALL' }],
];

type Compared = ValueComparison | IndexComparison | null;

async function ask(): Promise<Compared[][]> {
  const reports: Compared[][] = [];
  for (const [metric, request] of QUESTIONS) {
    const asked = { ...request, comparePoints: request.every !== undefined } as ReportRequest;
    const { groups } = await readMetric(database.fork(), metric, asked);
    reports.push(groups.flatMap(group => [group.comparison, ...group.points.map(point => point.comparison)]));
  }
  const index = { key: 'default', during: { last: 'P90D' }, compareTo: 'PREVIOUS_PERIOD' } as const;
  const { groups } = await readIndex(database.fork(), index);
  return [...reports, groups.map(group => group.comparison)];
}

it('finds nothing in 20 quiet years but what chance allows', async () => {
  let [reports, tests, alarms, grave] = [0, 0, 0, 0];
  for (let seed = 1; seed <= SEEDS; seed++) {
    await storePlainWorld(database.sql, createWorld({ now: NOW, desks: DESKS, seed, people: PEOPLE, story: false }));
    for (const report of await ask()) {
      const tested = report.filter(one => one?.pValue != null);
      reports += 1;
      tests += tested.length;
      if (tested.some(one => one!.significant)) alarms += 1;
      if (tested.some(one => one!.pValue! < 0.001)) grave += 1;
    }
  }
  console.info(
    `quiet worlds: ${alarms} of ${reports} reports call something different at 5 %, ${grave} at 0.1 %; ${tests} comparisons`,
  );
  expect(tests).toBeGreaterThan(SEEDS * 25);
  // 5 % of 160 reports are 8; 15 or more happen once in a hundred such runs.
  expect(alarms).toBeLessThan(15);
  expect(grave).toBe(0);
}, 300_000);

it('finds the story where there is one: which months, which channel, which reason', async () => {
  await storePlainWorld(database.sql, createWorld({ now: NOW, desks: DESKS, people: 3000 }));
  const ctx = database.fork();
  const day = (ago: number) => new Date(NOW - ago * 86_400_000).toISOString().slice(0, 10);
  const crisis = { from: day(239), to: day(151) };
  const worst = <T extends { comparison: { difference: number | null } | null }>(groups: readonly T[]): T =>
    groups.reduce((a, b) => (b.comparison!.difference! < a.comparison!.difference! ? b : a));

  const months = await readMetric(ctx, 'CSAT', { during: { last: 'P1Y' }, every: 'MONTH', comparePoints: true });
  const { points } = months.groups[0]!;
  const whole = points.filter(({ complete }) => complete);
  const low = whole.toSorted((a, b) => a.value.value! - b.value.value!).slice(0, 2);
  for (const point of low) expect(point.start >= day(250) && point.end <= day(120)).toBe(true);
  const falls = whole.filter(({ comparison }) => comparison?.significant && comparison.difference! < 0);
  expect(falls.map(({ start }) => start >= day(250) && start <= day(210))).toEqual([true]);

  for (const [by, first] of [
    ['CHANNEL', 'CHAT'],
    ['TOUCHPOINT', 'billing'],
  ] as const) {
    const { groups } = await readMetric(ctx, 'CSAT', { during: crisis, by: [by], compareTo: 'PREVIOUS_PERIOD' });
    const group = worst(groups);
    expect([group.by[0]!.key, group.comparison!.significant]).toEqual([first, true]);
  }
}, 120_000);
