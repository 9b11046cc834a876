// Counts and samples a rule without saving it.
import type { Context } from '../../base/context/context.ts';
import { Statement } from '../../base/database/statement.ts';
import { badInput } from '../../base/errors.ts';
import { compileRules } from '../rules/compile/compile.ts';
import { readDisplayNames } from '../rules/display-names.ts';
import { ruleText } from '../rules/rule-text.ts';
import { understandRule } from './understand.ts';

export interface Preview {
  readonly size: number;
  /** Of all customers, from 0 to 1; 0 when there are none. */
  readonly share: number;
  readonly ruleText: string;
  /** Row ids of some of them, newest customers first. */
  readonly customers: readonly number[];
}

const MAX_SAMPLE = 100;

/** `rule` is as it was given. As of now. @throws UserError BAD_USER_INPUT naming the place. */
export async function previewRule(ctx: Context, rule: unknown, sample: number): Promise<Preview> {
  if (!Number.isInteger(sample) || sample < 0 || sample > MAX_SAMPLE)
    throw badInput('sample', `"sample" is 0 to ${MAX_SAMPLE}, not ${sample}.`);
  const { checked, inlined, segments } = await understandRule(ctx.sql, 'rule', rule);
  const s = new Statement(ctx);
  const { ctes, from, holds } = compileRules(s, [inlined], 'EVERYBODY', ctx.now());
  const row = await ctx.sql.one<{ size: number; everybody: number; customers: number[] }>(
    `with ${ctes}, seen as materialized (
       select c.id, ${holds[0]} as holds from ${from}
     )
     select count(*) filter (where holds) as size, count(*) as everybody, array_to_json(array(
       select n.id from seen join customer n on n.id = seen.id where holds
       order by n.created_at desc, n.id desc limit ${s.bind(sample, 'int')}
     )) as customers
     from seen`,
    s.params,
  );
  const { size, everybody, customers } = row!;
  const names = await readDisplayNames(ctx.sql, segments);
  return { size, share: everybody === 0 ? 0 : size / everybody, ruleText: ruleText(checked, names), customers };
}
