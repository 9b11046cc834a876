// Gives the surveys of a connection whose data go to others who have answers to them.
import type { Sql } from '../database/sql.ts';

/**
 * After the connection's own responses and invitations are gone, before its surveys go. A response never loses its
 * survey: one that others answered, or invited to, is theirs from now on, with its questions.
 */
export async function handOverSurveys(tx: Sql, connectionId: number): Promise<void> {
  await tx.query(
    `update survey s set connection_id = coalesce(
       (select min(r.connection_id) from survey_response r where r.survey_id = s.id),
       (select min(p.connection_id) from survey_invitation v join source_record p on p.id = v.id where v.survey_id = s.id),
       s.connection_id)
     where s.connection_id = $1`,
    [connectionId],
  );
}
