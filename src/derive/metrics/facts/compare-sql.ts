// Pure: the SQL that compares what is stored of some subjects with what was counted for them so far.
import { COUNTS } from './bounds-sql.ts';
import { FACT_COLUMNS } from './fact-columns.ts';
import { factsSql } from './fact-sql.ts';

export const FACT_KEY = ['source_id', 'item', 'kind'] as const;
export const FACT_REST = FACT_COLUMNS.filter(column => !(FACT_KEY as readonly string[]).includes(column));

/** Of two rows, given their aliases. */
export const sameFact = (a: string, b: string): string =>
  FACT_KEY.map(column => `${a}.${column} = ${b}.${column}`).join(' and ');
const rest = (row: string) => `(${FACT_REST.map(column => `${row}.${column}`).join(', ')})`;

/**
 * What belongs to the subjects now, and what was counted for them so far: a record that changed hands is found either
 * way.
 */
const IDS = `
  select i.id from interaction i where i.customer_id = any($1::bigint[])
  union select r.id from survey_response r where r.customer_id = any($1)
  union select v.id from survey_invitation v where v.customer_id = any($1)
  union select -s.id from unnest($1) s(id) where s.id < 0
  union select f.source_id from metric_fact f where f.subject = any($1)`;

/**
 * Common table expressions over the subjects in $1: `gone` has facts that are no more or were otherwise, `come` those
 * that are new or otherwise now. A fact that changed is in both.
 */
export const COMPARED = `ids as materialized (${IDS}
), found as materialized (${factsSql()}
), fresh as not materialized (
  select ${FACT_COLUMNS.join(', ')} from found where ${COUNTS}
), old as materialized (
  select ${FACT_COLUMNS.join(', ')} from metric_fact f where f.source_id in (select id from ids)
), gone as materialized (
  select o.* from old o left join fresh f on ${sameFact('o', 'f')}
  where f.source_id is null or ${rest('o')} is distinct from ${rest('f')}
), come as materialized (
  select f.* from fresh f left join old o on ${sameFact('o', 'f')}
  where o.source_id is null or ${rest('o')} is distinct from ${rest('f')}
)`;
