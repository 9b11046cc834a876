// The SQL that the ready segments become, alone and all in one statement, as it stands in files: a change of it is seen.
import { expect, test } from 'vitest';
import { Statement } from '../../../../src/base/database/statement.ts';
import { compileRules } from '../../../../src/derive/rules/compile/compile.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { READY_SEGMENTS } from '../../../../src/derive/segments/ready.ts';

const NOW = new Date('2026-06-15T12:00:00Z');

/** What the ready ones do not ask for. */
const OTHERS: readonly SegmentRule[] = [
  { trait: { key: 'plan', is: { eq: 'enterprise' } } },
  { stage: { journey: 'default', stage: 'onboarding', for: 'P14D' } },
  { answer: { measure: 'CES', any: { gte: 6 }, mean: { lt: 5 }, within: 'P90D' } },
  {
    interaction: {
      kind: 'CAMPAIGN_RESPONSE',
      // biome-ignore lint/suspicious/noThenProperty: the name in the API
      then: { kind: 'PURCHASE', within: 'P30D', amount: { gte: 100 } },
    },
  },
];

function statementOf(rules: readonly SegmentRule[]): string {
  const s = new Statement();
  const { ctes, from, holds, due } = compileRules(s, rules, 'EVERYBODY', NOW);
  const params = s.params.map((value, n) => `-- $${n + 1} = ${JSON.stringify(value)}`);
  return [...params, `with ${ctes}`, `select c.id, ${holds.join(',\n  ')},\n  ${due}`, `from ${from}`, ''].join('\n');
}

const rules = READY_SEGMENTS.map(({ rule }) => rule);
const STATEMENTS: readonly [string, readonly SegmentRule[]][] = [
  ...READY_SEGMENTS.map(({ key, rule }): [string, SegmentRule[]] => [key, [rule]]),
  ['everything', [...rules, ...OTHERS]],
];

test.each(STATEMENTS)('%s', async (name, asked) => {
  await expect(statementOf(asked)).toMatchFileSnapshot(`sql/${name}.sql`);
});
