// What the SQL of rules is like: read once however many rules there are, with every value as a parameter.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Statement } from '../../../../src/base/database/statement.ts';
import { checkRule } from '../../../../src/derive/rules/check-rule.ts';
import { compileRules, ruleCondition } from '../../../../src/derive/rules/compile/compile.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { ruleInput } from './arbitrary.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
let database: TestContext;
beforeAll(async () => {
  database = await createTestContext();
});
afterAll(() => database.close());

function compile(rules: readonly SegmentRule[]) {
  const s = new Statement();
  const compiled = compileRules(s, rules, 'EVERYBODY', NOW);
  return { s, compiled, text: `${compiled.ctes}\n${compiled.from}` };
}

const times = (text: string, part: string) => text.split(part).length - 1;
const DAYS = [1, 7, 30, 60, 90];
const KINDS = ['SUPPORT_CASE', 'PURCHASE', 'CALL'] as const;

describe('many rules', () => {
  const rules: SegmentRule[] = DAYS.flatMap(days =>
    KINDS.flatMap((kind, n): SegmentRule[] => [
      { interaction: { kind, within: `P${days}D`, count: { gte: n } } },
      // biome-ignore lint/suspicious/noThenProperty: the name in the API
      { interaction: { kind, then: { kind: 'CALL', within: `P${days}D` } } },
      { not: { answer: { measure: 'NPS', any: { lte: n }, within: `P${days}D` } } },
      { answer: { measure: 'CSAT', latest: { lte: n }, within: `P${days}D` } },
      {
        any: [
          { field: { field: 'HEALTH', is: { lt: days } } },
          { field: { field: 'ACCOUNT_EMPLOYEES', is: { gt: n } } },
        ],
      },
    ]),
  );

  it('read each table as often as one of each sort does', () => {
    const { text } = compile(rules);
    // Counts and walks, and what is to come.
    expect(times(text, 'from interaction')).toBe(3);
    // Counts, the latest of the one measure, and what is to come.
    expect(times(text, 'from metric_fact')).toBe(3);
    for (const table of ['account', 'customer_score']) expect(times(text, `join ${table} `)).toBe(1);
    expect(times(text, 'customer_activity')).toBe(0);
  });

  it('look at no customer one by one', () => {
    const { text, compiled } = compile(rules);
    expect(times(`${text} ${compiled.holds.join(' ')}`, 'exists')).toBe(0);
  });

  it('count equal things once', () => {
    const twice = compile([...rules, ...rules]);
    const once = compile(rules);
    expect(twice.text).toBe(once.text);
    expect(twice.s.params).toEqual(once.s.params);
  });
});

describe('any rule', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter(one => !one.includes('\0'));

  it('keeps what users wrote out of the text', () => {
    fc.assert(
      fc.property(fc.uuid(), word => {
        const rules: SegmentRule[] = [
          { field: { field: 'JOB_TITLE', is: { contains: word } } },
          { field: { field: 'EMAIL', is: { startsWith: word } } },
          { trait: { key: word, is: { in: [word, 5] } } },
          { interaction: { touchpoint: word } },
          { stage: { journey: word, stage: word } },
        ];
        const { text: sql, compiled } = compile(rules);
        expect(`${sql} ${compiled.holds.join(' ')} ${compiled.due}`).not.toContain(word);
      }),
      { numRuns: 20 },
    );
  });

  it('is read by PostgreSQL, whatever the words', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (key, word) => {
        const rules: SegmentRule[] = [
          { trait: { key, is: { contains: word } } },
          { field: { field: 'EMAIL', is: { contains: word } } },
          { interaction: { touchpoint: word } },
        ];
        const { s, compiled } = compile(rules.map(rule => checkRule('rule', rule)));
        const asked = `with ${compiled.ctes} select ${compiled.holds.join(', ')} from ${compiled.from}`;
        await expect(database.sql.query(asked, s.params)).resolves.toBeInstanceOf(Array);
      }),
      { numRuns: 50 },
    );
  });

  it('may be asked without its due moment, and as a condition', async () => {
    await fc.assert(
      fc.asyncProperty(ruleInput(), async input => {
        const rule = checkRule('rule', input);
        const { s, compiled } = compile([rule]);
        const due = `with ${compiled.ctes} select c.id from ${compiled.from}`;
        await expect(database.sql.query(due, s.params)).resolves.toBeInstanceOf(Array);
        const other = new Statement();
        const condition = ruleCondition(other, rule, 'x', NOW);
        const others = `select from customer x where not (${condition})`;
        await expect(database.sql.query(others, other.params)).resolves.toBeInstanceOf(Array);
      }),
      { numRuns: 50 },
    );
  });
});
