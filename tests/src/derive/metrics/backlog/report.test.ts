// The backlog as a whole: how many statements it takes, what it refuses, and what stands in its balance.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBacklog } from '../../../../../src/derive/metrics/backlog/report.ts';
import type { BacklogRequest } from '../../../../../src/derive/metrics/backlog/request.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { insert, insertConnection, insertInteraction } from '../../../../support/rows.ts';

const NOW = new Date('2026-07-01T12:00:00Z');
let world: TestContext;

beforeAll(async () => {
  world = await createTestContext({ now: () => NOW });
  const source = await insertConnection(world.sql, 'hubspot');
  for (let i = 0; i < 60; i++) {
    const customer_id = await insert(world.sql, 'customer', { country: i % 2 ? 'DE' : 'FR' });
    const opened = Date.UTC(2026, 4, 1 + i, i % 24);
    await insertInteraction(world.sql, source, {
      ...{ kind: 'SUPPORT_CASE', customer_id, status: 'Any', channel: i % 3 ? 'EMAIL' : 'PHONE' },
      occurred_at: new Date(opened),
      resolved_at: i % 4 === 0 ? null : new Date(opened + (i % 9) * 86_400_000),
      reopen_count: i === 8 || i === 9 ? 1 : 0,
    });
  }
  // Nobody knows of this one.
  await insertInteraction(world.sql, source, { kind: 'SUPPORT_CASE', occurred_at: '2026-06-01T00:00:00Z' });
});
afterAll(() => world.close());

const read = (request: BacklogRequest) => readBacklog(world.fork(), request);
const SERIES = { during: { from: '2026-05-01', to: '2026-06-30' }, every: 'DAY' } as const;

describe('statements', () => {
  /** Without the two that open the snapshot, and the transaction's own. */
  async function statementsOf(request: BacklogRequest): Promise<string[]> {
    world.statements.length = 0;
    await read(request);
    return world.statements.slice(2);
  }

  it('is one, for a moment and for a series, by whatever group', async () => {
    expect(await statementsOf({})).toHaveLength(1);
    expect(await statementsOf({ ...SERIES, by: ['CHANNEL', 'COUNTRY'], where: { country: ['DE'] } })).toHaveLength(1);
  });

  it('is one more for names in the filter, and one more for those of groups', async () => {
    expect(await statementsOf({ ...SERIES, by: ['SOURCE'], where: { source: ['hubspot'] } })).toHaveLength(3);
  });
});

it('is that of the point before, plus what was opened, less what was resolved', async () => {
  const [group] = (await read(SERIES)).groups;
  expect(group!.points).toHaveLength(61);
  for (const [i, point] of group!.points.entries()) {
    const before = group!.points[i - 1]?.open ?? 0;
    expect(point.open).toBe(before + point.opened! - point.resolved!);
  }
  const last = group!.points.at(-1)!;
  expect(last).toMatchObject({ open: 18, unclear: 1, complete: true, end: '2026-06-30', suppressed: false });
  expect(last.ages!.reduce((sum, { open }) => sum + open, 0)).toBe(last.open);
});

it('says what is not known: what was opened again, and what has no status', async () => {
  const [then, now] = await Promise.all([read({ at: new Date('2026-05-11T00:00:00Z') }), read({})]);
  const [past, present] = [then.groups[0]!.points[0]!, now.groups[0]!.points[0]!];
  // Case 8 was opened by then, and again after a resolution that nobody knows; case 9 is resolved.
  expect(past).toMatchObject({ open: 6, uncertain: 1, unclear: 0, opened: null, resolved: null });
  expect(past.missing).toEqual([expect.stringMatching(/^Of the open cases 1 may have been resolved/)]);
  expect(present).toMatchObject({ uncertain: 0, unclear: 1 });
  expect(present.missing).toEqual([expect.stringMatching(/^1 more have neither a status/)]);
});

it('withholds ages of fewer than five customers, and counts them', async () => {
  const { groups } = await read({ at: new Date('2026-05-06T00:00:00Z') });
  expect(groups[0]!.points[0]).toMatchObject({
    ...{ open: 3, suppressed: true, medianAge: null, p90Age: null, oldestAge: null, ages: null },
  });
});

it('has moments no later than now, and the bucket that goes on is not complete', async () => {
  const [group] = (await read({ during: { from: '2026-06-01', to: '2026-12-31' }, every: 'MONTH' })).groups;
  expect(group!.points.map(({ at, complete }) => [at.toISOString(), complete])).toEqual([
    ['2026-06-30T23:59:59.999Z', true],
    ['2026-07-01T12:00:00.000Z', false],
  ]);
  expect((await read({ during: { from: '2027-01-01', to: '2027-01-31' }, every: 'DAY' })).groups[0]!.points).toEqual(
    [],
  );
});

it.each<[BacklogRequest, string, string]>([
  [{ at: new Date('2026-07-02T00:00:00Z') }, 'at', 'lies ahead'],
  [{ at: NOW, ...SERIES }, 'at', 'either "at" or "during"'],
  [{ during: SERIES.during }, 'every', 'how far apart'],
  [{ every: 'DAY' }, 'every', 'over which period'],
  [{ during: { from: '2025-01-01', to: '2026-06-30' }, every: 'DAY' }, 'every', 'at most 400'],
  [{ by: ['SURVEY'] }, 'by', 'Cases have no SURVEY. Group by one of CHANNEL, TOUCHPOINT'],
  [{ by: ['CHANNEL', 'CHANNEL'] }, 'by', 'named twice'],
  [{ where: { survey: 'x' } }, 'where.survey', 'Cases have no survey'],
  [{ where: { currency: 'EUR' } }, 'where.currency', 'Cases have no currency'],
  [{ where: { source: ['none'] } }, 'where.source', 'There is no connection "none"'],
])('refuses %j', async (request, field, words) => {
  await expect(async () => read(request)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining(words),
    details: { field },
  });
});
