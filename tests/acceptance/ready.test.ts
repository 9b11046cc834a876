// What the sandbox has to say before anybody saves anything: its ready segments have members, its journeys tell the story.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refresh } from '../../src/derive/refresh/refresh.ts';
import { fitModels } from '../../src/derive/scores/fit-models.ts';
import { offerReadySegments } from '../../src/derive/segments/offer-ready.ts';
import { READY_SEGMENTS } from '../../src/derive/segments/ready.ts';
import { saveSegment } from '../../src/derive/segments/save.ts';
import { MIGRATION_DAYS_AGO, REORGANISATION_DAYS_AGO } from '../../src/run/sandbox/story.ts';
import { createStage, SOURCES, type Stage } from './stage.ts';

const PEOPLE = 1500;
let stage: Stage;
beforeAll(async () => {
  stage = await createStage({ people: PEOPLE });
  for (const source of SOURCES) await stage.sync(source, 'FULL');
  await fitModels(stage.world.sql);
  await offerReadySegments(stage.world.ctx, []);
  await refresh(stage.world.sql);
}, 180_000);
afterAll(() => stage?.close());

const rows = <T extends object>(sql: string, parameters: unknown[] = []) => stage.world.sql.query<T>(sql, parameters);

describe('a ready segment', () => {
  it.each(READY_SEGMENTS.map(({ key }) => key))('%s has some members, not too many', async key => {
    const [found] = await rows<{ size: number; members: number }>(
      `select t.size, (select count(*)::int from segment_member m where m.segment_id = s.id) as members
       from segment s join segment_state t on t.segment_id = s.id where s.key = $1`,
      [key],
    );
    expect(found!.members).toBe(found!.size);
    // How many are new depends on the weekday.
    expect(found!.size).toBeGreaterThan(0);
    expect(found!.size).toBeLessThan(PEOPLE / 4);
  });

  it('is offered once: what is changed stays, what is deleted does not come back', async () => {
    const { ctx } = stage.world;
    await saveSegment(ctx, { key: 'dormant', name: 'Ours', rule: { not: { segment: 'advocates' } } });
    await stage.world.sql.query(`delete from segment where key = 'new-this-month'`);
    const offered = await offerReadySegments(
      stage.world.fork(),
      READY_SEGMENTS.map(({ key }) => key),
    );
    expect(offered).toHaveLength(READY_SEGMENTS.length);
    const kept = await rows<{ key: string; name: string }>('select key, name from segment order by id');
    expect(kept).toContainEqual({ key: 'dormant', name: 'Ours' });
    expect(kept.map(({ key }) => key)).not.toContain('new-this-month');
  });
});

/** How many of the runs that began so many days ago reached each stage. */
async function reached(journey: string, from = 10_000, to = 0): Promise<number[]> {
  const found = await rows<{ n: number }>(
    `select (select count(*)::int from journey_visit v
       where v.journey_id = j.id and v.stage = s.place - 1
         and v.started_at between now() - $2 * interval '1 day' and now() - $3 * interval '1 day') as n
     from journey j cross join lateral jsonb_array_elements(j.stages) with ordinality s(stage, place)
     where j.key = $1 order by s.place`,
    [journey, from, to],
  );
  return found.map(({ n }) => n);
}

it('some of those who would recommend us did', async () => {
  const [found] = await rows<{ people: number }>(
    `select count(distinct customer_id)::int as people from interaction where kind = 'REFERRAL'`,
  );
  expect(found!.people).toBe(stage.sandbox.world.referrals.length);
  expect(found!.people).toBeGreaterThan(PEOPLE / 100);
});

describe('the journey', () => {
  it('of a customer loses most of those who bought before they buy again', async () => {
    const counts = await reached('default');
    const lost = counts.map((n, i) => (i === 0 ? 0 : 1 - n / counts[i - 1]!));
    expect(counts).toHaveLength(5);
    expect(counts.every(n => n > 20)).toBe(true);
    expect(lost.indexOf(Math.max(...lost.slice(0, 4)))).toBe(3);
  });

  it('back from a complaint ended well less often while the billing failed', async () => {
    const ended = async (from: number, to: number) => {
      const counts = await reached('recovery', from, to);
      return counts.at(-1)! / counts[0]!;
    };
    const before = await ended(700, MIGRATION_DAYS_AGO + 30);
    const during = await ended(MIGRATION_DAYS_AGO - 10, REORGANISATION_DAYS_AGO + 10);
    const after = await ended(110, 30);
    expect(during).toBeLessThan(before - 0.1);
    expect(after).toBeGreaterThan(during + 0.1);
  });
});
