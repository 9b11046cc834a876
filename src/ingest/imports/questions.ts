// The surveys that a file answers, with their questions; unknown ones are told before anything is written.
import type { Question } from '../../../connectors/records.ts';
import type { Context } from '../../base/context/context.ts';
import { badInput } from '../../base/errors.ts';

export interface AskedQuestion {
  readonly key: string;
  readonly text: string;
  readonly measure: Question['measure'];
  /** Whether answers have a score: it states a scale, or measures something. */
  readonly scored: boolean;
}

export interface AskedSurvey {
  readonly key: string;
  readonly questions: readonly AskedQuestion[];
}

/** Throws BAD_USER_INPUT that names those that are missing and those there are. */
export async function loadAsked(ctx: Context, keys: readonly string[]): Promise<AskedSurvey[]> {
  const rows = await ctx.sql.query<{ key: string; questions: AskedQuestion[] }>(
    `select s.key, coalesce(json_agg(json_build_object('key', q.key, 'text', q.text, 'measure', q.measure,
       'scored', q.scale_min is not null or q.measure <> 'OTHER') order by q.position, q.id) filter (where q.id is not null), '[]') as questions
     from survey s left join survey_question q on q.survey_id = s.id where s.key = any($1) group by s.id order by s.key`,
    [keys],
  );
  const missing = keys.filter(key => !rows.some(row => row.key === key));
  if (missing.length === 0) return rows;
  const there = await ctx.sql.query<{ key: string }>(`select key from survey order by key limit 20`);
  const list = there.map(row => row.key).join(', ') || 'none yet';
  throw badInput(
    'survey',
    `There is no survey ${missing.map(key => `"${key}"`).join(', ')}. Save it first, with the mutation saveSurvey. There are: ${list}.`,
  );
}
