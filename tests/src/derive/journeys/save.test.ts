// What is saved is walked at once, and segments follow; what somebody asks for does not go unnoticed.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SaveJourneyInput } from '../../../../src/derive/journeys/check.ts';
import { deleteJourney } from '../../../../src/derive/journeys/delete.ts';
import { saveJourney } from '../../../../src/derive/journeys/save.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { deleteSegment } from '../../../../src/derive/segments/delete.ts';
import { emptyTables } from '../../../support/empty-tables.ts';
import { createSegmentWorld, type SegmentWorld } from '../../../support/lives/segments.ts';
import { empty } from '../../../support/lives/world.ts';
import { pausing } from '../../../support/programs/pausing.ts';

let world: SegmentWorld;
beforeAll(async () => {
  world = await createSegmentWorld();
});
afterAll(() => world.close());

const kind = (name: string) => ({ interaction: { kind: name } });
const stage = (key: string, rule: unknown) => ({ key, name: key.toUpperCase(), phase: 'PURCHASE' as const, rule });
const CALLED = [stage('called', kind('CALL')), stage('bought', kind('PURCHASE'))];
const save = (stages: SaveJourneyInput['stages'] = CALLED, more: Partial<SaveJourneyInput> = {}) =>
  saveJourney(world.ctx(), { key: 'own', name: 'Own', stages, ...more });
const at = (day: number) => new Date(Date.UTC(2026, 3, day));

beforeEach(async () => {
  const { sql } = world;
  await empty(sql);
  await emptyTables(sql, 'journey, journey_state, journey_visit, alert_rule, cx_index_definition');
  world.setNow('2026-05-01T00:00:00Z');
  await world.happen('ann', { occurredAt: at(1) });
  await world.happen('ann', { kind: 'PURCHASE', occurredAt: at(2), amount: 5, currency: 'EUR' });
  await world.happen('bob', { occurredAt: at(3) });
  await world.refresh();
});

async function whereabouts(): Promise<string[]> {
  const rows = await world.sql.query<{ line: string }>(
    `select split_part(c.email, '@', 1) || ' ' || (j.stages -> v.stage::int ->> 'key') || ' ' || to_char(v.at at time zone 'UTC', 'DD') as line
     from journey_visit v join journey j on j.id = v.journey_id join customer c on c.id = v.customer_id
     order by c.email, v.run, v.at`,
  );
  return rows.map(row => row.line);
}
const revision = async () => (await world.sql.one<{ revision: number }>('select revision from journey'))!.revision;
const stands = (where: string) => ({ stage: { journey: 'own', stage: where } });

describe('saving', () => {
  it('walks everybody at once, and again when it means something else', async () => {
    const id = await save();
    expect(await whereabouts()).toEqual(['ann called 01', 'ann bought 02', 'bob called 03']);
    expect(await save([...CALLED].reverse())).toBe(id);
    expect(await revision()).toBe(2);
    expect(await whereabouts()).toEqual(['ann bought 02']);
  });

  it('changes names and phases without walking anybody', async () => {
    await save();
    world.world.statements.length = 0;
    const renamed = CALLED.map(one => ({ ...one, name: 'Other', phase: 'AFTER_PURCHASE' as const }));
    await save(renamed, { name: ' Another ' });
    expect(await world.sql.one('select name, revision, stages from journey')).toEqual({
      name: 'Another',
      revision: 1,
      stages: renamed,
    });
    expect(world.world.statements.filter(text => text.includes('journey_visit'))).toEqual([]);
  });

  it('has the segments that name its stages evaluated, directly or through others', async () => {
    await save();
    await world.save('callers', stands('called'));
    await world.save('others', { not: { segment: 'callers' } });
    expect(await world.members('callers')).toEqual(['bob']);
    await save([stage('called', kind('PURCHASE')), stage('bought', kind('EMAIL'))]);
    expect([await world.members('callers'), await world.members('others')]).toEqual([['ann'], ['bob']]);
  });

  it('keeps up with what happens, and with time', async () => {
    await save();
    await world.happen('bob', {
      kind: 'PURCHASE',
      occurredAt: new Date('2026-05-03T00:00:00Z'),
      amount: 1,
      currency: 'EUR',
    });
    await world.refresh();
    expect(await whereabouts()).toEqual(['ann called 01', 'ann bought 02', 'bob called 03']);
    world.setNow('2026-05-02T23:59:59.999Z');
    expect(await world.refresh()).toMatchObject({ subjects: 0 });
    expect(await whereabouts()).toHaveLength(3);
    world.setNow('2026-05-03T00:00:00Z');
    await world.refresh();
    expect(await whereabouts()).toEqual(['ann called 01', 'ann bought 02', 'bob called 03', 'bob bought 03']);
  });

  it('leaves it to the next refresh where one is at work', async () => {
    await world.happen('ann', { occurredAt: at(4) });
    const slow = pausing(world.sql, 'scores-refresh');
    const refreshing = refresh(slow.sql);
    await slow.reached;
    await save();
    expect(await whereabouts()).toEqual([]);
    slow.go();
    await refreshing;
    await world.refresh();
    expect(await whereabouts()).toHaveLength(3);
  });

  it('is saved once, however many save it at the same time', async () => {
    const ids = await Promise.all([CALLED, [...CALLED].reverse(), CALLED].map(stages => save(stages)));
    expect(new Set(ids).size).toBe(1);
    await world.refresh();
    const state = await world.sql.query('select revision from journey_state');
    expect(state).toEqual([{ revision: await revision() }]);
  });

  it('refuses a survey that is not there', async () => {
    const stages = [...CALLED, stage('asked', { any: [{ invitation: { survey: 'nothing' } }] })];
    await expect(save(stages)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('"nothing"'),
      details: { field: 'stages[2].rule.any[0].invitation.survey' },
    });
    expect(await world.sql.query('select from journey')).toEqual([]);
  });

  it('keeps stages that are asked for', async () => {
    await save();
    await world.save('buyers', { not: { all: [stands('bought')] } });
    await world.sql.query(
      `insert into alert_rule (key, name, metric, filter, condition, every, created_at, updated_at)
       values ('watch', 'W', 'NPS', '{"journeyStage": {"journey": "own", "stage": "called"}}', '{}', 'DAY', now(), now())`,
    );
    const refusal = (words: RegExp) => ({ code: 'CONFLICT', message: expect.stringMatching(words) });
    await expect(save([CALLED[0]!])).rejects.toMatchObject(refusal(/"bought" by segment "buyers"/));
    await expect(save([CALLED[1]!])).rejects.toMatchObject(refusal(/"called" by alert rule "watch"/));
    expect(await revision()).toBe(1);
    await save([CALLED[1]!, CALLED[0]!, stage('more', kind('CHAT'))]);
    expect(await revision()).toBe(2);
  });
});

describe('deleting', () => {
  it('forgets the visits with the next refresh', async () => {
    const id = await save();
    expect(await deleteJourney(world.ctx(), 'own')).toBe(id);
    await world.refresh();
    expect(await world.sql.query('select from journey_visit')).toEqual([]);
    expect(await world.sql.query('select from journey_state')).toEqual([]);
  });

  it('is refused while something asks for it', async () => {
    await save();
    await world.save('callers', { any: [stands('called'), stands('bought')] });
    await expect(deleteJourney(world.ctx(), 'own')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('asked for by segment "callers". Change that first.'),
    });
    await deleteSegment(world.ctx(), 'callers');
    await deleteJourney(world.ctx(), 'own');
  });

  it('of what is not there is an error', async () => {
    await expect(deleteJourney(world.ctx(), 'own')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
