// A cohort table of any small company is what one gets by following each customer by hand.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRetention } from '../../../../../src/derive/metrics/cohorts/report.ts';
import type { RetentionRequest } from '../../../../../src/derive/metrics/cohorts/request.ts';
import type { MetricFilter } from '../../../../../src/derive/metrics/filter.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { bucketsOf, periodOf } from '../../../../support/recount/calendar.ts';
import { directionOf, groupsOfPerson, ownerOf } from '../../../../support/recount/items.ts';
import { segmentsOfPerson } from '../../../../support/recount/memberships.ts';
import { ZONES } from '../../../../support/recount/question.ts';
import { store } from '../../../../support/recount/store.ts';
import { NOW, type World, world } from '../../../../support/recount/world.ts';

const FLOOR = 3;

let database: TestContext;
beforeAll(async () => {
  database = await createTestContext({ now: () => new Date(NOW) });
});
afterAll(() => database.close());

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const during = fc.oneof(
  fc
    .record({
      from: pick('2023-06-01', '2024-02-01', '2025-10-20'),
      to: pick('2025-12-31', '2026-02-10', '2026-06-30'),
      timeZone: pick('UTC', ...ZONES),
    })
    .map(period => period),
  pick({ last: 'P1Y' }, { last: 'P2Y' }),
);
const where: fc.Arbitrary<MetricFilter | undefined> = pick(
  undefined,
  undefined,
  { country: ['DE', 'FR'] },
  { lifecycleStage: ['CUSTOMER'], segment: 'segment-0' },
);
const question: fc.Arbitrary<RetentionRequest> = fc.record({
  cohort: pick('MONTH', 'QUARTER', 'YEAR'),
  during,
  of: pick('PURCHASE', 'PURCHASE', 'CONTACT'),
  periods: pick(1, 5, 12),
  where,
});

it('equals customers followed by hand', async () => {
  const tally = { rows: 0, cells: 0, returned: 0, withheld: 0, incomplete: 0, cut: 0, averaged: 0, contacts: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.noBias(world),
      fc.noBias(fc.array(question, { minLength: 14, maxLength: 14 })),
      async (company, all) => {
        await store(database.sql, company);
        for (const request of all) {
          const ctx = { ...database.fork(), reporting: { minReport: FLOOR, minReliable: 6 } };
          const { rows, average } = await readRetention(ctx, request);
          const told = tell(company, request);
          const text = JSON.stringify(request);
          const plain = rows.map(({ cells, ...row }) => ({
            ...row,
            cells: cells.map(({ interval, ...cell }) => {
              expect(interval === null).toBe(cell.share === null);
              if (interval) expect(interval.low <= cell.share! && cell.share! <= interval.high).toBe(true);
              return cell;
            }),
          }));
          expect(plain, text).toEqual(told.rows);
          expect(
            average.map(({ interval: _, ...cell }) => cell),
            text,
          ).toEqual(told.average);
          for (const row of told.rows) {
            tally.rows += row.n > 0 ? 1 : 0;
            tally.withheld += row.suppressed ? 1 : 0;
            tally.cut += row.complete ? 0 : 1;
            tally.cells += row.cells.length;
            tally.incomplete += row.cells.filter(({ complete }) => !complete).length;
            const returned = row.cells.reduce((sum, cell) => sum + (cell.returned ?? 0), 0);
            tally.returned += returned;
            if (request.of === 'CONTACT') tally.contacts += returned;
          }
          tally.averaged += told.average.filter(({ n }) => n > 0).length;
        }
      },
    ),
    { numRuns: 2, seed: 49, endOnFailure: true },
  );
  // Nothing of this is true of nothing.
  for (const [name, count] of Object.entries(tally)) expect([name, count > 10]).toEqual([name, true]);
}, 120_000);

/** When each customer came, by the words of the schema. */
function visitsOf(company: World, of: RetentionRequest['of']): Map<number, number[]> {
  const visits = new Map<number, number[]>();
  const note = (person: number | null, at: number) => {
    const owner = ownerOf(company, person);
    if (owner !== null && at <= NOW) visits.set(owner, [...(visits.get(owner) ?? []), at]);
  };
  for (const [i, one] of company.happenings.entries()) {
    const isContact = one.kind !== 'NOTE' && directionOf(i) !== 'OUTBOUND';
    if (of === 'CONTACT' ? isContact : one.kind === 'PURCHASE' && one.amount !== null) note(one.person, one.at);
  }
  if (of === 'CONTACT') for (const one of company.cases) note(one.person, one.at);
  return visits;
}

function tell(company: World, { cohort, during: asked, of, periods, where: filter = {} }: RetentionRequest) {
  const zone = asked.timeZone ?? 'UTC';
  const every = cohort!;
  const cohorts = bucketsOf(periodOf(asked, NOW), every, zone).filter(({ lo }) => lo < NOW);
  // A long period has the same buckets, none of them cut off.
  const calendar = bucketsOf(periodOf({ from: '2023-01-01', to: '2027-12-31', timeZone: zone }, NOW), every, zone);
  const customers = [...visitsOf(company, of)].filter(([person]) => {
    const groups = groupsOfPerson(company, person);
    const { country, lifecycleStage, segment } = filter!;
    return (
      (country == null || country.includes(groups.COUNTRY!)) &&
      (lifecycleStage == null || lifecycleStage.includes(groups.LIFECYCLE_STAGE!)) &&
      (segment == null || segmentsOfPerson(company, person).includes(segment))
    );
  });
  const rows = cohorts.map(({ lo, hi, start, end }) => {
    const place = calendar.findIndex(one => one.lo <= lo && lo < one.hi);
    const own = calendar[place]!;
    const complete = own.lo === lo && own.hi === hi && hi <= NOW;
    const members = customers.filter(([, visits]) => {
      const first = Math.min(...visits);
      return first >= lo && first < hi;
    });
    const n = members.length;
    const suppressed = n > 0 && n < FLOOR;
    const cells = calendar
      .slice(place + 1, place + 1 + periods!)
      .filter(period => period.lo < NOW)
      .map((period, k) => {
        const returned = members.filter(([, visits]) => visits.some(at => at >= period.lo && at < period.hi)).length;
        return {
          ...{ period: k + 1, start: period.start, end: period.end },
          complete: complete && period.hi <= NOW,
          returned: suppressed ? null : returned,
          share: n === 0 || suppressed ? null : returned / n,
        };
      });
    return { start, end, complete, n, suppressed, reliable: n >= 6, cells };
  });
  const average = Array.from({ length: periods! }, (_, k) => {
    const among = rows.filter(({ n, cells }) => n >= FLOOR && cells[k]?.complete);
    const n = among.reduce((sum, row) => sum + row.n, 0);
    const returned = among.reduce((sum, { cells }) => sum + cells[k]!.returned!, 0);
    return {
      ...{ period: k + 1, cohorts: among.length, n, reliable: n >= 6 },
      returned: n > 0 ? returned : null,
      share: n > 0 ? returned / n : null,
    };
  });
  return { rows, average };
}
