// Time alone moves members, and nothing else is needed for it than a refresh at that moment.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isRefreshDue } from '../../../../src/derive/refresh/refresh.ts';
import { createSegmentWorld, type SegmentWorld } from '../../../support/lives/segments.ts';
import { empty } from '../../../support/lives/world.ts';

let world: SegmentWorld;
beforeAll(async () => {
  world = await createSegmentWorld();
});
afterAll(() => world.close());
beforeEach(() => empty(world.sql));

const day = (date: string) => new Date(`${date}T12:00:00Z`);

/** Whether a refresh finds something to do at a moment; then it does it. */
async function at(moment: string): Promise<boolean> {
  world.setNow(moment);
  const isDue = await isRefreshDue(world.sql, new Date(moment));
  await world.refresh();
  return isDue;
}

describe('time alone', () => {
  it('lets a member go whose last case turns 90 days old', async () => {
    await world.happen('zoe', { occurredAt: day('2026-04-30') });
    await at('2026-05-01T00:00:00Z');
    await world.save('had-a-case', { interaction: { kind: 'SUPPORT_CASE', within: 'P90D' } });
    await world.happen('ann', { kind: 'SUPPORT_CASE', occurredAt: day('2026-02-10') });
    await world.happen('ann', { kind: 'SUPPORT_CASE', occurredAt: day('2026-03-01') });
    await world.happen('bob', { kind: 'SUPPORT_CASE', occurredAt: day('2026-04-30') });
    await world.happen('cid', { kind: 'CALL', occurredAt: day('2026-04-30') });
    await at('2026-05-01T00:00:00Z');
    expect(await world.members('had-a-case')).toEqual(['ann', 'bob']);

    // The older of two cases turns old: somebody looks, and nothing changes.
    expect(await at('2026-05-11T11:59:59.999Z')).toBe(false);
    expect(await at('2026-05-11T12:00:00Z')).toBe(true);
    expect(await world.members('had-a-case')).toEqual(['ann', 'bob']);
    expect(await at('2026-05-30T11:59:59.999Z')).toBe(false);
    expect(await world.members('had-a-case')).toEqual(['ann', 'bob']);
    expect(await at('2026-05-30T12:00:00Z')).toBe(true);
    expect(await world.members('had-a-case')).toEqual(['bob']);
    // However late somebody looks.
    expect(await at('2026-12-01T00:00:00Z')).toBe(true);
    expect(await world.members('had-a-case')).toEqual([]);
    expect(await at('2027-12-01T00:00:00Z')).toBe(false);

    const log = await world.sql.query<{ who: string }>(
      `select split_part(c.email, '@', 1) as who, h.entered, h.cause, h.at from segment_change h
       join customer c on c.id = h.customer_id order by h.id`,
    );
    expect(log).toEqual([
      { who: 'ann', entered: true, cause: 'DATA', at: new Date('2026-05-01T00:00:00Z') },
      { who: 'bob', entered: true, cause: 'DATA', at: new Date('2026-05-01T00:00:00Z') },
      { who: 'ann', entered: false, cause: 'TIME', at: new Date('2026-05-30T12:00:00Z') },
      { who: 'bob', entered: false, cause: 'TIME', at: new Date('2026-12-01T00:00:00Z') },
    ]);
  });

  it('brings in who has been silent long enough, and what lies ahead', async () => {
    await at('2026-05-01T00:00:00Z');
    await world.happen('ann', { occurredAt: day('2026-04-30') });
    await world.happen('bob', { kind: 'PURCHASE', occurredAt: day('2026-05-03') });
    await at('2026-05-01T00:00:00Z');
    // Saved after their lives were evaluated: their moments come with the rule.
    await world.save('silent', { field: { field: 'LAST_INTERACTION_AT', is: { notWithin: 'P7D' } } });
    await world.save('bought', { interaction: { kind: 'PURCHASE' } });
    expect(await at('2026-05-03T12:00:00Z')).toBe(true);
    expect([await world.members('silent'), await world.members('bought')]).toEqual([[], ['bob']]);
    expect(await at('2026-05-07T12:00:00Z')).toBe(true);
    expect(await world.members('silent')).toEqual(['ann']);
    expect(await at('2026-05-10T12:00:00Z')).toBe(true);
    expect(await world.members('silent')).toEqual(['ann', 'bob']);
  });

  it('remembers the earliest of many rules, more than one statement holds', async () => {
    await at('2026-05-01T00:00:00Z');
    await world.happen('ann', { occurredAt: day('2026-04-30') });
    for (let days = 60; days >= 1; days--) await world.save(`d${days}`, { interaction: { within: `P${days}D` } });
    for (const touched of [false, true]) {
      // Once by the rules alone, once more after an evaluation of the customer.
      if (touched) await world.happen('ann', { kind: 'NOTE', occurredAt: day('2026-04-01') });
      await at('2026-05-01T00:00:00Z');
      const due = await world.sql.query('select due_at from customer_due');
      expect(due).toEqual([{ due_at: day('2026-05-01') }]);
    }
    expect(await at('2026-05-20T12:00:00Z')).toBe(true);
    const left = await world.sql.query<{ key: string }>(
      `select s.key from segment s where not exists (select from segment_member m where m.segment_id = s.id)`,
    );
    expect(left).toHaveLength(20);
    expect(await world.sql.query('select due_at from customer_due')).toEqual([{ due_at: day('2026-05-21') }]);
  });

  it('forgets a moment that no rule waits for any more', async () => {
    await at('2026-05-01T00:00:00Z');
    await world.happen('ann', { occurredAt: day('2026-04-30') });
    await world.save('called', { interaction: { within: 'P90D' } });
    await at('2026-05-01T00:00:00Z');
    await world.save('called', { interaction: { kind: 'CALL' } });
    // Looked at once more, and never again.
    expect(await at('2026-08-01T00:00:00Z')).toBe(true);
    expect(await world.sql.query('select from customer_due')).toEqual([]);
    expect(await world.members('called')).toEqual(['ann']);
  });
});
