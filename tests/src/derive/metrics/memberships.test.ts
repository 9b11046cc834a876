// Segments and stages in reports: their names, what of them is not told yet, and components that have some of their own.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIndex } from '../../../../src/derive/metrics/index/read.ts';
import { saveIndex } from '../../../../src/derive/metrics/index/save.ts';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { store } from '../../../support/recount/store.ts';
import { NOW, world } from '../../../support/recount/world.ts';

const DURING = { from: '2025-10-01', to: '2026-04-30' };
const STAGE = { journey: 'journey-0', stage: 'b' };

let database: TestContext;
beforeAll(async () => {
  database = await createTestContext({ now: () => new Date(NOW) });
  const [random] = fc.sample(fc.noBias(world), { numRuns: 1, seed: 5 });
  const [one, other] = [random!.segments[0]!, random!.segments[1]!];
  // The third segment has those who are in both others.
  const both = one.filter(person => other.includes(person));
  expect(both.length).toBeGreaterThan(3);
  await store(database.sql, { ...random!, segments: [one, other, both] });
  const component = (where: object) => [{ metric: 'NPS' as const, weight: 1, where }];
  for (const [key, where] of Object.entries({ one: { segment: 'segment-0' }, stage: { journeyStage: STAGE } }))
    await saveIndex(database.fork(), { key, name: key, components: component(where) });
  await saveIndex(database.fork(), { key: 'journey', name: 'J', components: component({ journey: 'journey-0' }) });
});
afterAll(() => database.close());

const ctx = () => ({ ...database.fork(), reporting: { minReport: 1, minReliable: 30 } });
const nps = (request: Omit<ReportRequest, 'during'>) => readMetric(ctx(), 'NPS', { during: DURING, ...request });
const index = (key: string, request: Omit<ReportRequest, 'during'>) =>
  readIndex(ctx(), { key, during: DURING, ...request });

interface Grouped {
  readonly groups: readonly { readonly by: readonly { key: string }[]; readonly total: { readonly n: number } }[];
}
const counts = ({ groups }: Grouped) =>
  Object.fromEntries(groups.filter(({ total }) => total.n > 0).map(({ by, total }) => [by[0]?.key ?? '', total.n]));

describe('groups', () => {
  it('have the names of segments, and of journeys with their stages', async () => {
    const labels = ({ groups }: { groups: readonly { by: readonly { key: string; label: string }[] }[] }) =>
      groups.map(({ by }) => `${by[0]!.key}=${by[0]!.label}`).sort();
    expect(labels(await nps({ by: ['SEGMENT'] }))).toEqual([
      'segment-0=Segment 0',
      'segment-1=Segment 1',
      'segment-2=Segment 2',
    ]);
    expect(labels(await nps({ by: ['JOURNEY_STAGE'], where: { journey: 'journey-1' } }))).toEqual([
      'journey-1/x=Journey 1: X',
      'journey-1/y=Journey 1: Y',
    ]);
  });

  it('need as many statements as others, and read everyone once more to compare with them', async () => {
    const { statements } = database;
    const statementsOf = async (request: Omit<ReportRequest, 'during'>) => {
      statements.length = 0;
      await nps(request);
      return statements.length;
    };
    // The snapshot, its moment, the three of the columns, the names, what each customer did, and by what segments are made.
    expect(await statementsOf({ by: ['SEGMENT'], every: 'MONTH' })).toBe(8);
    expect(await statementsOf({ by: ['SEGMENT'], every: 'DAY' })).toBe(8);
    expect(await statementsOf({ by: ['SEGMENT', 'JOURNEY_STAGE'], compareTo: 'OVERALL' })).toBeLessThanOrEqual(10);
  });

  it('tell nothing of a journey that was saved and not walked since, nor of a segment that is gone', async () => {
    const { sql } = database;
    const asked = { by: ['JOURNEY_STAGE'] as const };
    const before = await nps(asked);
    expect(Math.abs(before.asOf.getTime() - Date.now())).toBeLessThan(60_000);
    await sql.query(`update journey set revision = 2 where key = 'journey-0'`);
    const stale = await nps(asked);
    expect(Object.keys(counts(stale)).sort()).toEqual(['journey-1/x', 'journey-1/y']);
    expect(counts(await nps({ where: { journeyStage: STAGE } }))).toEqual({});
    // Exact as of the last refresh only; what does not ask for stages is not concerned.
    const [stored] = await sql.query<{ at: string }>(
      `select value ->> 'asOf' as at from setting where key = 'refresh'`,
    );
    expect(stale.asOf).toEqual(new Date(stored!.at));
    expect((await index('journey', {})).asOf).toEqual(new Date(stored!.at));
    expect((await nps({})).asOf.getTime()).toBeGreaterThan(stale.asOf.getTime());
    await sql.query(`update journey set revision = 1 where key = 'journey-0'`);
    expect(counts(await nps(asked))).toEqual(counts(before));
    const [segment] = await sql.query<{ id: number }>(`delete from segment where key = 'segment-1' returning id`);
    expect(Object.keys(counts(await nps({ by: ['SEGMENT'] }))).sort()).toEqual(['segment-0', 'segment-2']);
    await sql.query(`insert into segment (id, key, name, rule) values ($1, 'segment-1', 'Segment 1', '{}')`, [
      segment!.id,
    ]);
  });
});

describe('a component with a filter of its own', () => {
  it('of a segment counts who is in both segments', async () => {
    const both = await nps({ by: ['COUNTRY'], where: { segment: 'segment-2' } });
    expect(counts(await index('one', { by: ['COUNTRY'], where: { segment: 'segment-1' } }))).toEqual(counts(both));
    expect(Object.keys(counts(both)).length).toBeGreaterThan(1);
  });

  it('of a stage counts what lay in both stages, by those of the journey that the report asks for', async () => {
    const both = await nps({ by: ['JOURNEY_STAGE'], where: { journey: 'journey-1', journeyStage: STAGE } });
    expect(counts(await index('stage', { by: ['JOURNEY_STAGE'], where: { journey: 'journey-1' } }))).toEqual(
      counts(both),
    );
    expect(Object.keys(counts(both)).sort()).toEqual(['journey-1/x', 'journey-1/y']);
    const other = { journeyStage: { journey: 'journey-0', stage: 'c' } };
    expect(counts(await index('stage', { where: other }))).toEqual({});
  });

  it('of a journey does not take the groups of others away', async () => {
    const found = counts(await index('journey', { by: ['JOURNEY_STAGE'] }));
    for (const stage of ['x', 'y']) {
      const where = { journey: 'journey-0', journeyStage: { journey: 'journey-1', stage } };
      expect(found[`journey-1/${stage}`]).toBe(counts(await nps({ where }))['']);
    }
    expect(Object.keys(found).some(key => key.startsWith('journey-0/'))).toBe(true);
  });
});
