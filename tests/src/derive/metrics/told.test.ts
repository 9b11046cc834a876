// Coverage: how much of what could have been measured the sources tell about, and what is said of the rest.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Counts, NOTHING } from '../../../../src/derive/metrics/counts.ts';
import { coverageOf } from '../../../../src/derive/metrics/coverage.ts';
import { definitionOf } from '../../../../src/derive/metrics/definitions.ts';
import type { Kind } from '../../../../src/derive/metrics/kinds.ts';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import { EMPTY, merge, type State } from '../../../../src/derive/metrics/state.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection, insertInteraction } from '../../../support/rows.ts';

const counts = (state: Partial<State>): Counts => ({ ...NOTHING, state: { ...EMPTY, ...state } });
const cell = (states: Partial<Record<Kind, Partial<State>>>) =>
  new Map(Object.entries(states).map(([kind, state]) => [kind as Kind, counts(state)]));
const reopenings = definitionOf('REOPEN_RATE');
const sf = { key: 'sf', name: 'Salesforce' };

describe('coverage', () => {
  it.each([
    [{}, 0, null, []],
    [{ REOPENING: { n: 4 } }, 4, 1, []],
    [
      { UNTOLD_REOPENING: { n: 4 } },
      0,
      0,
      ['4 of 4 resolved cases: not told whether they were reopened, by Salesforce (key sf)'],
    ],
    [
      { REOPENING: { n: 1468 }, UNTOLD_REOPENING: { n: 1204 } },
      1468,
      1468 / 2672,
      ['1,204 of 2,672 resolved cases: not told whether they were reopened, by Salesforce (key sf)'],
    ],
  ] as const)('of %j', (states, n, coverage, missing) => {
    expect(coverageOf(reopenings, cell(states), n, [{ ...sf, n: 1204 }])).toEqual({ coverage, missing });
  });

  it('of answers is all there is; of none, nothing', () => {
    expect(coverageOf(definitionOf('NPS'), cell({ NPS: { n: 3 } }), 3)).toEqual({ coverage: 1, missing: [] });
    expect(coverageOf(definitionOf('NPS'), undefined, 0)).toEqual({ coverage: null, missing: [] });
  });

  it('counts of invitations those that were answered, since of the others nobody knows', () => {
    const states = cell({ INVITATION: { n: 100, positive: 30 }, UNTOLD_INVITATION: { n: 10 } });
    expect(coverageOf(definitionOf('RESPONSE_RATE'), states, 100).coverage).toBe(0.75);
  });

  it('blames no source where nobody has set up what measures: business hours', () => {
    const business = definitionOf('BUSINESS_HANDLE_TIME');
    expect(coverageOf(business, cell({ UNTOLD_HANDLE: { n: 3 } }), 0, [{ ...sf, n: 3 }])).toEqual({
      coverage: null,
      missing: [],
    });
    const told = cell({ BUSINESS_HANDLE: { n: 9 }, UNTOLD_HANDLE: { n: 3 } });
    expect(coverageOf(business, told, 9).coverage).toBe(0.75);
  });

  it('names several sources with how many each of a whole, and only which may be meant of a part', () => {
    const sources = [
      { ...sf, n: 3 },
      { key: 'hs', name: 'HubSpot', n: 2 },
    ];
    const missing = (n: number) => coverageOf(reopenings, cell({ UNTOLD_REOPENING: { n } }), 0, sources).missing[0];
    expect(missing(5)).toMatch(/by Salesforce \(key sf: 3\), HubSpot \(key hs: 2\)$/);
    expect(missing(4)).toMatch(/by Salesforce \(key sf\) or HubSpot \(key hs\)$/);
  });

  it('does not blame a source for a text that could not be judged', () => {
    const states = cell({ SENTIMENT: { n: 1629 }, UNTOLD_SENTIMENT: { n: 1043 } });
    expect(coverageOf(definitionOf('SENTIMENT'), states, 1629, [{ ...sf, n: 1043 }]).missing).toEqual([
      '1,043 of 2,672 texts of customers: could not be judged',
    ]);
  });

  it('of two groups together lies between theirs, and follows from their states', () => {
    const some = fc.record({ told: fc.nat(50), untold: fc.nat(50) });
    fc.assert(
      fc.property(some, some, (a, b) => {
        const of = (...parts: { told: number; untold: number }[]) => {
          const sum = (name: 'told' | 'untold') =>
            parts.map(part => ({ ...EMPTY, n: part[name] })).reduce<State>(merge, EMPTY);
          const states = cell({ REOPENING: sum('told'), UNTOLD_REOPENING: sum('untold') });
          return coverageOf(reopenings, states, sum('told').n).coverage;
        };
        const [x, y, both] = [of(a), of(b), of(a, b)];
        if (x === null || y === null) expect(both).toBe(x ?? y);
        else {
          expect(both).toBeGreaterThanOrEqual(Math.min(x, y) - 1e-12);
          expect(both).toBeLessThanOrEqual(Math.max(x, y) + 1e-12);
        }
      }),
    );
  });
});

describe('a report', () => {
  let world: TestContext;
  const day = '2026-03-10T12:00:00Z';
  const MARCH = { during: { from: '2026-03-01', to: '2026-03-31' } } as const;
  beforeAll(async () => {
    world = await createTestContext({ now: () => new Date('2026-04-15T00:00:00Z') });
    const { sql } = world;
    const silent = await insertConnection(sql, 'silent');
    const telling = await insertConnection(sql, 'telling');
    for (let i = 0; i < 80; i++) {
      const customer_id = await insert(sql, 'customer', { display_name: `c${i}` });
      const isTold = i < 40;
      await insertInteraction(sql, isTold ? telling : silent, {
        ...{
          customer_id,
          kind: 'SUPPORT_CASE',
          occurred_at: day,
          resolved_at: day,
          channel: isTold ? 'EMAIL' : 'CHAT',
        },
        ...(isTold ? { reopen_count: i % 4 === 0 ? 1 : 0, contact_count: 1 } : {}),
      });
    }
    await refresh(sql, { anew: true });
  });
  afterAll(() => world.close());

  it('has no value, and not 0 %, where no source tells', async () => {
    for (const metric of ['REOPEN_RATE', 'FIRST_CONTACT_RESOLUTION'] as const) {
      const { groups } = await readMetric(world.fork(), metric, { ...MARCH, where: { source: ['silent'] } });
      expect(groups[0]!.total).toMatchObject({ value: null, n: 0, coverage: 0, reliable: false });
      expect(groups[0]!.total.missing).toEqual([
        expect.stringMatching(/^40 of 40 resolved cases: not told .*by silent/),
      ]);
    }
  });

  it('counts those of a telling source only, and says what share that is', async () => {
    const { groups } = await readMetric(world.fork(), 'REOPEN_RATE', { ...MARCH, by: ['CHANNEL'] });
    const byChannel = new Map(groups.map(({ by, total }) => [by[0]!.key, total]));
    expect(byChannel.get('EMAIL')).toMatchObject({ value: 25, n: 40, coverage: 1, missing: [], reliable: true });
    expect(byChannel.get('CHAT')).toMatchObject({ value: null, n: 0, coverage: 0 });
    const [whole] = (await readMetric(world.fork(), 'REOPEN_RATE', MARCH)).groups;
    expect(whole!.total).toMatchObject({ value: 25, n: 40, coverage: 0.5, reliable: true });
    const [rest] = (await readMetric(world.fork(), 'FIRST_CONTACT_RESOLUTION', MARCH)).groups;
    expect(rest!.total).toMatchObject({ value: 75, n: 40, coverage: 0.5 });
  });
});
