// What a connection leaves when its records are gone: surveys, rejected records, runs. The last part of taking it away.
import type { Sql } from '../../base/database/sql.ts';

/** Removes some of it, and returns whether there was any. */
export async function removeLedger(tx: Sql, connectionId: number, size: number): Promise<boolean> {
  return (
    (await removeSurvey(tx, connectionId)) ||
    (await removeRejected(tx, connectionId, size)) ||
    (await removeRuns(tx, connectionId, size)) ||
    (await removeStreams(tx, connectionId))
  );
}

/** One at a time. One that others have answers to stays, as theirs. */
async function removeSurvey(tx: Sql, connectionId: number): Promise<boolean> {
  const survey = await tx.one<{ id: number }>(`select id from survey where connection_id = $1 order by id limit 1`, [
    connectionId,
  ]);
  if (!survey) return false;
  if (await handOverSurvey(tx, survey.id)) return true;
  await tx.query(
    `with questions as (delete from survey_question where survey_id = $1) delete from survey where id = $1`,
    [survey.id],
  );
  return true;
}

/**
 * After the connection's own responses and invitations are gone. A response never loses its survey: one that others
 * answered, or invited to, is theirs from now on, with its questions. False when there are no others.
 */
async function handOverSurvey(tx: Sql, surveyId: number): Promise<boolean> {
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

async function removeRejected(tx: Sql, connectionId: number, size: number): Promise<boolean> {
  const rows = await tx.query(
    `delete from rejected_record where id in (select id from rejected_record where connection_id = $1 limit $2)
     returning 1`,
    [connectionId, size],
  );
  return rows.length > 0;
}

async function removeRuns(tx: Sql, connectionId: number, size: number): Promise<boolean> {
  const rows = await tx.query(
    `with gone as (
       delete from sync_run where id in (select id from sync_run where connection_id = $1 order by id limit $2) returning id
     ), streams as (
       delete from stream_run s using gone where s.run_id = gone.id
     ), seen as (
       delete from sync_seen s using gone where s.run_id = gone.id
     ) select from gone`,
    [connectionId, size],
  );
  return rows.length > 0;
}

async function removeStreams(tx: Sql, connectionId: number): Promise<boolean> {
  return (await tx.query(`delete from stream_state where connection_id = $1 returning 1`, [connectionId])).length > 0;
}
