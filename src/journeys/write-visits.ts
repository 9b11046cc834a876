// Brings the table of visits to what walking found; rows that stay as they are cost no write.
import { columnset, encodeColumns } from '../database/bulk.ts';
import type { Sql } from '../database/sql.ts';
import type { Visit } from './walk.ts';

export interface VisitRow extends Visit {
  readonly journey: number;
  readonly customer: number;
}

/** `visits` are all that these customers have of these journeys. */
export async function writeVisits(
  tx: Sql,
  journeys: readonly number[],
  customers: readonly number[],
  visits: readonly VisitRow[],
): Promise<void> {
  // Without a name, so that it is planned for as many rows as there are.
  await tx.query(WRITE, [journeys, customers, ...encodeColumns(visits, COLUMNS)]);
}

const COLUMNS = {
  journey: 'bigint',
  customer: 'bigint',
  run: 'int',
  stage: 'smallint',
  at: 'float8',
  until: 'float8',
  startedAt: 'float8',
  secondsFromPrevious: 'float8',
  withPrevious: 'boolean',
  withFirst: 'boolean',
  source: 'bigint',
} as const;

const moment = (microseconds: string) => `'epoch'::timestamptz + ${microseconds} * interval '1 microsecond'`;
const KEY = ['journey_id', 'customer_id', 'run', 'stage'];
const REST = ['at', 'until', 'started_at', 'seconds_from_previous', 'with_previous', 'with_first', 'source_id'];
const sameKey = (a: string, b: string) => KEY.map(column => `${a}.${column} = ${b}.${column}`).join(' and ');
const rest = (row: string) => `(${REST.map(column => `${row}.${column}`).join(', ')})`;

const WRITE = `
with fresh (${[...KEY, ...REST].join(', ')}) as materialized (
  select n.journey, n.customer, n.run, n.stage, ${moment('n.at')}, coalesce(${moment('n.until')}, 'infinity'),
    ${moment('n."startedAt"')}, n."secondsFromPrevious", n."withPrevious", n."withFirst", n.source
  from ${columnset('n', COLUMNS, 3)}
), held as materialized (
  select v.*, v.ctid as place from journey_visit v where v.customer_id = any($2::bigint[]) and v.journey_id = any($1::bigint[])
), gone as (
  delete from journey_visit where ctid = any(array(
    select h.place from held h left join fresh f on ${sameKey('f', 'h')} where f.run is null
  ))
)
insert into journey_visit (${[...KEY, ...REST].join(', ')})
select f.* from fresh f left join held h on ${sameKey('h', 'f')}
where h.run is null or ${rest('h')} is distinct from ${rest('f')} order by 1, 2, 3, 4
on conflict (${KEY.join(', ')}) do update set ${REST.map(column => `${column} = excluded.${column}`).join(', ')}`;
