// Who follows a segment hears of every change after they began, in order and once, through PostgreSQL's notifications.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LiveContext } from '../../../../src/base/context/context.ts';
import { createNotifications, type Notifications } from '../../../../src/base/database/notifications.ts';
import { createLog } from '../../../../src/base/log.ts';
import { deleteSegment } from '../../../../src/derive/segments/delete.ts';
import { followSegment, type MembershipChange } from '../../../../src/derive/segments/follow.ts';
import { createSegmentWorld, type SegmentWorld } from '../../../support/lives/segments.ts';
import { empty } from '../../../support/lives/world.ts';

let world: SegmentWorld;
let notifications: Notifications;
beforeAll(async () => {
  world = await createSegmentWorld();
  notifications = createNotifications(world.world.url, createLog('silent'));
});
afterAll(async () => {
  await notifications.close();
  await world.close();
});

const ctx = (): LiveContext => ({ ...world.ctx(), notifications });
const day = (date: string) => new Date(`${date}T12:00:00Z`);
const called = { interaction: { kind: 'CALL', within: 'P30D' } } as const;

beforeEach(async () => {
  await empty(world.sql);
  world.setNow('2026-05-01T00:00:00Z');
  await world.happen('ann', { occurredAt: day('2026-04-30') });
  await world.refresh();
});

async function call(who: string, date: string): Promise<number> {
  await world.happen(who, { occurredAt: day(date) });
  await world.refresh();
  return world.idOf(who);
}

describe('a follower', () => {
  it('hears what comes after, and nothing of other segments', async () => {
    const id = await world.save('called', called);
    await world.save('everybody', { field: { field: 'EMAIL', is: { present: true } } });
    const changes = await followSegment(ctx(), 'called');
    const first = changes.next();
    const bob = await call('bob', '2026-04-15');
    expect((await first).value).toMatchObject({ segmentId: id, customerId: bob, entered: true, cause: 'DATA' });
    // Two at once, and one of a sort that nobody waits for.
    const second = changes.next();
    world.setNow('2026-05-15T12:00:00Z');
    await call('cid', '2026-05-14');
    const heard = [(await second).value, (await changes.next()).value] as MembershipChange[];
    expect(heard.map(({ customerId, entered, cause }) => [customerId, entered, cause]).sort()).toEqual(
      [
        [bob, false, 'TIME'],
        [await world.idOf('cid'), true, 'DATA'],
      ].sort(),
    );
    await changes.return!();
  });

  it('hears of more than one page, each once and in order', async () => {
    await world.save('called', called);
    const changes = await followSegment(ctx(), 'called');
    const people = 1203;
    await world.sql.query(
      `with c as (insert into customer (emails) select array['n' || n || '@world.example'] from generate_series(1, $1::int) n returning id)
       insert into change_mark (subject) select id from c`,
      [people],
    );
    await world.refresh();
    await world.save('called', { field: { field: 'EMAIL', is: { startsWith: 'n' } } });
    const heard: MembershipChange[] = [];
    for (let n = 0; n < people + 1; n++) heard.push((await changes.next()).value as MembershipChange);
    expect(new Set(heard.map(change => change.customerId)).size).toBe(people + 1);
    expect(heard.filter(change => !change.entered).map(change => change.customerId)).toEqual([await world.idOf('ann')]);
    const pending = changes.next();
    const dan = await call('ndan', '2026-04-30');
    expect((await pending).value).toMatchObject({ customerId: dan, entered: true });
    await changes.return!();
  });

  it('is let go when the segment is deleted', async () => {
    await world.save('called', called);
    const changes = await followSegment(ctx(), 'called');
    const next = changes.next();
    await deleteSegment(world.ctx(), 'called');
    await world.refresh();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it('is told that there is no such segment', async () => {
    await expect(followSegment(ctx(), 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
