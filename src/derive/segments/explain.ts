// Why a customer is in a segment or not: every condition of its rule, with what it comes to for them.
import type { Context } from '../../base/context/context.ts';
import { survivorOf } from '../../base/database/conditions.ts';
import { Statement } from '../../base/database/statement.ts';
import { notFound } from '../../base/errors.ts';
import { decodeId } from '../../base/ids.ts';
import { compileRules } from '../rules/compile/compile.ts';
import { readDisplayNames } from '../rules/display-names.ts';
import { inlineRule } from '../rules/inline-rule.ts';
import { rulesOf } from '../rules/names.ts';
import type { SegmentRule } from '../rules/rule.ts';
import { nodeText } from '../rules/rule-text.ts';
import { readSegments } from './stored-segments.ts';

export interface RuleExplanation {
  readonly holds: boolean;
  readonly text: string;
  /** Of `all`, `any` and `not`: what they are made of. Of another segment: its rule. */
  readonly children: readonly RuleExplanation[];
}

/** A rule with everything below it, and its place among all of them. */
interface Node {
  readonly place: number;
  readonly text: string;
  readonly children: readonly Node[];
}

/**
 * For several segments, those that there are, by row id; for a customer by their global id. As of now: what happened since
 * the last refresh is seen here before it is in the members. As many statements as for one. @throws UserError NOT_FOUND
 */
export async function explainSegments(
  ctx: Context,
  ids: readonly number[],
  customerId: string,
): Promise<Map<number, RuleExplanation>> {
  const segments = await readSegments(ctx.sql);
  const lookup = rulesOf(segments);
  const names = await readDisplayNames(ctx.sql, segments);
  const rules: SegmentRule[] = [];
  const nodeOf = (rule: SegmentRule): Node => {
    const place = rules.push(inlineRule(rule, lookup)) - 1;
    return { place, text: nodeText(rule, names), children: partsOf(rule, lookup).map(nodeOf) };
  };
  const roots = segments.filter(({ id }) => ids.includes(id)).map(({ id, rule }) => [id, nodeOf(rule)] as const);
  ctx.budget.spendCells(rules.length);
  const holds = roots.length > 0 ? await evaluate(ctx, rules, customerId) : [];
  const explain = ({ place, text, children }: Node): RuleExplanation => ({
    holds: holds[place]!,
    text,
    children: children.map(explain),
  });
  return new Map(roots.map(([id, root]) => [id, explain(root)]));
}

function partsOf(rule: SegmentRule, lookup: (key: string) => SegmentRule | undefined): readonly SegmentRule[] {
  if (rule.segment !== undefined) return [lookup(rule.segment)!];
  if (rule.not) return [rule.not];
  return rule.all ?? rule.any ?? [];
}

/** One who was merged is explained as who they are now. */
async function evaluate(ctx: Context, rules: readonly SegmentRule[], customerId: string): Promise<readonly boolean[]> {
  const id = decodeId('customer', customerId);
  if (id === null) throw notFound('customer', customerId);
  const s = new Statement(ctx);
  const customers = `array[${survivorOf(s, 'customer', id)}]`;
  const { ctes, from, holds } = compileRules(s, rules, { customers }, ctx.now());
  const row = await ctx.sql.one<{ holds: boolean[] }>(
    `with ${ctes} select array[${holds.join(', ')}] as holds from ${from}`,
    s.params,
  );
  if (!row) throw notFound('customer', customerId);
  return row.holds;
}
