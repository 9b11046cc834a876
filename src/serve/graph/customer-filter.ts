// Which customers are listed by segment: members of one by its key, or those whom a rule of the moment holds for.
import type { Context } from '../../base/context/context.ts';
import type { Statement } from '../../base/database/statement.ts';
import { badInput, UserError, within } from '../../base/errors.ts';
import { inSegmentSql } from '../../derive/metrics/memberships.ts';
import { ruleCondition } from '../../derive/rules/compile/compile.ts';
import type { SegmentRule } from '../../derive/rules/rule.ts';
import { understandRule } from '../../derive/segments/understand.ts';
import type { Selected } from './selection.ts';

export interface SegmentFilter {
  /** Key. */
  readonly segment?: string | null;
  readonly rule?: UnderstoodRule | null;
}

interface UnderstoodRule {
  readonly inlined: SegmentRule;
  readonly now: Date;
}

/**
 * What was selected, with the rule in its argument `where` checked and every name in it known. No statement where
 * neither is given. @throws UserError BAD_USER_INPUT naming the place.
 */
export async function understandFilter(ctx: Context, selected: Selected): Promise<Selected> {
  const where = selected.args.where as { segment?: string | null; rule?: unknown } | null | undefined;
  if (where?.segment != null) await checkSegment(ctx, where.segment);
  if (where?.rule == null) return selected;
  const rule = await understand(ctx, where.rule);
  return { ...selected, args: { ...selected.args, where: { ...where, rule } } };
}

async function understand(ctx: Context, rule: unknown): Promise<UnderstoodRule> {
  try {
    const { inlined } = await understandRule(ctx.sql, 'rule', rule);
    return { inlined, now: ctx.now() };
  } catch (error) {
    throw error instanceof UserError ? within('where', error) : error;
  }
}

/** A typing error must not be an empty list. */
async function checkSegment(ctx: Context, key: string): Promise<void> {
  const found = await ctx.sql.one('select from segment where key = $1', [key], 'segment-known');
  if (!found) throw badInput('where.segment', `There is no segment "${key}". The query "segments" lists their keys.`);
}

/** SQL conditions on a row of customers. */
export function segmentConditions(s: Statement, row: string, { segment, rule }: SegmentFilter): string[] {
  const conditions: string[] = [];
  if (segment != null) conditions.push(inSegmentSql(s, segment, `${row}.id`));
  if (rule != null) {
    s.isRare = true;
    conditions.push(ruleCondition(s, rule.inlined, row, rule.now));
  }
  return conditions;
}
