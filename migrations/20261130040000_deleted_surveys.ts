// Surveys that were deleted with their connection although others had answers to them are made again.
import { Migration } from '@mikro-orm/migrations';

const USED = `(
  select survey_id, connection_id from survey_response
  union all select v.survey_id, r.connection_id from survey_invitation v join source_record r on r.id = v.id
)`;

/** What they were called is known no more; a question that came with its answer tells its text. */
export const REPAIR: readonly string[] = [
  `insert into survey (id, key, name, kind, connection_id)
   select u.survey_id, 'deleted-survey-' || u.survey_id, 'A survey that was deleted', 'RELATIONSHIP', min(u.connection_id)
   from ${USED} u where not exists (select from survey s where s.id = u.survey_id) group by u.survey_id`,
  `insert into survey_question (id, survey_id, key, text, measure)
   select distinct on (a.question_id) a.question_id, t.survey_id, a.question_key, coalesce(a.asked ->> 'text', a.question_key), 'OTHER'
   from survey_answer a join survey_response t on t.id = a.response_id
   where a.question_id is not null and not exists (select from survey_question q where q.id = a.question_id)
   order by a.question_id, a.source_record_id
   on conflict (survey_id, key) do nothing`,
  `update survey_answer a set question_id = null
   where a.question_id is not null and not exists (select from survey_question q where q.id = a.question_id)`,
  `insert into change_mark (subject)
   select coalesce(r.customer_id, -r.id) from survey_response r join survey s on s.id = r.survey_id
   where s.key = 'deleted-survey-' || s.id`,
];

export class DeletedSurveys extends Migration {
  override up(): void {
    for (const statement of REPAIR) this.addSql(statement);
  }
}
