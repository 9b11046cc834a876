// Gives a survey of a connection whose data go to others who have answers to it.
import type { Sql } from '../../base/database/sql.ts';

/**
 * After the connection's own responses and invitations are gone. A response never loses its survey: one that others
 * answered, or invited to, is theirs from now on, with its questions. False when there are no others.
 */
export async function handOverSurvey(tx: Sql, surveyId: number): Promise<boolean> {
  const given = await tx.query(
    `update survey s set connection_id = heir.id
     from (select coalesce(
       (select min(r.connection_id) from survey_response r where r.survey_id = $1),
       (select min(p.connection_id) from survey_invitation v join source_record p on p.id = v.id where v.survey_id = $1)
     ) as id) heir
     where s.id = $1 and heir.id is not null returning s.id`,
    [surveyId],
  );
  return given.length > 0;
}
