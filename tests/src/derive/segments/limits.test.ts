// The largest rules that are taken can be evaluated and explained, many of them too: no refresh ends at PostgreSQL's limits.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeId } from '../../../../src/base/ids.ts';
import type { InteractionCondition } from '../../../../src/derive/rules/conditions/interaction.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { explanationOf } from '../../../../src/derive/segments/figures.ts';
import { previewRule } from '../../../../src/derive/segments/preview.ts';
import {
  createSegmentWorld,
  evaluatedMembers,
  type SegmentWorld,
  storedMembers,
} from '../../../support/lives/segments.ts';

const NOW = '2026-05-01T00:00:00Z';
const MOST = 200;
let world: SegmentWorld;
beforeAll(async () => {
  world = await createSegmentWorld(NOW);
  await world.happen('ann', { occurredAt: new Date('2026-04-30T00:00:00Z') });
  await world.sql.query(`update customer set traits = '{"plan": {"value": "gold"}}'`);
  await world.refresh();
});
afterAll(() => world.close());

/** No two of them have anything in common. */
function chain(n: number, links: number): InteractionCondition {
  const condition = {
    touchpoint: `t${n}-${links}`,
    within: `PT${n * 10 + links}H`,
    count: { gte: n },
    amount: { gte: n },
  };
  // biome-ignore lint/suspicious/noThenProperty: it is what the API calls it, and nothing awaits a rule
  return links === 1 ? condition : { ...condition, then: chain(n, links - 1) };
}
const KINDS: Record<string, { rule: (n: number) => SegmentRule; most: number }> = {
  interactions: { rule: n => ({ interaction: chain(n, 1) }), most: MOST },
  chains: { rule: n => ({ interaction: chain(n, 4) }), most: MOST / 4 },
  answers: {
    rule: n => ({
      answer: { measure: 'CSAT', within: `PT${n}H`, any: { gte: n }, mean: { gte: n }, latest: { gte: n } },
    }),
    most: MOST,
  },
  fields: { rule: n => ({ field: { field: 'LAST_INTERACTION_AT', is: { within: `PT${n + 20}H` } } }), most: MOST },
  traits: { rule: n => ({ trait: { key: 'plan', is: { contains: `gold${n}` } } }), most: MOST },
};
const many = (kind: string, count: number): SegmentRule[] =>
  Array.from({ length: count }, (_, n) => KINDS[kind]!.rule(n + 1));

it.each(Object.entries(KINDS))('as many %s as there may be', async (kind, { most }) => {
  const rules = many(kind, most);
  // As deep as there may be: each group holds one condition less than the one around it.
  const [first, ...others] = rules;
  const deep = others.slice(0, 8).reduce<SegmentRule>((inner, rule) => ({ any: [rule, inner] }), first!);
  const rule = { any: [deep, ...others.slice(8)] };
  const id = await world.save(kind, rule);
  expect(await world.members(kind)).toEqual(kind === 'fields' ? ['ann'] : []);
  expect(await previewRule(world.ctx(), { not: rule }, 1)).toMatchObject({ size: kind === 'fields' ? 0 : 1 });
  const ann = encodeId('customer', await world.idOf('ann'));
  expect(await explanationOf(world.ctx(), { id, key: 'it' }, ann)).toMatchObject({ holds: kind === 'fields' });
  const more = { any: [...rules, { not: KINDS[kind]!.rule(1) }] };
  await expect(world.save('more', more)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('all of them in one refresh', async () => {
  await world.happen('bob', { occurredAt: new Date('2026-04-30T12:00:00Z') });
  await world.refresh();
  const members = await storedMembers(world.sql);
  expect(members).toHaveLength(2);
  await world.sql.query(`delete from segment where key <> 'fields'`);
  expect(await evaluatedMembers(world.sql, new Date(NOW))).toEqual(members);
});
