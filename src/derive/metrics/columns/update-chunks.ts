// Pure: the part of the refresh's own statement that keeps the columnar copy: differences are added as chunks of their own.
import { namesSql, PACKED, packSql } from './pack-sql.ts';

/** Data-modifying CTEs, given the name of a CTE of facts with `signed`. What they add is not seen by the same statement, so it is told. */
export const chunksOf = (delta: string): string => `named as materialized (
  ${namesSql(delta)}
), coded as (
  insert into metric_code (name) select n.name from named n where not exists (select from metric_code k where k.name = n.name)
  returning code, name
), codes as materialized (
  select k.code, k.name from metric_code k join named n using (name) union all select code, name from coded
), packed as (
  insert into metric_chunk (${PACKED.join(', ')}) ${packSql(`select * from ${delta}`)}
)`;
