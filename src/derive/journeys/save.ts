// Saves a journey, has everybody walked through it, and the segments that name it evaluated.
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { badInput, UserError } from '../../base/errors.ts';
import { requestRefresh } from '../../ingest/marks/request.ts';
import { withExclusiveLockSoon } from '../evaluation/exclusive-lock.ts';
import { unlessFault } from '../evaluation/poison.ts';
import { isSmall } from '../evaluation/progress.ts';
import { evaluateSegments } from '../segments/refresh-segments.ts';
import { isEvaluated, lockSegments, readSegments } from '../segments/stored-segments.ts';
import { checkJourney, type SaveJourneyInput } from './check.ts';
import type { Journey, StageRule } from './definition.ts';
import { walkEverybody } from './refresh-journeys.ts';
import { isWalked, readJourneys } from './stored-journeys.ts';
import { segmentsAbout, usersOf } from './users.ts';

type Content = Omit<Journey, 'id'>;

interface Saved {
  readonly id: number;
  /** Whether it means something else now. */
  readonly changed: boolean;
  /** Row ids of the segments that name it. */
  readonly segments: readonly number[];
}

/**
 * Creates it or brings it up to date by key. Gives its row id. Visits are there when it returns, unless a refresh is at
 * work that takes longer than some 2 seconds: then they come with the next. @throws UserError BAD_USER_INPUT; CONFLICT
 * where a stage goes that somebody asks for
 */
export async function saveJourney(ctx: Context, input: SaveJourneyInput): Promise<number> {
  const journey = checkJourney(input);
  const saved = await ctx.sql.transaction(tx => write(tx, journey, ctx.now()));
  if (saved.changed && !(await followSaved(ctx, saved))) await requestRefresh(ctx);
  return saved.id;
}

async function write(tx: Sql, journey: Content, now: Date): Promise<Saved> {
  await lockSegments(tx);
  await refuseUnknownSurveys(tx, journey);
  const before = (await readJourneys(tx)).find(({ key }) => key === journey.key);
  if (before) await refuseLosses(tx, before, journey);
  const changed = !before || !isDeepStrictEqual(meaningOf(before), meaningOf(journey));
  const { key, name, mode, window, stages } = journey;
  const row = await tx.one<{ id: number }>(
    `insert into journey as j (key, name, mode, "window", stages, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)
     on conflict (key) do update set name = excluded.name, mode = excluded.mode, "window" = excluded."window",
       stages = excluded.stages, updated_at = excluded.updated_at, revision = j.revision + $7
     returning id`,
    [key, name, mode, window, JSON.stringify(stages), now, changed ? 1 : 0],
  );
  const segments = changed ? await segmentsAbout(tx, key) : [];
  await tx.query('update segment set revision = revision + 1 where id = any($1)', [segments]);
  return { id: row!.id, changed, segments };
}

/** Names and phases can change without anybody coming into another stage. */
function meaningOf({ mode, window, stages }: Content): unknown {
  return { mode, window, stages: stages.map(({ key, rule }) => ({ key, rule })) };
}

async function refuseUnknownSurveys(tx: Sql, { stages }: Content): Promise<void> {
  const named = stages.flatMap(({ rule }, i) => surveysIn(rule, `stages[${i}].rule`));
  const known = await tx.query<{ key: string }>('select key from survey where key = any($1)', [
    named.map(({ survey }) => survey),
  ]);
  const unknown = named.find(({ survey }) => !known.some(({ key }) => key === survey));
  if (unknown)
    throw badInput(unknown.path, `There is no survey "${unknown.survey}". The query "surveys" lists their keys.`);
}

/** Keys of surveys, and where they stand. */
function surveysIn({ any, invitation }: StageRule, path: string): { path: string; survey: string }[] {
  if (any) return any.flatMap((inner, n) => surveysIn(inner, `${path}.any[${n}]`));
  return invitation?.survey === undefined ? [] : [{ path: `${path}.invitation.survey`, survey: invitation.survey }];
}

async function refuseLosses(tx: Sql, before: Content, { key, stages }: Content): Promise<void> {
  const lost = before.stages.map(stage => stage.key).filter(old => !stages.some(stage => stage.key === old));
  if (lost.length === 0) return;
  const users = (await usersOf(tx, key)).filter(({ stage }) => stage !== null && lost.includes(stage));
  if (users.length === 0) return;
  const named = users.map(({ name, stage }) => `"${stage}" by ${name}`);
  throw new UserError(
    'CONFLICT',
    `Stages that would go are asked for: ${named.join(', ')}. Keep their keys, or change what asks for them first.`,
    { field: 'stages' },
  );
}

/** False when something is left to the next refresh. */
async function followSaved(ctx: Context, { id, segments }: Saved): Promise<boolean> {
  let isDone = false;
  const hadOpportunity = await withExclusiveLockSoon(ctx.sql, async tx => {
    // Many are walked bit by bit.
    if (!(await isSmall(tx))) return;
    isDone = await unlessFault(tx, async () => {
      // What somebody else has walked or evaluated meanwhile, or deleted, is done.
      const mine = (await readJourneys(tx)).filter(journey => journey.id === id && !isWalked(journey));
      await walkEverybody(tx, mine, ctx.now());
      const all = await readSegments(tx);
      const waiting = all.filter(segment => segments.includes(segment.id) && !isEvaluated(segment));
      return waiting.length === 0 || (await evaluateSegments(tx, all, waiting, ctx.now()));
    });
  });
  return hadOpportunity && isDone;
}
