// A comment written with a score explains nothing: a world where comments are drawn from the scores they stand beside.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDrivers } from '../../../../../src/derive/metrics/drivers/read-drivers.ts';
import type { MetricName } from '../../../../../src/derive/metrics/metric.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { type DriverFact, type DriverRow, driverTable } from '../../../../support/recount/driver-table.ts';
import { Simulation } from '../../../../support/simulate.ts';
import { type Answer, type Mail, SCALES, START, store } from './survey-world.ts';

const DURING = { from: '2026-04-01', to: '2026-04-30' };
const CUSTOMERS = 900;
const answers: Answer[] = [];
const mails: Mail[] = [];
let world: TestContext;

/** CSAT, asked elsewhere, makes the NPS; so does CES, half of the time asked beside it. Mails have nothing to do with it. */
function simulate(): void {
  const chance = new Simulation(20);
  const at = () => START + Math.floor(chance.uniform() * 29 * 86_400_000);
  const within = (value: number, [min, max]: readonly number[]) => Math.min(max!, Math.max(min!, Math.round(value)));
  const mood = (value: number) => Math.max(-1, Math.min(1, Number(value.toFixed(3))));
  for (let customer = 1; customer <= CUSTOMERS; customer++) {
    const [csat, ces] = [within(3 + chance.bell(), [1, 5]), within(4 + 1.5 * chance.bell(), [1, 7])];
    const likely = () => within(6 + 1.6 * (csat - 3) - 0.6 * (ces - 4) + chance.bell(), [0, 10]);
    const [nps, form, when] = [likely(), `form ${customer}`, at()];
    const sentiment = mood((nps - 5) / 5 + 0.2 * chance.bell());
    answers.push({ customer, measure: 'NPS', score: nps, at: when, form, sentiment });
    answers.push({ customer, measure: 'CSAT', score: csat, at: at() });
    if (chance.uniform() < 0.5) answers.push({ customer, measure: 'CES', score: ces, at: when, form });
    else answers.push({ customer, measure: 'CES', score: ces, at: at() });
    if (chance.uniform() < 0.4) answers.push({ customer, measure: 'NPS', score: likely(), at: at() });
    if (chance.uniform() < 0.5) mails.push({ customer, at: at(), sentiment: mood(0.4 * chance.bell()) });
  }
}

function facts(): DriverFact[] {
  return [
    ...answers.flatMap(({ customer, measure, score, form, sentiment }, i): DriverFact[] => {
      const [min, max, high] = SCALES[measure]!;
      const response = form ?? `own ${i}`;
      const value = (high ? score - min : max - score) / (max - min);
      const own = { customer: customer!, response };
      return [
        { ...own, measure, value },
        ...(sentiment === undefined ? [] : [{ ...own, measure: 'SENTIMENT', value: sentiment }]),
      ];
    }),
    ...mails.map(({ customer, sentiment }) => ({ customer, measure: 'SENTIMENT', value: sentiment, response: null })),
  ];
}

beforeAll(async () => {
  simulate();
  world = await createTestContext();
  const customers = new Map(Array.from({ length: CUSTOMERS }, (_, i) => [i + 1, 'DE']));
  await store(world.sql, { customers, answers, cases: [], mails });
}, 120_000);
afterAll(() => world.close());

const ask = (of: MetricName, among: MetricName[]) => readDrivers(world.fork(), { of, among, during: DURING });

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const middle = (at: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const [x, y] = [middle(0), middle(1)];
  const sum = (of: (a: number, b: number) => number) => pairs.reduce((total, [a, b]) => total + of(a - x, b - y), 0);
  return sum((a, b) => a * b) / Math.sqrt(sum(a => a * a) * sum((_, b) => b * b));
}
const having = (rows: readonly DriverRow[], name: string) => rows.filter(row => row.drivers[name] !== undefined);
const together = (rows: readonly DriverRow[], name: string) =>
  correlation(rows.map(row => [row.drivers[name]!, row.outcome]));

describe('drivers of a score', () => {
  it('are not the comments beside it: texts from elsewhere have no share, and what made the score has it', async () => {
    // What the comments would seem to explain, were they counted.
    const fooled = driverTable(facts(), 'NPS', ['SENTIMENT'], () => false);
    expect(together(fooled, 'SENTIMENT')).toBeGreaterThan(0.6);
    const { drivers, n, method } = await ask('NPS', ['CSAT', 'CES', 'SENTIMENT']);
    const of = (name: MetricName) => drivers.find(({ metric }) => metric === name)!;
    expect(n).toBe(having(driverTable(facts(), 'NPS', ['SENTIMENT']), 'SENTIMENT').length);
    expect(of('SENTIMENT').share).toBeLessThan(0.01);
    expect(Math.abs(of('SENTIMENT').correlation!)).toBeLessThan(0.1);
    expect(of('CSAT').share).toBeGreaterThan(0.6);
    expect(of('CES').share).toBeGreaterThan(0.15);
    expect(method).toContain('Of a text and a score of one response neither explains the other');
  });

  it('are a plain recount, with the share of customers who answered for both in one response', async () => {
    const names = ['CSAT', 'CES', 'SENTIMENT'] as const;
    const rows = driverTable(facts(), 'NPS', names);
    const complete = names.reduce<readonly DriverRow[]>((left, name) => having(left, name), rows);
    const { drivers, n } = await ask('NPS', [...names]);
    expect(n).toBe(complete.length);
    for (const driver of drivers) {
      const pairs = having(rows, driver.metric);
      expect(driver.n).toBe(pairs.length);
      expect(driver.correlation).toBeCloseTo(together(complete, driver.metric), 9);
      expect(driver.sharesResponses).toBeCloseTo(
        pairs.filter(row => row.together.has(driver.metric)).length / pairs.length,
        9,
      );
    }
    const shares = new Map(drivers.map(({ metric, sharesResponses }) => [metric, sharesResponses]));
    expect(shares.get('CES')).toBeGreaterThan(0.4);
    expect(shares.get('CES')).toBeLessThan(0.6);
    expect([shares.get('CSAT'), shares.get('SENTIMENT')]).toEqual([0, 0]);
  });
});

describe('drivers of SENTIMENT', () => {
  it('are not the scores beside the texts', async () => {
    const rows = driverTable(facts(), 'SENTIMENT', ['NPS', 'CSAT', 'CES']);
    const { drivers } = await ask('SENTIMENT', ['NPS']);
    const [nps] = drivers;
    expect(nps!.n).toBe(having(rows, 'NPS').length);
    expect(nps!.n).toBeLessThan(CUSTOMERS / 2);
    expect(nps!.correlation).toBeCloseTo(together(having(rows, 'NPS'), 'NPS'), 9);
    expect(nps!.sharesResponses).toBe(0);
    const { drivers: others } = await ask('SENTIMENT', ['CSAT', 'CES']);
    expect(others.map(({ metric, n }) => [metric, n]).sort()).toEqual(
      ['CES', 'CSAT'].map(name => [name, having(rows, name).length]),
    );
  });

  it('fail in words when nobody has a score from elsewhere', async () => {
    await world.sql.query(`delete from metric_fact where kind = 'SENTIMENT' and source_id >= 2000000`);
    await expect(ask('NPS', ['SENTIMENT'])).rejects.toMatchObject({
      code: 'TOO_LITTLE_DATA',
      message: expect.stringContaining('Of a text and a score of one response neither explains the other'),
    });
  });
});
