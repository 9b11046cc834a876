// Previews count and sample what saving would find; explanations say of each condition whether it holds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../../../src/base/ids.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import type { RuleExplanation } from '../../../../src/derive/segments/explain.ts';
import { explanationOf } from '../../../../src/derive/segments/figures.ts';
import { previewRule } from '../../../../src/derive/segments/preview.ts';
import { createSegmentWorld, type SegmentWorld } from '../../../support/lives/segments.ts';

let world: SegmentWorld;
const day = (date: string) => new Date(`${date}T12:00:00Z`);
const called: SegmentRule = { interaction: { kind: 'CALL', within: 'P30D' } };
const hasCase: SegmentRule = { interaction: { kind: 'SUPPORT_CASE', within: 'P30D' } };

beforeAll(async () => {
  world = await createSegmentWorld();
  await world.happen('ann', { occurredAt: day('2026-04-30') });
  await world.happen('bob', { occurredAt: day('2026-03-01') });
  await world.happen('bob', { kind: 'SUPPORT_CASE', occurredAt: day('2026-04-28') });
  await world.happen('cid', { occurredAt: day('2026-04-29') });
  await world.happen('dan', { kind: 'NOTE', occurredAt: day('2026-04-29') });
  await world.sql.query(
    `update customer set created_at = '2026-01-01'::timestamptz + id * interval '1 day', deleted_at = case when email like 'dan%' then now() end`,
  );
  await world.refresh();
});
afterAll(() => world.close());

describe('a preview', () => {
  it('counts, and samples the newest customers first', async () => {
    const [ann, cid] = [await world.idOf('ann'), await world.idOf('cid')];
    const { ruleText, ...preview } = await previewRule(world.ctx(), called, 5);
    expect(preview).toEqual({ size: 2, share: 2 / 3, customers: [cid, ann] });
    expect(ruleText.length).toBeGreaterThan(10);
    expect(await previewRule(world.ctx(), called, 1)).toMatchObject({ size: 2, customers: [cid] });
    expect(await previewRule(world.ctx(), { not: called }, 0)).toMatchObject({ size: 1, customers: [] });
    expect(await world.sql.query('select from segment')).toEqual([]);
  });

  it('knows other segments', async () => {
    await world.save('callers', called);
    expect(await previewRule(world.ctx(), { any: [{ segment: 'callers' }, hasCase] }, 0)).toMatchObject({ size: 3 });
  });

  it.each<[unknown, number, string]>([
    [called, -1, 'sample'],
    [called, 1e6, 'sample'],
    [{ segment: 'nobody' }, 1, 'rule'],
    [{ all: [] }, 1, 'rule.all'],
  ])('refuses %j with a sample of %d', async (rule, sample, field) => {
    await expect(previewRule(world.ctx(), rule, sample)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: expect.stringMatching(new RegExp(`^${field}`)) },
    });
  });
});

describe('an explanation', () => {
  const holds = ({ holds: own, children }: RuleExplanation): unknown =>
    children.length === 0 ? own : [own, ...children.map(holds)];
  const idOf = async (who: string) => encodeId('customer', await world.idOf(who));

  it('says of each condition whether it holds, those of other segments included', async () => {
    await world.save('callers', called);
    const id = await world.save('troubled', { all: [{ any: [hasCase, called] }, { not: { segment: 'callers' } }] });
    expect(holds(await explanationOf(world.ctx(), { id, key: 'it' }, await idOf('bob')))).toEqual([
      true,
      [true, true, false],
      [true, [false, false]],
    ]);
    const annsId = await idOf('ann');
    world.world.statements.length = 0;
    const ann = await explanationOf(world.ctx(), { id, key: 'it' }, annsId);
    expect(holds(ann)).toEqual([false, [true, false, true], [false, [true, true]]]);
    // One for the segments, one for what journeys are called, one for all conditions.
    expect(world.world.statements).toHaveLength(3);
    const named = ann.children[1]!.children[0]!;
    expect(named.text).toContain('The callers');
    expect(named.children.map(child => child.text)).toEqual([ann.children[0]!.children[1]!.text]);
  });

  it('follows a customer to who they were merged into', async () => {
    const id = await world.save('callers', called);
    const [ghost] = await world.sql.query<{ id: number }>(
      'insert into customer (merged_into) values ($1) returning id',
      [await world.idOf('ann')],
    );
    expect(await explanationOf(world.ctx(), { id, key: 'it' }, encodeId('customer', ghost!.id))).toMatchObject({
      holds: true,
    });
  });

  it.each(['customer_999999', 'account_1', 'nonsense'])('knows no customer %s', async customer => {
    const id = await world.save('callers', called);
    await expect(explanationOf(world.ctx(), { id, key: 'it' }, customer)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const dan = await idOf('dan');
    await expect(explanationOf(world.ctx(), { id, key: 'it' }, dan)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(explanationOf(world.ctx(), { id: 999_999, key: 'it' }, await idOf('ann'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
