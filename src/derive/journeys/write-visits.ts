// Brings the table of visits to what walking found, or tells where it differs; rows that stay as they are cost no write.
import { columnset, encodeColumns } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
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

/** The same without writing: the customer of each visit that is missing, too many or another. */
export async function differingVisits(
  tx: Sql,
  journeys: readonly number[],
  customers: readonly number[],
  visits: readonly VisitRow[],
): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(DIFFERING, [journeys, customers, ...encodeColumns(visits, COLUMNS)]);
  return rows.map(row => row.id);
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

const COMPARED = `
with fresh (${[...KEY, ...REST].join(', ')}) as materialized (
  select n.journey, n.customer, n.run, n.stage, ${moment('n.at')}, coalesce(${moment('n.until')}, 'infinity'),
    ${moment('n."startedAt"')}, n."secondsFromPrevious", n."withPrevious", n."withFirst", n.source
  from ${columnset('n', COLUMNS, 3)}
), held as materialized (
  select v.*, v.ctid as place from journey_visit v where v.customer_id = any($2::bigint[]) and v.journey_id = any($1::bigint[])
)`;
const differs = `h.run is null or ${rest('h')} is distinct from ${rest('f')}`;

const WRITE = `${COMPARED}, gone as (
  delete from journey_visit where ctid = any(array(
    select h.place from held h left join fresh f on ${sameKey('f', 'h')} where f.run is null
  ))
)
insert into journey_visit (${[...KEY, ...REST].join(', ')})
select f.* from fresh f left join held h on ${sameKey('h', 'f')}
where ${differs} order by 1, 2, 3, 4
on conflict (${KEY.join(', ')}) do update set ${REST.map(column => `${column} = excluded.${column}`).join(', ')}`;

const DIFFERING = `${COMPARED}
select coalesce(f.customer_id, h.customer_id) as id
from fresh f full join held h on ${sameKey('h', 'f')} where f.run is null or ${differs}`;
