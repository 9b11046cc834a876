// What is saved means the same everywhere at once; what would make no sense is refused, naming where and why.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveJourney } from '../../../../src/derive/journeys/save.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { deleteSegment } from '../../../../src/derive/segments/delete.ts';
import { saveSegment } from '../../../../src/derive/segments/save.ts';
import {
  createSegmentWorld,
  evaluatedMembers,
  loggedMembers,
  type SegmentWorld,
  storedMembers,
} from '../../../support/lives/segments.ts';
import { empty } from '../../../support/lives/world.ts';
import { pausing } from '../../../support/programs/pausing.ts';

let world: SegmentWorld;
beforeAll(async () => {
  world = await createSegmentWorld();
});
afterAll(() => world.close());

const called = (within: string): SegmentRule => ({ interaction: { kind: 'CALL', within } });
const refused = (field: string, message: RegExp = /./) => ({
  code: 'BAD_USER_INPUT',
  details: { field: expect.stringMatching(new RegExp(`^${field}`)) },
  message: expect.stringMatching(message),
});

beforeEach(async () => {
  await empty(world.sql);
  world.setNow('2026-05-01T00:00:00Z');
  await world.happen('ann', { occurredAt: new Date('2026-04-30T00:00:00Z') });
  await world.happen('bob', { occurredAt: new Date('2026-04-20T00:00:00Z') });
  await world.refresh();
});

const rowOf = async (key: string) =>
  world.sql.one<{ name: string; description: string | null; revision: number; size: number | null }>(
    `select s.name, s.description, s.revision, t.size from segment s
     left join segment_state t on t.segment_id = s.id and t.revision = s.revision where s.key = $1`,
    [key],
  );

describe('saving', () => {
  it('evaluates at once, and again when the rule changes', async () => {
    const id = await world.save('callers', called('P2D'));
    expect(await world.members('callers')).toEqual(['ann']);
    expect(await rowOf('callers')).toMatchObject({ revision: 1, size: 1 });
    expect(await world.save('callers', called('P20D'))).toBe(id);
    expect(await world.members('callers')).toEqual(['ann', 'bob']);
    expect(await rowOf('callers')).toMatchObject({ revision: 2, size: 2 });
    expect(await world.sql.query('select entered, cause from segment_change order by id')).toEqual([
      { entered: true, cause: 'RULE' },
      { entered: true, cause: 'RULE' },
    ]);
  });

  it('changes names and descriptions without evaluating anything', async () => {
    await world.save('callers', called('P2D'));
    world.world.statements.length = 0;
    await saveSegment(world.ctx(), {
      key: 'callers',
      name: ' Callers ',
      description: ' Who called ',
      rule: called('P2D'),
    });
    expect(await rowOf('callers')).toMatchObject({ name: 'Callers', description: 'Who called', revision: 1 });
    expect(world.world.statements.filter(text => text.includes('segment_member'))).toEqual([]);
    await saveSegment(world.ctx(), { key: 'callers', name: 'Callers', description: ' ', rule: called('P2D') });
    expect(await rowOf('callers')).toMatchObject({ description: null });
  });

  it('brings along the segments that name it, directly or through others', async () => {
    await world.save('callers', called('P2D'));
    await world.save('others', { not: { segment: 'callers' } });
    await world.save('others-others', { not: { segment: 'others' } });
    await world.save('apart', called('P1D'));
    expect(await world.members('others')).toEqual(['bob']);
    await world.save('callers', called('P20D'));
    expect(await world.members('others')).toEqual([]);
    expect(await world.members('others-others')).toEqual(['ann', 'bob']);
    expect([(await rowOf('others-others'))!.revision, (await rowOf('apart'))!.revision]).toEqual([2, 1]);
  });

  it('leaves it to the refresh that is at work, and asks for one', async () => {
    await world.happen('ann', { occurredAt: new Date('2026-04-30T01:00:00Z') });
    const slow = pausing(world.sql, 'scores-refresh');
    const refreshing = refresh(slow.sql);
    await slow.reached;
    world.world.jobs.added.length = 0;
    await world.save('callers', called('P2D'));
    expect(await rowOf('callers')).toMatchObject({ size: null });
    expect(world.world.jobs.added.map(job => job.name)).toEqual(['refresh-marks']);
    slow.go();
    await refreshing;
    // That one began before the segment was there.
    expect(await rowOf('callers')).toMatchObject({ size: null });
    await world.refresh();
    expect(await world.members('callers')).toEqual(['ann']);
  });

  it('is right whoever saves, records and refreshes at the same time', async () => {
    for (let round = 1; round <= 6; round++) {
      const called = (within: string): SegmentRule => ({ interaction: { kind: 'CALL', within } });
      await Promise.all([
        world.save('a', called(`P${round}D`)),
        world.save('b', round % 2 ? { segment: 'a' } : { not: called('P15D') }).catch(() => undefined),
        ...[1, 2, 3].map(() => world.refresh()),
        world.happen(`p${round}`, { occurredAt: new Date(Date.UTC(2026, 3, 30 - round)) }),
        world.happen('ann', { kind: 'NOTE', occurredAt: new Date(Date.UTC(2026, 3, 1 + round)) }),
        world.refresh(),
      ]);
    }
    await world.refresh();
    await world.refresh();
    const members = await storedMembers(world.sql);
    expect(members).toEqual(await evaluatedMembers(world.sql, new Date('2026-05-01T00:00:00Z')));
    expect(await loggedMembers(world.sql)).toEqual(members);
    expect(members.length).toBeGreaterThan(3);
  });

  it('waits for a journey that is still to be walked', async () => {
    const rule = { interaction: { kind: 'CALL' } };
    await saveJourney(world.ctx(), {
      key: 'path',
      name: 'Path',
      stages: [{ key: 'a', name: 'A', phase: 'PURCHASE', rule }],
    });
    await world.sql.query('update journey_state set revision = 0');
    await world.sql.query('delete from journey_visit');
    await world.save('on-path', { stage: { journey: 'path', stage: 'a' } });
    expect(await rowOf('on-path')).toMatchObject({ size: null });
    await world.refresh();
    expect(await world.members('on-path')).toEqual(['ann', 'bob']);
  });

  it('is saved once, however many save it at the same time', async () => {
    const ids = await Promise.all([2, 2, 20, 2].map(days => world.save('callers', called(`P${days}D`))));
    expect(new Set(ids).size).toBe(1);
    await world.refresh();
    const { size } = (await rowOf('callers'))!;
    expect(await world.members('callers')).toHaveLength(size!);
  });

  it.each<[string, unknown, object]>([
    ['Not A Key', called('P1D'), refused('key')],
    ['a', {}, refused('rule')],
    ['a', { interaction: { kind: 'CALL', within: 'P1M' } }, refused('rule.interaction.within')],
    ['a', { all: [called('P1D'), { segment: 'nobody' }] }, refused('rule', /nobody/)],
    ['a', { stage: { journey: 'nowhere', stage: 'x' } }, refused('rule', /nowhere/)],
    ['a', { trait: { key: 'shoe_size', is: { gt: 40 } } }, refused('rule', /shoe_size/)],
    ['a', { not: { segment: 'a' } }, refused('rule', /a/)],
  ])('refuses %s %j', async (key, rule, error) => {
    await expect(saveSegment(world.ctx(), { key, name: 'A', rule })).rejects.toMatchObject(error);
    expect(await world.sql.query('select from segment')).toEqual([]);
  });

  it.each([
    ['a name of nothing but spaces', { name: '  ' }, 'name'],
    ['a name that is no text to PostgreSQL', { name: 'A\0' }, 'name'],
    ['a name without end', { name: 'A'.repeat(201) }, 'name'],
    ['a description without end', { description: 'A'.repeat(1001) }, 'description'],
  ])('refuses %s', async (_what, given, field) => {
    const input = { key: 'a', name: 'A', rule: called('P1D'), ...given };
    await expect(saveSegment(world.ctx(), input)).rejects.toMatchObject(refused(field));
  });

  it('refuses cycles, naming the way round', async () => {
    await world.save('a', called('P1D'));
    await world.save('b', { not: { segment: 'a' } });
    await world.save('c', { any: [{ segment: 'b' }, called('P2D')] });
    await expect(world.save('a', { all: [{ segment: 'c' }] })).rejects.toMatchObject(refused('', /c → b → a → c/));
    expect(await rowOf('a')).toMatchObject({ revision: 1 });
  });

  it('refuses what would be too much where others name it', async () => {
    const many = (n: number) => ({ any: Array.from({ length: n }, (_, i) => called(`P${i + 1}D`)) });
    await world.save('a', many(1));
    await world.save('b', { any: [...many(60).any, { segment: 'a' }, { not: { segment: 'a' } }] });
    await expect(world.save('a', many(100))).rejects.toMatchObject(refused('rule', /"b"/));
    await world.save('a', many(50));
  });
});

describe('deleting', () => {
  it('takes members and their history away with the next refresh', async () => {
    const id = await world.save('callers', called('P2D'));
    expect(await deleteSegment(world.ctx(), 'callers')).toBe(id);
    await world.refresh();
    for (const table of ['segment_state', 'segment_member', 'segment_change'])
      expect(await world.sql.query(`select from ${table}`)).toEqual([]);
    expect(await world.save('callers', called('P2D'))).not.toBe(id);
  });

  it('is refused where something asks for its members', async () => {
    await world.save('callers', called('P2D'));
    await world.save('others', { not: { segment: 'callers' } });
    await world.sql.query(
      `insert into alert_rule (key, name, metric, filter, condition, every)
       values ('low', 'Low', 'CSAT', '{"segment": "callers"}', '{}', 'MONTH')`,
    );
    await expect(deleteSegment(world.ctx(), 'callers')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/segment "others".*alert rule "low"/),
    });
    await deleteSegment(world.ctx(), 'others');
    await world.sql.query('delete from alert_rule');
    await deleteSegment(world.ctx(), 'callers');
  });

  it('knows no segment of another name', async () => {
    await expect(deleteSegment(world.ctx(), 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
