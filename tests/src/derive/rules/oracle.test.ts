// Any rule, of any small company, at any moment, has the members that one gets by hand; and time changes none before it is due.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Statement } from '../../../../src/base/database/statement.ts';
import { checkRule } from '../../../../src/derive/rules/check-rule.ts';
import { compileRules, ruleCondition, type Scope } from '../../../../src/derive/rules/compile/compile.ts';
import { inlineRule } from '../../../../src/derive/rules/inline-rule.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { ruleInput } from './arbitrary.ts';
import { holds, membersOf } from './evaluate.ts';
import { NOW, randomWorld } from './random-world.ts';
import { type Person, storeWorld, type World } from './world.ts';

const WORLDS = Number(process.env.RULE_WORLDS ?? 50);
const RULES = 200;
/** So many in one statement, as the refresh has it. */
const BATCH = 40;
const ALONE = 12;
const SEED = Number(process.env.RULE_SEED ?? 20261122);
const HOUR = 3_600_000;

let database: TestContext;
beforeAll(async () => {
  database = await createTestContext();
});
afterAll(() => database.close());

const tally = { rules: 0, memberships: 0, telling: 0, due: 0, changedWhenDue: 0 };

const rules = fc
  .array(ruleInput(['first', 'second']), { minLength: RULES, maxLength: RULES })
  // What differs says itself which rule it is.
  .map(inputs => Object.assign(inputs, { [fc.toStringMethod]: () => 'rules' }));
const company = randomWorld.map(world => Object.assign(world, { [fc.toStringMethod]: () => 'company' }));
const segments = fc.tuple(ruleInput(), ruleInput(['first']));
/** Hours that pass. */
const waits = fc.array(fc.integer({ min: 1, max: 100 * 24 }), { minLength: 4, maxLength: 4 });

it('has the members that one gets by hand, and says when time may change them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.noBias(company),
      fc.noBias(segments),
      fc.noBias(rules),
      fc.noBias(waits),
      async (random, [first, second], inputs, hours) => {
        const world: World = { ...random, segments: { first: stored(first), second: stored(second) } };
        await storeWorld(database.sql, world);
        const all = inputs.map(stored);
        const moments = hours.map(wait => NOW + wait * HOUR);
        for (let at = 0; at < all.length; at += BATCH) await compare(world, all.slice(at, at + BATCH), moments);
        for (const rule of all.slice(0, ALONE)) {
          await compare(world, [rule], moments);
          await compareList(world, rule);
        }
      },
    ),
    { numRuns: WORLDS, seed: SEED, endOnFailure: true },
  );
  console.info(`${tally.rules.toLocaleString('en')} random rules over ${WORLDS} worlds: 0 differences`, tally);
  // Many a rule tells some customers from others.
  expect(tally.telling / tally.rules).toBeGreaterThan(0.35);
  expect(tally.changedWhenDue).toBeGreaterThan(WORLDS);
}, 300_000);

/** As it comes out of the table that it was saved in. */
function stored(input: object): SegmentRule {
  return JSON.parse(JSON.stringify(checkRule('rule', input))) as SegmentRule;
}

interface Row {
  readonly id: number;
  readonly holds: readonly boolean[];
  readonly due: Date | null;
}

async function read(world: World, batch: readonly SegmentRule[], customers: readonly number[] | null): Promise<Row[]> {
  const s = new Statement();
  const scope: Scope = customers === null ? 'EVERYBODY' : { customers: s.bind(customers, 'bigint[]') };
  const inlined = batch.map(rule => inlineRule(rule, key => world.segments[key]));
  const { ctes, from, holds, due } = compileRules(s, inlined, scope, new Date(NOW));
  return database.sql.query<Row>(
    `with ${ctes} select c.id, array[${holds.join(', ')}] as holds, ${due} as due from ${from} order by c.id`,
    s.params,
  );
}

async function compare(world: World, batch: readonly SegmentRule[], moments: readonly number[]): Promise<void> {
  const rows = await read(world, batch, null);
  for (const [at, rule] of batch.entries()) {
    const members = rows.filter(row => row.holds[at] !== false).map(row => row.id);
    expectMembers(world, rule, members);
    tally.rules += 1;
    tally.memberships += members.length;
    if (members.length > 0 && members.length < rows.length) tally.telling += 1;
  }
  const some = world.people.filter(who => who.id % 3 !== 0).map(who => who.id);
  expect(await read(world, batch, some)).toEqual(rows.filter(row => some.includes(row.id)));
  for (const row of rows) expectDue(world, batch, row, moments);
}

/** Until something is due nothing changes. */
function expectDue(
  world: World,
  batch: readonly SegmentRule[],
  { id, holds: now, due }: Row,
  moments: readonly number[],
) {
  const who = world.people.find(person => person.id === id)!;
  const end = due?.getTime() ?? Number.POSITIVE_INFINITY;
  expect(end).toBeGreaterThan(NOW);
  const before = due === null ? moments : [end - 1, ...moments.filter(moment => moment < end)];
  for (const moment of before) {
    const wrong = batch.find((rule, at) => holds(world, rule, who, moment) !== now[at]);
    if (wrong) expect.fail(`${told(world, wrong, who)} changes by ${new Date(moment).toISOString()}, before ${due}`);
  }
  if (due === null) return;
  tally.due += 1;
  if (batch.some((rule, at) => holds(world, rule, who, end) !== now[at])) tally.changedWhenDue += 1;
}

async function compareList(world: World, rule: SegmentRule): Promise<void> {
  const s = new Statement();
  const condition = ruleCondition(
    s,
    inlineRule(rule, key => world.segments[key]),
    'row',
    new Date(NOW),
  );
  const found = await database.sql.query<{ id: number }>(
    `select row.id from customer row where ${condition} order by row.id`,
    s.params,
  );
  expectMembers(
    world,
    rule,
    found.map(row => row.id),
  );
}

/** Fails with all that is known of the first customer who is wrong. */
function expectMembers(world: World, rule: SegmentRule, members: readonly number[]): void {
  const byHand = membersOf(world, rule, NOW);
  const wrong = world.people.find(({ id }) => members.includes(id) !== byHand.includes(id));
  if (!wrong) return;
  expect.fail(`${told(world, rule, wrong)} should be ${byHand.includes(wrong.id)}`);
}

function told(world: World, rule: SegmentRule, who: Person): string {
  const theirs = {
    ...who,
    happenings: world.happenings.filter(one => one.customer === who.id),
    answers: world.answers.filter(one => one.subject === who.id),
    visits: world.visits.filter(one => one.customer === who.id),
  };
  return `${JSON.stringify(rule)}\nfor ${JSON.stringify(theirs)}\n`;
}
