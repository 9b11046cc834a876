// A rule that names what there is not is refused, and the refusal says what there is.
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import { namesIn } from '../../../../src/derive/rules/names.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { refuseUnknownNames } from '../../../../src/derive/rules/unknown-names.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

let database: TestContext;
beforeAll(async () => {
  database = await createTestContext();
  const { sql } = database;
  await sql.query('truncate journey');
  await sql.query(`insert into segment (key, name, rule) values ('vip', 'VIP', '{}'), ('lost', 'Lost', '{}')`);
  await sql.query(
    `insert into journey (key, name, mode, stages) values ('life', 'Life', 'ORDERED', '[{"key": "trial"}, {"key": "paid"}]')`,
  );
  // Only the oldest of many has the trait "rare".
  await sql.query(
    `insert into customer (traits) select case when n = 1 then '{"rare": {}, "plan": {}}' else '{"plan": {}}' end::jsonb from generate_series(1, 1500) n`,
  );
});
afterAll(() => database.close());

const trait = (key: string): SegmentRule => ({ trait: { key, is: { present: true } } });
const stage = (journey: string, name: string): SegmentRule => ({ stage: { journey, stage: name } });

it('finds names wherever they stand', () => {
  const rule: SegmentRule = {
    all: [{ segment: 'a' }, { any: [trait('b'), { not: stage('c', 'd') }] }, { interaction: {} }],
  };
  expect(namesIn(rule)).toEqual([
    { path: 'rule.all[0].segment', kind: 'segment', name: 'a' },
    { path: 'rule.all[1].any[0].trait.key', kind: 'trait', name: 'b' },
    { path: 'rule.all[1].any[1].not.stage.journey', kind: 'journey', name: 'c' },
    { path: 'rule.all[1].any[1].not.stage.stage', kind: 'stage', name: 'd', journey: 'c' },
  ]);
});

it('takes what there is, with one statement at most', async () => {
  database.statements.length = 0;
  await refuseUnknownNames(database.sql, {
    all: [{ segment: 'vip' }, stage('life', 'paid'), trait('plan'), trait('rare')],
  });
  await refuseUnknownNames(database.sql, { interaction: {} });
  expect(database.statements.length).toBe(1);
});

test.each<[SegmentRule, string, string]>([
  [{ not: { segment: 'vib' } }, 'rule.not.segment', 'There is no segment "vib". There is lost, vip.'],
  [stage('live', 'paid'), 'rule.stage.journey', 'There is no journey "live". There is life.'],
  [
    stage('life', 'payed'),
    'rule.stage.stage',
    'There is no stage "payed" in the journey "life". There is paid, trial.',
  ],
  [{ any: [trait('plan'), trait('plam')] }, 'rule.any[1].trait.key', 'No customer has a trait "plam". There is plan.'],
])('%j is refused', async (rule, field, message) => {
  await expect(refuseUnknownNames(database.sql, rule)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message,
    details: { field },
  });
});
