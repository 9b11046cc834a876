// Saves a segment, and has it evaluated with those that name it.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { badInput, UserError } from '../../base/errors.ts';
import { key, nameOf, parts, takeInput, text } from '../../base/input.ts';
import { requestRefresh } from '../../ingest/marks/request.ts';
import { withExclusiveLockSoon } from '../evaluation/exclusive-lock.ts';
import { unlessFault } from '../evaluation/poison.ts';
import { isSmall } from '../evaluation/progress.ts';
import { RULE } from '../rules/check-rule.ts';
import { inlineRule } from '../rules/inline-rule.ts';
import { dependentsOf, rulesOf } from '../rules/names.ts';
import type { SegmentRule } from '../rules/rule.ts';
import { refuseUnknownNames } from '../rules/unknown-names.ts';
import { evaluateSegments } from './refresh-segments.ts';
import { isEvaluated, lockSegments, readSegments } from './stored-segments.ts';

export interface SaveSegmentInput {
  /** Small letters, digits and dashes. */
  readonly key: string;
  readonly name: string;
  readonly description?: string | null;
  /** As it was given. */
  readonly rule: unknown;
}

const SEGMENT = parts({
  key,
  name: nameOf('segment'),
  description: z
    .string()
    .trim()
    .transform(given => given || null)
    .pipe(text.nullable())
    .default(null),
  rule: RULE,
});
type Content = z.output<typeof SEGMENT>;

/**
 * Creates it or brings it up to date by key. Gives its row id. Members are there when it returns, unless a refresh is
 * at work that takes longer than some 2 seconds: then they come with the next. @throws UserError BAD_USER_INPUT, CONFLICT
 */
export async function saveSegment(ctx: Context, input: SaveSegmentInput): Promise<number> {
  const content = takeInput(SEGMENT, input);
  const { id, changed } = await ctx.sql.transaction(tx => write(tx, content, ctx.now()));
  if (changed.length > 0 && !(await evaluateSaved(ctx, changed))) await requestRefresh(ctx);
  return id;
}

/** `changed` are the segments that mean something else now. */
async function write(tx: Sql, content: Content, now: Date): Promise<{ id: number; changed: number[] }> {
  const { key, name, description, rule } = content;
  await lockSegments(tx);
  await refuseUnknownNames(tx, rule);
  const stored = await readSegments(tx);
  const before = stored.find(segment => segment.key === key);
  const others = stored.filter(segment => segment !== before);
  const lookup = rulesOf([...others, content]);
  inlineRule(rule, lookup);
  const isNew = !before || !isDeepStrictEqual(before.rule, rule);
  const dependents = isNew ? dependentsOf(key, others) : [];
  for (const dependent of dependents) refuseTooMuch(dependent.key, () => inlineRule(dependent.rule, lookup));
  const row = await tx.one<{ id: number }>(
    `insert into segment as s (key, name, description, rule, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)
     on conflict (key) do update set name = excluded.name, description = excluded.description, rule = excluded.rule,
       updated_at = excluded.updated_at, revision = s.revision + $6
     returning id`,
    [key, name, description, JSON.stringify(rule), now, isNew ? 1 : 0],
  );
  const named = dependents.map(dependent => dependent.id);
  await tx.query('update segment set revision = revision + 1 where id = any($1)', [named]);
  return { id: row!.id, changed: isNew ? [row!.id, ...named] : [] };
}

/** A rule may be small enough itself, but too much where others name it. */
function refuseTooMuch(dependent: string, inline: () => SegmentRule): void {
  try {
    inline();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw badInput('rule', `The segment "${dependent}" names this one, and would not do with it. ${error.message}`);
  }
}

/** By row id. False when there was no opportunity within some 2 seconds: then a refresh is to be asked for. */
async function evaluateSaved(ctx: Pick<Context, 'sql' | 'now'>, saved: readonly number[]): Promise<boolean> {
  let isDone = false;
  const hadOpportunity = await withExclusiveLockSoon(ctx.sql, async tx => {
    // Many are evaluated bit by bit.
    if (!(await isSmall(tx))) return;
    const segments = await readSegments(tx);
    // What somebody else has evaluated meanwhile, or deleted, is done.
    const wanted = segments.filter(segment => saved.includes(segment.id) && !isEvaluated(segment));
    // Where it cannot be evaluated, the refresh finds out what is to blame.
    isDone = await unlessFault(tx, () => evaluateSegments(tx, segments, wanted, ctx.now()));
  });
  return hadOpportunity && isDone;
}
