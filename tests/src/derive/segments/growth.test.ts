// Growth is what one gets by replaying the log of who entered and left, day by day in the asked time zone.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../../src/base/context/context.ts';
import { growthOf } from '../../../../src/derive/segments/figures.ts';
import { readGrowths } from '../../../../src/derive/segments/growth.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

const NOW = new Date('2026-04-10T12:00:00Z');
let world: TestContext;
let ctx: Context;
beforeAll(async () => {
  world = await createTestContext({ now: () => NOW });
  ctx = world.ctx;
});
afterAll(() => world.close());

/** Minutes before now, and who turns: whoever is in leaves, whoever is not enters. */
interface Turn {
  readonly before: number;
  readonly customer: number;
}
interface Change {
  readonly at: Date;
  readonly entered: boolean;
}

/** In the order in which they happened. */
function changesOf(turns: readonly Turn[]): (Change & Turn)[] {
  const inside = new Set<number>();
  return [...turns]
    .sort((a, b) => b.before - a.before)
    .map(turn => {
      const entered = !inside.delete(turn.customer);
      if (entered) inside.add(turn.customer);
      return { ...turn, entered, at: new Date(NOW.getTime() - turn.before * 60_000) };
    });
}

async function store(segment: number, changes: readonly (Change & Turn)[]): Promise<void> {
  const { sql } = world;
  const size = changes.reduce((sum, { entered }) => sum + (entered ? 1 : -1), 0);
  await sql.query(
    `insert into segment_state (segment_id, revision, evaluated_at, size) values ($1, 1, $2, $3)
     on conflict (segment_id) do update set size = excluded.size`,
    [segment, NOW, size],
  );
  await sql.query('delete from segment_change where segment_id = $1', [segment]);
  await sql.query(
    `insert into segment_change (segment_id, customer_id, entered, cause, at)
     select $1, c, e, 'DATA', a from unnest($2::bigint[], $3::boolean[], $4::timestamptz[]) r(c, e, a)`,
    [segment, changes.map(c => c.customer), changes.map(c => c.entered), changes.map(c => c.at)],
  );
}

/** The day of a moment in a zone, as a calendar on the wall there shows it. */
const dayIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at: Date) => format.format(at);
};

const turns = fc.array(
  fc.record({ before: fc.integer({ min: 0, max: 40 * 1440 }), customer: fc.integer({ min: 1, max: 5 }) }),
  { maxLength: 40 },
);

describe('growth', () => {
  it('equals a replay of the log', async () => {
    await fc.assert(
      fc.asyncProperty(
        turns,
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
        fc.constantFrom('DAY' as const, 'MONTH' as const),
        async (given, timeZone, every) => {
          const changes = changesOf(given);
          await store(1, changes);
          const growth = await growthOf(
            ctx,
            { id: 1, key: 'it' },
            { from: '2026-03-01', to: '2026-04-30', timeZone },
            every,
          );
          const day = dayIn(timeZone);
          const bucket = (text: string) => (every === 'DAY' ? text : text.slice(0, 7));
          const known = changes.map(({ at, entered }) => ({ bucket: bucket(day(at)), entered }));
          const count = (test: (one: { bucket: string; entered: boolean }) => boolean) => known.filter(test).length;
          for (const { start, entered, left, size } of growth) {
            const here = bucket(start);
            expect({ start, entered, left, size }).toEqual({
              start,
              entered: count(one => one.entered && one.bucket === here),
              left: count(one => !one.entered && one.bucket === here),
              size: count(one => one.entered && one.bucket <= here) - count(one => !one.entered && one.bucket <= here),
            });
          }
          // Days to come are no days without change.
          expect(growth.at(-1)!.start).toBe(every === 'DAY' ? day(NOW) : '2026-04-01');
          expect(growth[0]!.start).toBe('2026-03-01');
        },
      ),
      { numRuns: 60, seed: 20261122 },
    );
  });

  it('counts back from the present size when the period ended long ago', async () => {
    await store(2, changesOf([1, 2, 3].map(customer => ({ before: customer * 1440, customer }))));
    expect(await growthOf(ctx, { id: 2, key: 'it' }, { from: '2026-04-06', to: '2026-04-08' }, 'DAY')).toEqual([
      { start: '2026-04-06', entered: 0, left: 0, size: 0 },
      { start: '2026-04-07', entered: 1, left: 0, size: 1 },
      { start: '2026-04-08', entered: 1, left: 0, size: 2 },
    ]);
  });

  it('reads several segments with one statement, and knows one that was never evaluated', async () => {
    await store(3, changesOf([{ before: 10, customer: 1 }]));
    world.statements.length = 0;
    const growths = await readGrowths(ctx, [3, 99], { last: 'P2D' }, 'DAY');
    expect(world.statements).toHaveLength(1);
    expect(growths.get(3)!.map(one => one.size)).toEqual([0, 0, 1]);
    expect(growths.get(99)!.map(one => one.size)).toEqual([0, 0, 0]);
  });

  it('is empty for a period that has not begun', async () => {
    expect(await growthOf(ctx, { id: 3, key: 'it' }, { from: '2027-01-01', to: '2027-02-01' }, 'WEEK')).toEqual([]);
  });

  it.each([
    [{ from: '2026-02-30', to: '2026-03-01' }, 'during.from'],
    [{ last: 'P0D' }, 'during.last'],
    [{ last: 'P1D', timeZone: 'Mars/Olympus' }, 'during.timeZone'],
    [{ from: '2000-01-01', to: '2026-01-01' }, 'every'],
  ])('refuses %j', async (during, field) => {
    await expect(growthOf(ctx, { id: 1, key: 'it' }, during, 'DAY')).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field },
    });
  });
});
