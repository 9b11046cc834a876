// Maps, touchpoints and paths of random visits are what a plain count over the same rows finds.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMap } from '../../../../src/derive/journeys/map.ts';
import type { MapRequest } from '../../../../src/derive/journeys/map-request.ts';
import { readPaths } from '../../../../src/derive/journeys/paths.ts';
import { Random } from '../../../../src/run/sandbox/random.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection, insertInteraction } from '../../../support/rows.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 6, 1, 12);
const STAGES = ['look', 'buy', 'stay', 'praise'];
const FLOOR = 5;

interface Visit {
  customer: number;
  run: number;
  stage: number;
  at: number;
  until: number;
  started: number;
  seconds: number | null;
  withPrevious: boolean;
  withFirst: boolean;
}
interface Touch {
  id: number;
  customer: number;
  at: number;
  touchpoint: string | null;
  kind: string;
  channel: string;
  sentiment: number | null;
}
interface Fact {
  customer: number;
  at: number;
  score: number;
  touchpoint: string;
  channel: string;
}

let world: TestContext;
let journey: number;
const countries = new Map<number, string>();
const visits: Visit[] = [];
const touches: Touch[] = [];
const facts: Fact[] = [];
const iso = (at: number) => (at === Number.POSITIVE_INFINITY ? 'infinity' : new Date(at).toISOString());

/** Runs follow each other; stages of a run come in any order, each at most once. */
function randomVisits(random: Random, customer: number): Visit[] {
  const own: Visit[] = [];
  let at = NOW - random.int(100, 1400) * HOUR;
  for (let run = 1; run <= random.int(1, 3); run++) {
    const order = STAGES.map((_, stage) => stage).filter(() => random.chance(0.6));
    if (order.length === 0) order.push(0);
    if (random.chance(0.3)) order.reverse();
    const started = at;
    let before: number | null = null;
    for (const stage of order) {
      own.push({
        ...{ customer, run, stage, at, started, until: Number.POSITIVE_INFINITY },
        seconds: before === null ? null : (at - before) / 1000,
        ...{ withPrevious: false, withFirst: false },
      });
      before = at;
      at += random.int(1, 150) * HOUR;
    }
  }
  const past = own.filter(visit => visit.at <= NOW);
  const has = (run: number, stage: number) => past.some(visit => visit.run === run && visit.stage === stage);
  return past.map((visit, i) => ({
    ...visit,
    until: past[i + 1]?.at ?? visit.until,
    withPrevious: visit.stage === 0 || has(visit.run, visit.stage - 1),
    withFirst: has(visit.run, 0),
  }));
}

beforeAll(async () => {
  world = await createTestContext({ now: () => new Date(NOW) });
  const { sql } = world;
  const random = Random.of(11, 'journey maps');
  const hub = await insertConnection(sql, 'hubspot');
  const stages = STAGES.map(key => ({ key, name: key, phase: 'PURCHASE', rule: { interaction: {} } }));
  journey = await insert(sql, 'journey', { key: 'j', name: 'J', mode: 'ANY_ORDER', stages: JSON.stringify(stages) });
  await sql.query(`insert into journey_state values ($1, 1, now())`, [journey]);
  for (let i = 0; i < 60; i++) {
    const country = random.pick(['DE', 'FR', 'US'] as const);
    const customer = await insert(sql, 'customer', { display_name: `c${i}`, country });
    countries.set(customer, country);
    visits.push(...randomVisits(random, customer));
    for (let n = random.int(0, 12); n > 0; n--) {
      const at = NOW - random.int(-50, 1400) * HOUR;
      const touch = {
        ...{ customer, at, kind: random.pick(['VISIT', 'CALL'] as const) },
        touchpoint: random.chance(0.3) ? null : random.pick(['home', 'shop'] as const),
        channel: random.pick(['WEB', 'PHONE'] as const),
        sentiment: random.chance(0.5) ? random.int(-10, 10) / 10 : null,
      };
      const { touchpoint, kind, channel, sentiment } = touch;
      const values = { customer_id: customer, occurred_at: iso(at), touchpoint, kind, channel, sentiment };
      touches.push({ ...touch, id: await insertInteraction(sql, hub, values) });
    }
    for (let n = random.int(0, 4); n > 0; n--)
      facts.push({
        ...{ customer, at: NOW - random.int(1, 1400) * HOUR, score: random.int(0, 10) },
        ...{ touchpoint: random.pick(['home', 'shop'] as const), channel: random.pick(['WEB', 'PHONE'] as const) },
      });
  }
  for (const { customer, run, stage, at, until, started, seconds, withPrevious, withFirst } of visits)
    await sql.query(`insert into journey_visit values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
      ...[journey, customer, run, stage, iso(at), iso(until), iso(started), seconds, withPrevious, withFirst],
    ]);
  for (const [i, { customer, at, score, touchpoint, channel }] of facts.entries())
    await insert(sql, 'metric_fact', {
      ...{ source_id: 90_000 + i, item: 0, kind: 'NPS', subject: customer, at: iso(at), value: score },
      ...{ sign: score >= 9 ? 1 : score <= 6 ? -1 : 0, bin: score * 100, unit: '0..10', touchpoint, channel },
      ...{ connection_id: hub, country: countries.get(customer) },
    });
});
afterAll(() => world.close());

const isIn = (at: number, [lo, hi]: readonly [number, number]) => at >= lo && at < hi;
const distinct = <T>(values: readonly T[]) => new Set(values).size;
const middle = (values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)]!, sorted[Math.ceil((sorted.length - 1) / 2)]!];
  return (low + high) / 2;
};
const npsOf = (some: readonly Fact[]) => {
  const promoters = some.filter(({ score }) => score >= 9).length;
  const detractors = some.filter(({ score }) => score <= 6).length;
  const shown = distinct(some.map(({ customer }) => customer)) >= FLOOR;
  return { n: some.length, value: shown ? (100 * (promoters - detractors)) / some.length : null };
};
/** The visits in which something of a customer fell. */
const visitOf = (thing: { customer: number; at: number }) =>
  visits.find(visit => visit.customer === thing.customer && visit.at <= thing.at && thing.at < visit.until);

/** How long after the stage before each run came, or how long it was watched; by the hour for two days, then by the day. */
function watchedTimes(some: readonly Visit[], stage: number): { time: number; came: boolean }[] {
  return some
    .filter(visit => visit.stage === stage - 1)
    .map(visit => {
      const next = some.find(one => one.stage === stage && one.customer === visit.customer && one.run === visit.run);
      const seconds = Math.max(0, (next?.at ?? NOW) - visit.at) / 1000;
      const grain = seconds < 172_800 ? 3600 : 86_400;
      return { time: Math.floor(seconds / grain) * grain, came: next !== undefined };
    });
}
type Watched = ReturnType<typeof watchedTimes>;

/** At least ten of each are still watched then. */
function commonTime(...sides: Watched[]): number | null {
  const last = sides.map(side => {
    const times = side.map(({ time }) => time).filter(time => side.filter(one => one.time >= time).length >= 10);
    return times.length > 0 ? Math.max(...times) : null;
  });
  return last.includes(null) ? null : Math.min(...(last as number[]));
}

/** Kaplan–Meier by the book: one minus the product of who did not come among those still watched. */
function shareWithin(side: Watched, horizon: number | null): number | null {
  if (horizon === null) return null;
  let left = 1;
  for (const time of [...new Set(side.map(one => one.time))].sort((a, b) => a - b)) {
    if (time > horizon) break;
    const watched = side.filter(one => one.time >= time);
    left *= 1 - watched.filter(one => one.time === time && one.came).length / watched.length;
  }
  return 1 - left;
}

/** Each run as the list of its stages in time, with nothing before the first and after the last. */
function flowsOf(some: readonly Visit[]) {
  const steps = [...Map.groupBy(some, ({ customer, run }) => `${customer} ${run}`).values()].flatMap(run => {
    const stops = run.toSorted((a, b) => a.at - b.at);
    return [null, ...stops].map((from, i) => ({ from, to: stops[i] ?? null }));
  });
  const place = (visit: Visit | null, none: number) => visit?.stage ?? none;
  const order = ({ from, to }: (typeof steps)[number]) => 10 * place(from, -1) + place(to, 9);
  return [...Map.groupBy(steps, order)]
    .sort(([a], [b]) => a - b)
    .map(([, same]) => {
      const { from, to } = same[0]!;
      const leaving = steps.filter(step => place(step.from, -1) === place(from, -1));
      const isShown = from && to && distinct(same.map(step => step.to!.customer)) >= FLOOR;
      return {
        from: from && STAGES[from.stage]!,
        to: to && STAGES[to.stage]!,
        runs: same.length,
        share: same.length / leaving.length,
        medianSeconds: isShown ? middle(same.map(step => (step.to!.at - step.from!.at) / 1000)) : null,
      };
    });
}

const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 9));

const CASES: [string, number, string | null][] = [
  ['P20D', 20, null],
  ['P40D', 40, 'DE'],
  ['P58D', 58, null],
  ['P10D', 10, 'US'],
  ['P1D', 1, 'FR'],
];
const requestOf = (last: string, country: string | null): MapRequest => ({
  during: { last },
  where: country === null ? null : { country: [country] },
});

it.each(CASES)('the map of the last %s', async (last, days, country) => {
  const wanted = {
    ...{ stageMetrics: ['NPS'] as const, stageIndices: [] },
    ...{ touchpoints: [1000], touchpointMetrics: ['NPS'] as const, flows: true },
  };
  const request = { ...requestOf(last, country), compareTo: 'PREVIOUS_PERIOD' };
  const map = await readMap(world.fork(), journey, request, wanted);
  const isMeant = ({ customer }: { customer: number }) => country === null || countries.get(customer) === country;
  const length = days * 24 * HOUR;
  const span = [NOW - length, NOW] as const;
  const runs = (of: readonly [number, number]) => visits.filter(visit => isMeant(visit) && isIn(visit.started, of));
  const [own, before] = [runs(span), runs([NOW - 2 * length, NOW - length])];
  expect(map.entered).toBe(distinct(own.map(({ customer, run }) => `${customer} ${run}`)));
  expect(map.customers).toBe(distinct(own.map(({ customer }) => customer)));
  const at = (some: readonly Visit[], stage: number) => some.filter(visit => visit.stage === stage);
  const came = (some: readonly Visit[], stage: number) => {
    const reached = at(some, stage - 1);
    const both = reached.filter(visit =>
      at(some, stage).some(next => next.customer === visit.customer && next.run === visit.run),
    );
    return { all: reached.length, some: both.length, share: reached.length ? both.length / reached.length : null };
  };
  for (const [i, stage] of map.stages.entries()) {
    const here = at(own, i);
    const timed = here.filter(({ seconds }) => seconds !== null);
    const now = i === 0 ? null : came(own, i);
    const then = i === 0 ? null : came(before, i);
    const [ofOwn, ofBefore] = i === 0 ? [[], []] : [watchedTimes(own, i), watchedTimes(before, i)];
    const common = commonTime(ofOwn, ofBefore);
    expect(stage.reached).toBe(here.length);
    expect(stage.dropOff).toBe(now ? now.all - now.some : 0);
    expect(stage.conversionFromPrevious).toBe(now?.share ?? null);
    const firsts = here.filter(visit => at(own, 0).some(v => v.customer === visit.customer && v.run === visit.run));
    expect(stage.conversionFromStart).toBe(at(own, 0).length ? firsts.length / at(own, 0).length : null);
    expect(stage.medianSecondsFromPrevious).toBe(
      distinct(timed.map(({ customer }) => customer)) >= FLOOR ? middle(timed.map(({ seconds }) => seconds!)) : null,
    );
    expect(stage.comparison).toMatchObject({
      reached: at(before, i).length,
      conversionFromPrevious: then?.share ?? null,
      conversionWithin: close(shareWithin(ofOwn, common)),
      baselineConversionWithin: close(shareWithin(ofBefore, common)),
      difference: common === null ? null : close(shareWithin(ofOwn, common)! - shareWithin(ofBefore, common)!),
    });
    expect(stage.conversionWithin).toEqual(close(shareWithin(ofOwn, commonTime(ofOwn))));
    // Few runs on either side: nothing to rely on.
    expect(stage.comparison!.significant).toBeNull();
    expect(stage.comparison!.pValue === null).toBe(stage.comparison!.notTested !== null);
    const felt = facts.filter(fact => isMeant(fact) && isIn(fact.at, span) && visitOf(fact)?.stage === i);
    const { n, value } = npsOf(felt);
    const shown = stage.metrics.get('NPS')!;
    expect([shown.n, shown.value?.toFixed(9) ?? null]).toEqual([n, value?.toFixed(9) ?? null]);
  }
  expect(map.flows).toEqual(flowsOf(own));
  const touched = touches.filter(touch => isMeant(touch) && isIn(touch.at, span) && visitOf(touch));
  const place = (stage: number, touchpoint: string, named: boolean, channel: string) =>
    [STAGES[stage], touchpoint, named, channel].join();
  const placeOf = (touch: Touch) =>
    place(visitOf(touch)!.stage, touch.touchpoint ?? touch.kind, touch.touchpoint !== null, touch.channel);
  expect(map.touchpoints).toHaveLength(distinct(touched.map(placeOf)));
  for (const { stage, touchpoint, named, channel, ...found } of map.touchpoints) {
    const name = [stage.key, touchpoint, named, channel].join();
    const same = touched.filter(touch => placeOf(touch) === name);
    const scored = same.filter(({ sentiment }) => sentiment !== null);
    expect([found.interactions, found.customers]).toEqual([same.length, distinct(same.map(touch => touch.customer))]);
    const isShown = distinct(scored.map(({ customer }) => customer)) >= FLOOR;
    const mean = isShown ? scored.reduce((sum, touch) => sum + touch.sentiment!, 0) / scored.length : null;
    expect(found.sentiment?.toFixed(9) ?? null).toBe(mean?.toFixed(9) ?? null);
    const felt = facts.filter(
      fact =>
        named &&
        isMeant(fact) &&
        isIn(fact.at, span) &&
        visitOf(fact) !== undefined &&
        place(visitOf(fact)!.stage, fact.touchpoint, true, fact.channel) === name,
    );
    expect(found.metrics.get('NPS')!.n).toBe(felt.length);
  }
});

it.each(CASES)('the paths of the last %s', async (last, days, country) => {
  const paths = await readPaths(world.fork(), journey, { ...requestOf(last, country), first: 100 });
  const span = [NOW - days * 24 * HOUR, NOW] as const;
  const runs = Map.groupBy(
    visits.filter(v => isIn(v.started, span) && (country === null || countries.get(v.customer) === country)),
    ({ customer, run }) => `${customer} ${run}`,
  );
  const everyone = distinct([...runs.values()].map(([first]) => first!.customer));
  const found = new Map<string, Set<number>>();
  for (const [first, ...others] of runs.values()) {
    const end = Math.max(first!.at, ...others.map(({ at }) => at));
    const names = touches
      .filter(({ customer, at }) => customer === first!.customer && at >= first!.started && at <= end)
      .sort((a, b) => a.at - b.at || a.id - b.id)
      .map(({ touchpoint, kind }) => touchpoint ?? kind);
    const path = names.filter((name, i) => name !== names[i - 1]).slice(0, 10);
    const key = JSON.stringify(path);
    found.set(key, (found.get(key) ?? new Set()).add(first!.customer));
  }
  expect(Object.fromEntries(paths.map(path => [JSON.stringify(path.touchpoints), path.customers]))).toEqual(
    Object.fromEntries([...found].map(([path, customers]) => [path, customers.size])),
  );
  expect(paths.map(({ customers }) => customers)).toEqual(paths.map(p => p.customers).sort((a, b) => b - a));
  for (const { customers, share } of paths) expect(share).toBeCloseTo(customers / everyone, 12);
});
