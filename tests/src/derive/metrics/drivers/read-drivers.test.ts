// Drivers of a simulated world: the weights that made it are found, and every figure is that of a plain recount.
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../../../../schema/create-schema.ts';
import { measureOf } from '../../../../../src/derive/metrics/drivers/measures.ts';
import { readDrivers } from '../../../../../src/derive/metrics/drivers/read-drivers.ts';
import { readTable } from '../../../../../src/derive/metrics/drivers/read-table.ts';
import { relativeWeights } from '../../../../../src/derive/metrics/drivers/relative-weights.ts';
import type { MetricFilter } from '../../../../../src/derive/metrics/filter.ts';
import { readMetric } from '../../../../../src/derive/metrics/report.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { SCALES, START, type SurveyWorld, simulate, store } from './survey-world.ts';

const DURING = { from: '2026-04-01', to: '2026-04-30' };
const END = START + 30 * 86_400_000;
let world: TestContext;
let life: SurveyWorld;
beforeAll(async () => {
  world = await createTestContext();
  life = simulate(1500, 11);
  await store(world.sql, life);
}, 120_000);
afterAll(() => world.close());

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What each customer's own records say, read plainly; undefined where they say nothing. */
function figures(country?: string): Map<number, Record<string, number | undefined>> {
  const inPeriod = <T extends { at: number }>(list: readonly T[]) => list.filter(({ at }) => at >= START && at < END);
  const found = new Map<number, Record<string, number | undefined>>();
  for (const [customer, home] of life.customers) {
    if (country && home !== country) continue;
    const own = inPeriod(life.answers).filter(answer => answer.customer === customer);
    const answered = Object.keys(SCALES).map(measure => {
      const [min, max, high] = SCALES[measure]!;
      const places = own
        .filter(answer => answer.measure === measure)
        .map(({ score }) => (high ? score - min : max - score) / (max - min));
      return [measure, places.length ? mean(places) : undefined];
    });
    const waits = inPeriod(life.cases).filter(one => one.customer === customer && one.response !== null);
    // A case counts as resolved when it was.
    const resolved = life.cases.filter(one => {
      const at = one.at + 2000 * (one.response ?? Number.NaN);
      return one.customer === customer && at >= START && at < END;
    });
    found.set(customer, {
      ...Object.fromEntries(answered),
      FIRST_RESPONSE_TIME: waits.length ? mean(waits.map(one => -Math.log(1 + one.response!))) : undefined,
      REOPEN_RATE: resolved.length ? -mean(resolved.map(one => Number(one.reopened))) : undefined,
    });
  }
  return found;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (of: (i: number) => number) => a.reduce((total, _, i) => total + of(i), 0);
  const cross = sum(i => (a[i]! - ma) * (b[i]! - mb));
  return cross / Math.sqrt(sum(i => (a[i]! - ma) ** 2) * sum(i => (b[i]! - mb) ** 2));
}

const AMONG = ['CSAT', 'CES', 'FIRST_RESPONSE_TIME', 'REOPEN_RATE'] as const;

describe('drivers', () => {
  it.each([undefined, 'DE'])('are a plain recount, country %s', async country => {
    const where = country ? { country: [country] } : null;
    const report = await readDrivers(world.fork(), { of: 'NPS', among: [...AMONG], during: DURING, where });
    const rows = [...figures(country).values()].filter(row => row.NPS !== undefined);
    const complete = rows.filter(row => AMONG.every(name => row[name] !== undefined));
    const column = (name: string) => complete.map(row => row[name]!);
    expect(report.n).toBe(complete.length);
    expect(report.outcome).toBe('NPS');
    const { weights, rSquared } = relativeWeights(
      AMONG.map(a => AMONG.map(b => correlation(column(a), column(b)))),
      AMONG.map(name => correlation(column(name), column('NPS'))),
    );
    expect(report.rSquared).toBeCloseTo(rSquared, 9);
    for (const [i, name] of AMONG.entries()) {
      const driver = report.drivers.find(({ metric }) => metric === name)!;
      expect(driver.n).toBe(rows.filter(row => row[name] !== undefined).length);
      expect(driver.correlation).toBeCloseTo(correlation(column(name), column('NPS')), 9);
      expect(driver.importance).toBeCloseTo(weights[i]!, 9);
      expect(driver.share).toBeCloseTo(weights[i]! / rSquared, 9);
      const own = await readMetric(world.fork(), name, { during: DURING, where });
      expect(driver.performance).toEqual(own.groups[0]!.total);
    }
    const sorted = report.drivers.map(({ importance }) => importance);
    expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
  });

  it('find the weights that made the world, and which way they go', async () => {
    const { drivers, rSquared } = await readDrivers(world.fork(), { of: 'NPS', among: [...AMONG], during: DURING });
    // Squares of 1.5, 1 and 0.7 over their sum; scores are rounded and cut off at the ends.
    const shares = [2.25, 1, 0.49].map(square => square / 3.74);
    expect(drivers.map(({ metric }) => metric)).toEqual(AMONG);
    for (const [i, share] of shares.entries()) {
      expect(drivers[i]!.share).toBeGreaterThan(share - 0.05);
      expect(drivers[i]!.share).toBeLessThan(share + 0.05);
      expect(drivers[i]!.correlation).toBeGreaterThan(0.2);
      expect(drivers[i]!.shapley).toBeCloseTo(drivers[i]!.importance, 2);
      expect(drivers[i]!.interval!.low).toBeLessThan(drivers[i]!.importance);
      expect(drivers[i]!.interval!.high).toBeGreaterThan(drivers[i]!.importance);
    }
    expect(drivers[3]!.share).toBeLessThan(0.01);
    expect(rSquared).toBeGreaterThan(0.7);
  });

  it('are chosen by how many customers have them, when none are named', async () => {
    const { drivers, method, n } = await readDrivers(world.fork(), { of: 'NPS', during: DURING });
    expect(drivers.map(({ metric }) => metric).sort()).toEqual([
      'CES',
      'CSAT',
      'FIRST_CONTACT_RESOLUTION',
      'FIRST_RESPONSE_TIME',
      'REOPEN_RATE',
      'RESOLUTION_TIME',
    ]);
    expect(method).toMatch(/left out.*EASE \(\d+ customers where \d+ are needed\)/);
    expect(method).toContain(`${n} customers have NPS and every driver`);
    expect(drivers.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1, 9);
  });

  it('of a segment and a stage are those of their customers and their time', async () => {
    const { sql } = world;
    const middle = START + 15 * 86_400_000;
    await sql.query(`insert into segment (id, key, name, rule) values (1, 'germans', 'Germans', '{}')`);
    await sql.query(`insert into segment_member select 1, id, now() from customer where country = 'DE'`);
    await sql.query(
      `insert into journey (id, key, name, mode, stages) values (1001, 'april', 'April', 'ORDERED', '[{"key": "early", "name": "Early"}, {"key": "late", "name": "Late"}]')`,
    );
    await sql.query(
      `insert into journey_visit select 1001, id, 1, stage, at, until, at, null, true, true, null from customer,
       (values (0, timestamptz '2020-01-01', $1::timestamptz), (1, $1, 'infinity')) v(stage, at, until)`,
      [new Date(middle)],
    );
    const ask = async (where: MetricFilter | null, during = DURING) => {
      const { asOf, ...report } = await readDrivers(world.fork(), { of: 'NPS', among: ['CSAT', 'CES'], during, where });
      // Sums of the same customers in another order differ in their last digits.
      const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value);
      return JSON.parse(JSON.stringify(report, rounded)) as typeof report;
    };
    expect(await ask({ segment: 'germans' })).toEqual(await ask({ country: ['DE'] }));
    expect(await ask({ journeyStage: { journey: 'april', stage: 'early' } })).toEqual(
      await ask(null, { from: DURING.from, to: new Date(middle - 1).toISOString().slice(0, 10) }),
    );
    expect(await ask({ journey: 'april' })).toEqual(await ask({ country: ['DE', 'AT'] }));
    // Were they chosen by their NPS, what goes with it among them would be no finding.
    expect((await ask({ segment: 'germans' })).definedByOutcome).toBe(false);
    await sql.query(`update segment set rule = '{"not": {"answer": {"measure": "NPS"}}}' where id = 1`);
    expect((await ask({ segment: 'germans' })).definedByOutcome).toBe(true);
  }, 90_000);

  it('sample many customers by a hash, the same each time, and say so', async () => {
    const query = {
      outcome: measureOf('NPS')!,
      drivers: [measureOf('CSAT')!],
      span: { lo: START, hi: END },
      where: {},
    };
    const some = await readTable(world.sql, query, 200);
    const all = await readTable(world.sql, query, 2000);
    expect([some.population, some.outcome.length]).toEqual([1500, 200]);
    expect([all.population, all.outcome.length]).toEqual([1500, 1500]);
    expect(some.outcome).toEqual(all.outcome.slice(0, 200));
    expect(mean([...some.outcome])).toBeCloseTo(mean([...all.outcome]), 0);
  });

  it('take five statements, whatever is asked', async () => {
    const { statements } = world;
    for (const among of [['CSAT'], [...AMONG], null] as const) {
      statements.length = 0;
      await readDrivers(world.fork(), { of: 'NPS', among, during: DURING });
      // The snapshot, its moment, the drivers' own values, the customers.
      expect(statements).toHaveLength(5);
    }
  });

  it('say what is wrong, and what to do', async () => {
    const ask = (request: object) => readDrivers(world.fork(), { of: 'NPS', during: DURING, ...request });
    await expect(ask({ among: ['EASE', 'CSAT'] })).rejects.toMatchObject({
      code: 'TOO_LITTLE_DATA',
      message: expect.stringMatching(
        /\d+ customers have NPS and EASE, CSAT .* are needed.*EASE \d+, CSAT \d+.*longer period/,
      ),
    });
    await expect(ask({ where: { country: ['FR'] } })).rejects.toMatchObject({ code: 'TOO_LITTLE_DATA' });
    await expect(ask({ during: { from: '2020-01-01', to: '2020-12-31' } })).rejects.toMatchObject({
      code: 'TOO_LITTLE_DATA',
      details: { n: 0 },
    });
    await expect(ask({ of: 'CHURN_RATE' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'of' } });
    const wrong = [['NPS'], ['CSAT', 'CSAT'], [], ['CSAT_MEAN'], ['EMPLOYEE_ENGAGEMENT']];
    for (const among of wrong)
      await expect(ask({ among })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'among' } });
    await expect(ask({ where: { survey: 'none' } })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(ask({ where: { currency: 'EUR' } })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('are served', async () => {
    const source = `{ drivers(of: NPS, among: [CSAT, CES], during: { from: "2026-04-01", to: "2026-04-30" }) {
      outcome n rSquared asOf method
      drivers { metric label correlation coefficient importance share shapley n interval { low high confidence } performance { value n unit } }
    } }`;
    const { data, errors } = await graphql({ schema: createSchema(), source, contextValue: world.fork() });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      drivers: { outcome: 'NPS', drivers: [{ metric: 'CSAT', performance: { unit: null } }, { metric: 'CES' }] },
    });
  });
});
