// Notes what segments, journeys and metrics must look at again. Written in the transaction that made the change.
import type { Sql } from '../../base/database/sql.ts';

export interface Changed {
  readonly customers?: readonly number[];
  /** Interactions, responses and invitations that were written: whoever they belong to now. */
  readonly records?: readonly number[];
  /** Such that are no more, and may have belonged to nobody. */
  readonly gone?: readonly number[];
  /** Refs of responses whose answers changed. */
  readonly answered?: readonly string[];
  /** Cases that changed: everybody who answered about them. */
  readonly cases?: readonly number[];
  /** Surveys whose questions changed their meaning: everybody who answered. */
  readonly surveys?: readonly number[];
}

/** Marks are only added: one row shared by two transactions would be worked off before the later one is seen. */
export async function mark(tx: Sql, changed: Changed): Promise<void> {
  const { customers = [], records = [], gone = [], answered = [], cases = [], surveys = [] } = changed;
  if (customers.length + records.length + gone.length + answered.length + cases.length + surveys.length === 0) return;
  await tx.query(MARK, [customers, records, gone, answered, surveys, cases], 'mark');
}

/** SQL that marks the rows of a table expression with `id` and `customer_id`: for statements that change rows themselves. */
export const markRows = (rows: string): string =>
  `insert into change_mark (subject) select distinct ${subject('w')} from ${rows} w`;

/** A record that belongs to nobody is a subject of its own, by its negative id. */
function subject(row: string): string {
  return `coalesce(${row}.customer_id, -${row}.id)`;
}

const MARK = `
insert into change_mark (subject)
select id from unnest($1::bigint[]) c(id)
union select ${subject('i')} from interaction i where i.id = any($2::bigint[])
union select ${subject('r')} from survey_response r where r.id = any($2::bigint[])
union select ${subject('v')} from survey_invitation v where v.id = any($2::bigint[])
union select -id from unnest($3::bigint[]) g(id)
union select ${subject('r')} from survey_response r where r.ref = any($4::text[])
union select ${subject('r')} from survey_response r where r.survey_id = any($5::bigint[])
union select ${subject('r')} from survey_response r where r.case_id = any($6::bigint[])`;
