// The backlog of any small company at any moments is what one gets by looking at every case.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BacklogPoint, readBacklog } from '../../../../../src/derive/metrics/backlog/report.ts';
import type { BacklogRequest } from '../../../../../src/derive/metrics/backlog/request.ts';
import type { Dimension } from '../../../../../src/derive/metrics/dimensions.ts';
import type { MetricFilter } from '../../../../../src/derive/metrics/filter.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { bucketsOf, periodOf } from '../../../../support/recount/calendar.ts';
import { groupsOfPerson, ownerOf } from '../../../../support/recount/items.ts';
import { segmentsOfPerson, stagesAt } from '../../../../support/recount/memberships.ts';
import { ZONES } from '../../../../support/recount/question.ts';
import { ID, SOURCES, store } from '../../../../support/recount/store.ts';
import { type Case, NOW, type World, world } from '../../../../support/recount/world.ts';

const FLOOR = 3;
const DAY = 86_400;
const MONTH = Date.UTC(2026, 2, 1);

let database: TestContext;
beforeAll(async () => {
  database = await createTestContext({ now: () => new Date(NOW) });
});
afterAll(() => database.close());

const DIMENSIONS: readonly Dimension[] = [
  ...(['CHANNEL', 'TOUCHPOINT', 'CASE_PRIORITY', 'SOURCE'] as const),
  ...(['COUNTRY', 'LANGUAGE', 'ACCOUNT_INDUSTRY', 'SEGMENT', 'JOURNEY_STAGE'] as const),
];
const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const when = fc.oneof(
  fc.integer({ min: 0, max: 230 }).map(days => ({ at: new Date(NOW - days * DAY * 1000 - days) })),
  fc.constant({}),
  fc.constant({ at: new Date(MONTH - 1) }),
  fc.constant({ during: { last: 'P3W' }, every: 'WEEK' as const }),
  fc
    .record({
      zone: fc.oneof(fc.constant('UTC'), pick(...ZONES)),
      from: pick('2025-09-20', '2026-02-27', '2026-04-20'),
      every: pick('DAY', 'MONTH', 'QUARTER'),
    })
    .map(({ zone, from, every }) => ({ during: { from, to: '2026-05-20', timeZone: zone }, every: every as 'DAY' })),
);
const where: fc.Arbitrary<MetricFilter | undefined> = pick(
  undefined,
  undefined,
  { channel: ['EMAIL', 'WEB'] },
  { source: ['beta'], touchpoint: ['checkout'] },
  { country: ['DE', 'FR'], segment: 'segment-1' },
);
const question: fc.Arbitrary<BacklogRequest> = fc
  .record({ when, where, by: fc.shuffledSubarray([...DIMENSIONS], { maxLength: 2 }) })
  .map(({ when: moment, ...rest }) => ({ ...moment, ...rest }));

/** Every third case of these says nothing of itself but that it was opened. */
const hasStatus = (i: number) => i % 3 > 0;

it('equals a look at every case', async () => {
  const tally = { points: 0, open: 0, withheld: 0, uncertain: 0, unclear: 0, opened: 0, resolved: 0, reversed: 0 };
  const questions = fc.array(question, { minLength: 14, maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(fc.noBias(world), fc.noBias(questions), async (random, all) => {
      const company = onBorders(random);
      await store(database.sql, company);
      await database.sql.query(
        `update interaction set status = 'any' where kind = 'SUPPORT_CASE' and (id - $1) % 3 > 0`,
        [ID.case],
      );
      for (const request of all) {
        const ctx = { ...database.fork(), reporting: { minReport: FLOOR, minReliable: 30 } };
        const { groups } = await readBacklog(ctx, request);
        const said = new Map(groups.map(({ by, points }) => [by.map(({ key }) => key).join('|'), points]));
        const told = tell(company, request);
        const text = JSON.stringify(request);
        expect([...said.keys()].sort(), text).toEqual([...told.keys()].sort());
        for (const [name, points] of told) {
          expect(said.get(name)!.map(plain), `${text} ${name}`).toEqual(points);
          for (const point of points) {
            tally.points += 1;
            for (const key of ['open', 'uncertain', 'unclear', 'opened', 'resolved'] as const)
              tally[key] += point[key] ?? 0;
            if (point.suppressed) tally.withheld += 1;
          }
        }
      }
      tally.reversed += company.cases.filter(({ at, resolvedAt }) => resolvedAt !== null && resolvedAt < at).length;
    }),
    { numRuns: 3, seed: 48, endOnFailure: true },
  );
  // Nothing of this is true of nothing.
  for (const [name, count] of Object.entries(tally)) expect([name, count > 10]).toEqual([name, true]);
}, 120_000);

/** Some things happen just when a month begins, or just before. */
function onBorders(company: World): World {
  const moved = (one: Case, i: number): Case => {
    if (i % 10 === 0) return { ...one, at: MONTH - (i % 20 === 0 ? 1 : 0) };
    return i % 10 === 1 && one.resolvedAt !== null ? { ...one, resolvedAt: MONTH - (i % 20 === 1 ? 1 : 0) } : one;
  };
  return { ...company, cases: company.cases.map(moved) };
}

type Plain = Omit<BacklogPoint, 'missing' | 'at' | 'ages'> & { at: number; ages: number[] | null };

function plain({ missing, at, ages, ...point }: BacklogPoint): Plain {
  expect(missing.length).toBe((point.uncertain > 0 ? 1 : 0) + (point.unclear > 0 ? 1 : 0));
  return { ...point, at: at.getTime(), ages: ages?.map(({ open }) => open) ?? null };
}

/** By the words of the schema, case by case. */
function tell(
  company: World,
  { at, during, every, by = [], where: filter = {} }: BacklogRequest,
): Map<string, Plain[]> {
  const moments = during
    ? bucketsOf(periodOf(during, NOW), every!, during.timeZone ?? 'UTC')
        .filter(({ lo }) => lo < NOW)
        .map(({ lo, hi, start, end }) => ({ start, end, from: lo, at: hi <= NOW ? hi - 1 : NOW, over: hi <= NOW }))
    : [{ start: null, end: null, from: null, at: at?.getTime() ?? NOW, over: true }];
  const whole = during ? wholeBuckets(during, every!) : null;
  const groups = new Map<string, number[]>();
  if (by!.length === 0) groups.set('', []);
  const newest = moments.at(-1)!.at;
  const oldest = moments[0]!.from ?? moments[0]!.at;
  for (const [i, one] of company.cases.entries()) {
    const owner = ownerOf(company, one.person);
    const values: Record<string, readonly string[]> = {
      ...Object.fromEntries(Object.entries(groupsOfPerson(company, owner)).map(([name, value]) => [name, [value]])),
      ...{ CHANNEL: [one.channel], TOUCHPOINT: [one.touchpoint ?? ''], CASE_PRIORITY: [one.priority ?? ''] },
      ...{ SOURCE: [SOURCES[one.source]!], SEGMENT: segmentsOfPerson(company, owner) },
      JOURNEY_STAGE: stagesAt(company, owner, one.at),
    };
    const has = (dimension: string, wanted: readonly string[] | null | undefined) =>
      !wanted || values[dimension]!.some(value => wanted.includes(value));
    const { channel, source, touchpoint, country, segment } = filter!;
    if (!has('CHANNEL', channel) || !has('SOURCE', source) || !has('TOUCHPOINT', touchpoint)) continue;
    if (!has('COUNTRY', country) || !has('SEGMENT', segment == null ? null : [segment])) continue;
    // Whatever is neither open at one of the moments nor moves between them makes no group.
    const end = endOf(one);
    if (one.at > newest || end < oldest || (moments[0]!.from === null && end <= oldest)) continue;
    const names = by!.reduce<string[][]>(
      (lists, name) => lists.flatMap(list => values[name]!.map(v => [...list, v])),
      [[]],
    );
    for (const name of names.map(list => list.join('|'))) groups.set(name, [...(groups.get(name) ?? []), i]);
  }
  return new Map(
    [...groups].map(([name, places]) => {
      const points = moments.map((moment): Plain => {
        const cases = places.map(i => ({ ...company.cases[i]!, i })).filter(({ at: opened }) => opened <= moment.at);
        const clear = cases.filter(({ i, resolvedAt }) => resolvedAt !== null || hasStatus(i));
        const open = clear.filter(one => endOf(one) > moment.at);
        const ages = open.map(one => (moment.at - one.at) / 1000).sort((a, b) => a - b);
        const people = new Set(open.map(({ person, i }) => ownerOf(company, person) ?? `case ${i}`)).size;
        const suppressed = open.length > 0 && people < FLOOR;
        const shown = <T>(value: T) => (suppressed ? null : value);
        const rank = (share: number) => ages[Math.ceil(ages.length * share) - 1] ?? null;
        const within = (low: number, high: number) => ages.filter(age => age >= low * DAY && age < high * DAY).length;
        const moved = (value: number) => moment.from !== null && value >= moment.from && value <= moment.at;
        return {
          at: moment.at,
          start: moment.start,
          end: moment.end,
          complete: moment.over && (whole === null || whole.has(moment.start!)),
          open: open.length,
          opened: moment.from === null ? null : clear.filter(one => moved(one.at)).length,
          resolved:
            moment.from === null ? null : clear.filter(one => one.resolvedAt !== null && moved(endOf(one))).length,
          medianAge: shown(rank(0.5)),
          p90Age: shown(rank(0.9)),
          oldestAge: shown(ages.at(-1) ?? null),
          ages: shown([within(0, 1), within(1, 3), within(3, 7), within(7, 30), within(30, Number.POSITIVE_INFINITY)]),
          suppressed,
          uncertain: open.filter(one => one.reopened !== 0 && (one.resolvedAt !== null || moment.at < NOW)).length,
          unclear: cases.length - clear.length,
        };
      });
      return [name, points];
    }),
  );
}

/** Of a clock that runs backwards: when it was opened. */
const endOf = ({ at, resolvedAt }: Case) => (resolvedAt === null ? Number.POSITIVE_INFINITY : Math.max(at, resolvedAt));

/** First days of those that no end of the period cuts off: a longer period has the very same. */
function wholeBuckets(
  during: NonNullable<BacklogRequest['during']>,
  every: NonNullable<BacklogRequest['every']>,
): Set<string> {
  const zone = during.timeZone ?? 'UTC';
  const name = ({ lo, hi }: { lo: number; hi: number }) => `${lo} ${hi}`;
  const long = { from: '2024-01-01', to: '2027-12-31', timeZone: zone };
  const all = new Set(bucketsOf(periodOf(long, NOW), every, zone).map(name));
  return new Set(
    bucketsOf(periodOf(during, NOW), every, zone)
      .filter(one => all.has(name(one)))
      .map(({ start }) => start),
  );
}
