// From purchases to churn risk and lifetime value: fitted by the job, scored again as purchases come in.
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../../../schema/create-schema.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { isFitDue } from '../../../../src/derive/scores/fit-due.ts';
import { HEALTH_PARTS } from '../../../../src/derive/scores/health.ts';
import { type PurchaseHistory, pAlive } from '../../../../src/derive/scores/lifetime/bg-nbd.ts';
import { fitLifetime, type LifetimeFit, type LifetimeParams } from '../../../../src/derive/scores/lifetime/fit.ts';
import { lifetimeValue } from '../../../../src/derive/scores/lifetime/value.ts';
import { scoreLifetimes, writeScores } from '../../../../src/derive/scores/score-lifetimes.ts';
import { recordInteractions } from '../../../../src/ingest/recording/record-interactions.ts';
import { fitLifetimeJob, requestDueFit } from '../../../../src/run/jobs/fit-lifetime.job.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

const DAY = 86_400_000;
const TODAY = Math.floor(Date.now() / DAY);
let world: TestContext;
let seed = 7;
const random = () => {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
};

interface Purchase {
  readonly who: string;
  /** Days since 1970. */
  readonly day: number;
  readonly amount: number;
  readonly currency: string;
}
const bought: Purchase[] = [];

/** Two a day now and then, some returned, some in another currency. Half of the `fickle` soon leave after a repeat purchase. */
function simulate(customers: number, currency: string, prefix: string, fickle = false): Purchase[] {
  return Array.from({ length: customers }, (_, i) => {
    const list: Purchase[] = [];
    const every = 20 + 60 * random();
    const usual = 10 + 200 * random() ** 3;
    const leaves = fickle && random() < 0.5;
    const end = TODAY - (random() < 0.4 ? 300 * random() : 0);
    for (let day = TODAY - 100 - Math.floor(300 * random()); day < end; day += 1 + Math.floor(every * random() * 2)) {
      const who = `${prefix}${i}@fit.example`;
      const amount = usual * (0.5 + random());
      list.push({ who, day, amount, currency });
      if (random() < 0.2) list.push({ who, day, amount: 5, currency });
      if (random() < 0.1) list.push({ who, day, amount: -amount, currency });
      if (random() < 0.1) list.push({ who, day, amount: 3, currency: 'CHF' });
      if (leaves && list[0]!.day < day && random() < 0.6) break;
    }
    return list;
  }).flat();
}

/** The plain reading of what the model is given. */
function historyOf(purchases: readonly Purchase[]) {
  const real = purchases.filter(({ amount }) => amount > 0);
  const count = (currency: string) => real.filter(one => one.currency === currency).length;
  const currencies = [...new Set(real.map(one => one.currency))];
  const newest = (currency: string) => Math.max(...real.filter(one => one.currency === currency).map(one => one.day));
  const [currency] = currencies.sort((a, b) => count(b) - count(a) || newest(b) - newest(a) || (a < b ? -1 : 1));
  const days = [...new Set(real.map(({ day }) => day))].sort((a, b) => a - b);
  const [first] = days;
  const amounts = days
    .slice(1)
    .map(day => real.filter(one => one.day === day && one.currency === currency))
    .filter(list => list.length > 0)
    .map(list => list.reduce((sum, { amount }) => sum + amount, 0));
  const mean = amounts.length ? amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length : null;
  return { currency: currency!, x: days.length - 1, tx: days.at(-1)! - first!, T: TODAY - first!, mean };
}

async function record(purchases: readonly Purchase[], from: number): Promise<void> {
  for (let at = 0; at < purchases.length; at += 500) {
    const items = purchases.slice(at, at + 500).map(({ who, day, amount, currency }, i) => ({
      id: `p${from + at + i}`,
      customer: { email: who },
      kind: 'PURCHASE' as const,
      occurredAt: new Date(day * DAY + 1000 * i),
      amount,
      currency,
    }));
    const { rejected } = await recordInteractions(world.fork(), items);
    expect(rejected).toEqual([]);
  }
}

interface Stored {
  email: string;
  purchases: number;
  currency: string;
  churn_risk: number | null;
  lifetime_value: number;
  model_version: number | null;
}
const stored = () =>
  world.sql.query<Stored>(
    'select c.email, s.* from customer_score s join customer c on c.id = s.customer_id where c.merged_into is null order by 1',
  );
async function paramsOf(currency: string, version: number): Promise<LifetimeParams & Pick<LifetimeFit, 'unclear'>> {
  const [row] = await world.sql.query<{ params: LifetimeParams; unclear: LifetimeFit['unclear'] }>(
    'select params, unclear from lifetime_model where currency = $1 and version = $2',
    [currency, version],
  );
  return { ...row!.params, unclear: row!.unclear };
}
/** None of who bought once, nor by a model that cannot tell. */
function expectRisk(
  risk: number | null,
  { x, tx, T }: PurchaseHistory,
  { purchases, unclear }: Awaited<ReturnType<typeof paramsOf>>,
) {
  if (x === 0 || unclear.includes('LEAVING')) expect(risk).toBeNull();
  else expect(risk).toBeCloseTo(1 - pAlive(x, tx, T, purchases), 9);
}
const run = () => fitLifetimeJob.run(world.fork(), {}, { signal: new AbortController().signal, lastAttempt: false });

beforeAll(async () => {
  world = await createTestContext();
  bought.push(...simulate(120, 'EUR', 'e'), ...simulate(90, 'USD', 'u', true), ...simulate(8, 'SEK', 's'));
  await record(bought, 0);
  await refresh(world.sql);
}, 120_000);
afterAll(() => world.close());

describe('the lifetime job', () => {
  it('is asked for once, when there are purchases that nothing was fitted to', async () => {
    const ctx = world.fork();
    await requestDueFit(ctx);
    await requestDueFit(ctx);
    expect(world.jobs.added.filter(({ name }) => name === 'fit-lifetime')).toHaveLength(1);
  });

  it('fits each currency with enough customers to what they bought, and scores by it', async () => {
    await run();
    expect(await isFitDue(world.sql)).toBe(false);
    const histories = new Map(
      [...new Set(bought.map(({ who }) => who))].map(who => [who, historyOf(bought.filter(one => one.who === who))]),
    );
    const models = await world.sql.query<{ currency: string; version: number; sample: number; population: number }>(
      'select * from lifetime_model order by currency',
    );
    expect(models.map(({ currency, version }) => [currency, version])).toEqual([
      ['EUR', 1],
      ['USD', 1],
    ]);
    for (const { currency, sample, population } of models) {
      const own = [...histories.values()].filter(history => history.currency === currency);
      expect([sample, population]).toEqual([own.length, own.length]);
      const expected = fitLifetime(own)!.params;
      const found = await paramsOf(currency, 1);
      // Another order of customers rounds otherwise.
      const probe = { x: 3, tx: 50, T: 200, mean: 80 };
      expect(pAlive(3, 50, 200, found.purchases)).toBeCloseTo(pAlive(3, 50, 200, expected.purchases), 4);
      expect(lifetimeValue(probe, found)! / lifetimeValue(probe, expected)!).toBeCloseTo(1, 4);
    }
    // One on a ridge, and one that is not.
    const leavings = ['EUR', 'USD'].map(async currency => (await paramsOf(currency, 1)).unclear.includes('LEAVING'));
    expect(await Promise.all(leavings)).toEqual([true, false]);
    const rows = await stored();
    expect(rows).toHaveLength(histories.size);
    for (const row of rows) {
      const history = histories.get(row.email)!;
      expect(row.currency).toBe(history.currency);
      if (!['EUR', 'USD'].includes(history.currency)) {
        expect([row.churn_risk, row.lifetime_value, row.model_version]).toEqual([null, -Infinity, null]);
        continue;
      }
      const params = await paramsOf(history.currency, 1);
      expectRisk(row.churn_risk, history, params);
      expect(row.lifetime_value).toBeCloseTo(lifetimeValue(history, params)!, 6);
    }
  }, 60_000);

  it('leaves the scores right when purchases come in, by the parameters that are there', async () => {
    const more: Purchase[] = [
      { who: 'e3@fit.example', day: TODAY, amount: 500, currency: 'EUR' },
      { who: 'new@fit.example', day: TODAY - 3, amount: 20, currency: 'USD' },
    ];
    const before = new Map((await stored()).map(row => [row.email, row]));
    await record(more, bought.length);
    bought.push(...more);
    await refresh(world.sql);
    const after = await stored();
    for (const row of after) {
      if (!more.some(({ who }) => who === row.email)) {
        expect(row).toEqual(before.get(row.email));
        continue;
      }
      const history = historyOf(bought.filter(({ who }) => who === row.email));
      const params = await paramsOf(history.currency, 1);
      expectRisk(row.churn_risk, history, params);
      expect(row.lifetime_value).toBeCloseTo(lifetimeValue(history, params)!, 6);
      expect(row.lifetime_value).not.toBeCloseTo(before.get(row.email)?.lifetime_value ?? 0, 3);
    }
    expect(after).toHaveLength(before.size + 1);
  });

  it('makes a new version of each, and keeps the old one', async () => {
    await run();
    const versions = await world.sql.query('select currency, version from lifetime_model order by 1, 2');
    expect(versions.map(row => Object.values(row))).toEqual([
      ['EUR', 1],
      ['EUR', 2],
      ['USD', 1],
      ['USD', 2],
    ]);
    expect(new Set((await stored()).map(row => row.model_version))).toEqual(new Set([2, null]));
    const source =
      '{ lifetimeModels { currency version converged unclear sample population fittedAt purchases { r alpha a b } spend { p q gamma } } healthDefinition { version components { part weight } } none: healthDefinition(version: 99) { version } }';
    const { data, errors } = await graphql({ schema: createSchema(), source, contextValue: world.fork() });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      lifetimeModels: [
        { currency: 'EUR', version: 2, ...(await paramsOf('EUR', 2)) },
        { currency: 'USD', version: 2, ...(await paramsOf('USD', 2)) },
      ],
      healthDefinition: { version: 2, components: HEALTH_PARTS.map(part => ({ part })) },
      none: null,
    });
  });

  it('says why somebody has no churn risk', async () => {
    await world.sql.query(`update customer_score set churn_risk = null, purchases = 0 where customer_id = (
      select min(customer_id) from customer_score where currency = 'SEK')`);
    const source =
      'query ($after: String) { customers(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { emails scores { churnRisk churnRiskMissing } } } }';
    const nodes: { emails: string[]; scores: Record<string, unknown> }[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data, errors } = await graphql({
        schema: createSchema(),
        source,
        contextValue: world.fork(),
        variableValues: { after },
      });
      expect(errors).toBeUndefined();
      const page = (
        data as { customers: { nodes: typeof nodes; pageInfo: { hasNextPage: boolean; endCursor: string } } }
      ).customers;
      nodes.push(...page.nodes);
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }
    const rows = new Map((await stored()).map(row => [row.email, row]));
    const seen = new Set<unknown>();
    for (const { emails, scores } of nodes) {
      const { purchases, currency, churn_risk } = rows.get(emails[0]!)!;
      const why =
        purchases === 0
          ? 'NO_PURCHASE'
          : purchases === 1
            ? 'ONE_PURCHASE'
            : currency === 'USD'
              ? null
              : currency === 'EUR'
                ? 'UNCLEAR_MODEL'
                : 'NO_MODEL';
      expect(scores).toEqual({ churnRisk: churn_risk, churnRiskMissing: why });
      expect(why === null).toBe(churn_risk !== null);
      seen.add(why);
    }
    expect([...seen].map(String).sort()).toEqual(['NO_MODEL', 'NO_PURCHASE', 'ONE_PURCHASE', 'UNCLEAR_MODEL', 'null']);
  });

  it('does not write what it made of purchases that have changed meanwhile', async () => {
    const { sql } = world;
    const ids = (
      await sql.query<{ id: number }>(`select id from customer where email in ('e4@fit.example', 'e5@fit.example')`)
    ).map(row => row.id);
    const scores = await scoreLifetimes(sql, ids, null);
    expect(scores).toHaveLength(2);
    const more = [{ who: 'e4@fit.example', day: TODAY, amount: 70, currency: 'EUR' }];
    await record(more, bought.length);
    bought.push(...more);
    await refresh(sql);
    const before = await stored();
    await writeScores(
      sql,
      scores.map(score => ({ ...score, churnRisk: 0.123 })),
    );
    const risk = (rows: Stored[], email: string) => rows.find(row => row.email === email)!.churn_risk;
    const after = await stored();
    expect(risk(after, 'e4@fit.example')).toBe(risk(before, 'e4@fit.example'));
    expect(risk(after, 'e5@fit.example')).toBe(0.123);
  });

  it('is due again after a first sync, and when a night was missed', async () => {
    const { sql } = world;
    await sql.query(`insert into connection (key, connector, name, config) values ('late', 'toy', 'late', '{}')`);
    const sync = (mode: string) =>
      sql.query(
        `insert into sync_run (connection_id, mode, trigger, status, finished_at)
         select id, $1, 'MANUAL', 'SUCCEEDED', now() from connection where key = 'late'`,
        [mode],
      );
    const done = () =>
      sql.query(`update setting set value = jsonb_build_object('startedAt', now()) where key = 'lifetime'`);
    expect(await isFitDue(sql)).toBe(false);
    await sync('INCREMENTAL');
    expect(await isFitDue(sql)).toBe(true);
    await done();
    await sync('INCREMENTAL');
    expect(await isFitDue(sql)).toBe(false);
    await sync('FULL');
    expect(await isFitDue(sql)).toBe(true);
    await done();
    await sql.query(
      `update setting set value = jsonb_build_object('startedAt', now() - interval '31 hours') where key = 'lifetime'`,
    );
    expect(await isFitDue(sql)).toBe(true);
    await sql.query('insert into change_mark (subject) select id from customer limit 1');
    expect(await isFitDue(sql)).toBe(false);
  });
});
