// The recipe "add a condition of segments", followed: what stands in one file, and in one line of the list, is all it takes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Statement } from '../../../../src/base/database/statement.ts';
import { UserError } from '../../../../src/base/errors.ts';
import { parts, text } from '../../../../src/base/input.ts';
import { checkRule } from '../../../../src/derive/rules/check-rule.ts';
import type { Build } from '../../../../src/derive/rules/compile/build.ts';
import { compileRules } from '../../../../src/derive/rules/compile/compile.ts';
import { condition } from '../../../../src/derive/rules/condition.ts';
import { CONDITIONS } from '../../../../src/derive/rules/conditions/index.ts';
import { conditionsOf, inlineRule } from '../../../../src/derive/rules/inline-rule.ts';
import { namesIn } from '../../../../src/derive/rules/names.ts';
import { type NumberTest, numberSql, numberTest, numberTestText } from '../../../../src/derive/rules/number-test.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { ruleText } from '../../../../src/derive/rules/rule-text.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { type Person, storeWorld } from './world.ts';

// The file, conditions/colleagues.ts: how many customers, with a trait if one is named, there are at their company.

/** Reads the table once for all of them. */
class Companies {
  readonly #sizes = new Map<string, string>();
  readonly alias: string;

  constructor(b: Build) {
    const cte = b.statement.alias();
    this.alias = b.join(cte, row => `${row}.account_id = c.account_id`);
    b.later(() => {
      const columns = [...this.#sizes].map(([sql, name]) => `${sql} as ${name}`);
      return `${cte} as (select m.account_id, ${columns.join(', ')} from customer m where m.deleted_at is null and m.merged_into is null group by 1)`;
    });
  }

  sizeSql(sql: string): string {
    const name = this.#sizes.get(sql) ?? `n${this.#sizes.size + 1}`;
    this.#sizes.set(sql, name);
    return `coalesce(${this.alias}.${name}, 0)`;
  }
}

const schema = parts({ count: numberTest, trait: text.optional() });
const colleagues = condition<{ count: NumberTest; trait?: string }>({
  schema,
  sql(b, { count, trait }) {
    const where = trait === undefined ? '' : ` filter (where m.traits ? ${b.bind(trait, 'text')})`;
    const size = b.shared(Companies).sizeSql(`count(*)${where}`);
    return numberSql(size, count, bound => b.bind(bound, 'float8'));
  },
  text: ({ count, trait }) =>
    `${numberTestText(count, 'exactly ')} people at their company${trait === undefined ? '' : ` with "${trait}"`}`,
  names: ({ trait }) => (trait === undefined ? [] : [{ at: 'trait', kind: 'trait', name: trait }]),
  size: () => 2,
});

// The line in conditions/index.ts.
const conditions = { ...CONDITIONS, colleagues };

const taken = (input: object) => checkRule('rule', input, conditions);
const many = { colleagues: { count: { gte: 2 } } };

describe('a condition of one file and one line', () => {
  it('is taken as it is given, anywhere in a rule', () => {
    const rule = { all: [{ not: many }, { field: { field: 'HEALTH', is: { lt: 50 } } }] };
    expect(taken({ ...rule, any: null })).toEqual(rule);
  });

  it.each([
    [{ colleagues: {} }, 'rule.colleagues.count', '"count" is missing.'],
    [{ any: [{ colleagues: { count: { gte: 'x' } } }] }, 'rule.any[0].colleagues.count.gte', '"x" is not a number.'],
    [{ colleagues: { size: 2 } }, 'rule.colleagues.size', 'There is no "size" here. There is count and trait.'],
    [
      {},
      'rule',
      'Give exactly one of all, any, not, field, trait, interaction, answer, segment, stage and colleagues: there is none.',
    ],
  ])('%j is refused at %s', (input, field, message) => {
    expect(() => taken(input)).toThrow(expect.objectContaining({ message, details: { field } }));
    expect(() => taken(input)).toThrow(UserError);
  });

  it('is not there without its line', () => {
    expect(() => checkRule('rule', many)).toThrow('There is no "colleagues" here.');
  });

  it('is told in words, with what it names and how much it is', () => {
    const rule = taken({ any: [many, { colleagues: { count: { eq: 3 }, trait: 'plan' } }, { segment: 'vip' }] });
    expect(ruleText(rule, {}, conditions)).toBe(
      'any of: at least 2 people at their company; exactly 3 people at their company with "plan"; in segment "vip"',
    );
    expect(namesIn(rule, 'rule', conditions)).toEqual([
      { path: 'rule.any[1].colleagues.trait', kind: 'trait', name: 'plan' },
      { path: 'rule.any[2].segment', kind: 'segment', name: 'vip' },
    ]);
    expect(conditionsOf(rule, conditions)).toBe(5);
  });
});

describe('over a small company', () => {
  let database: TestContext;
  beforeAll(async () => {
    database = await createTestContext();
    const account = (id: number) => ({ id, name: `A${id}`, industry: null, employees: null, isGone: false });
    const people = [person(1, 1), person(2, 1), person(3, 1, 'US'), person(4, 2), person(5, null)];
    const none = { happenings: [], answers: [], visits: [], history: [], segments: {} };
    await storeWorld(database.sql, { accounts: [account(1), account(2)], people, ...none });
  });
  afterAll(() => database.close());

  const person = (id: number, employer: number | null, country = 'DE'): Person => ({
    id,
    emails: [],
    country,
    language: null,
    jobTitle: null,
    lifecycleStage: null,
    createdAt: 0,
    account: employer,
    traits: country === 'DE' ? { plan: 'pro' } : {},
    score: null,
    lastInteractionAt: undefined,
    gone: null,
  });

  it('it has the members that one counts by hand, with one pass for all of its kind', async () => {
    const inputs: [object, number[]][] = [
      [many, [1, 2, 3]],
      [{ colleagues: { count: { eq: 2 }, trait: 'plan' } }, [1, 2, 3]],
      [{ colleagues: { count: { lt: 2 } } }, [4, 5]],
      [{ all: [{ not: { colleagues: { count: { gte: 3 } } } }, { segment: 'german' }] }, [4, 5]],
      [{ all: [many, { segment: 'german' }] }, [1, 2]],
    ];
    const german: SegmentRule = { field: { field: 'COUNTRY', is: { eq: 'DE' } } };
    const rules = inputs.map(([input]) => inlineRule(taken(input), () => german, 'rule', conditions));
    const s = new Statement();
    const { ctes, from, holds } = compileRules(s, rules, 'EVERYBODY', new Date('2026-06-15T12:00:00Z'), conditions);
    const rows = await database.sql.query<{ id: number; holds: boolean[] }>(
      `with ${ctes} select c.id, array[${holds.join(', ')}] as holds from ${from} order by c.id`,
      s.params,
    );
    const members = inputs.map((_, n) => rows.filter(row => row.holds[n]).map(({ id }) => id));
    expect(members).toEqual(inputs.map(([, ids]) => ids));
    expect(ctes.split('from customer m')).toHaveLength(2);
  });
});
