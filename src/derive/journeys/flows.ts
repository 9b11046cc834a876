// How the runs of a period went from stage to stage: how many, and how long it took them.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import { customerSql, type MapLayout, type WalkedJourney } from './map-request.ts';

export interface JourneyFlow {
  /** Key of a stage; null where runs begin. */
  readonly from: string | null;
  /** Null for no further stage so far. */
  readonly to: string | null;
  readonly runs: number;
  /** Of the runs that were at `from`, or of all that began, 0 to 1. */
  readonly share: number;
  /** Null where nothing was before or comes after, and for fewer customers than `minReport`. */
  readonly medianSeconds: number | null;
}

interface Row {
  readonly from: number | null;
  readonly to: number | null;
  readonly runs: number;
  readonly median: number | null;
  readonly timed: number;
}

/** In the order of the stages: beginnings first, ends last. A run is at a stage once at most. One statement. */
export async function readFlows(
  tx: Sql,
  { id, stages }: WalkedJourney,
  { period, where }: Pick<MapLayout, 'period' | 'where'>,
  minReport: number,
): Promise<JourneyFlow[]> {
  const s = new Statement();
  const moment = (at: number) => s.bind(new Date(at), 'timestamptz');
  const rows = await tx.query<Row>(
    `select f."from", f."to", count(*)::int as runs,
       percentile_cont(0.5) within group (order by f.seconds) as median,
       (count(distinct x.customer_id) filter (where f.seconds is not null))::int as timed
     from (
       select v.customer_id, v.stage, v.seconds_from_previous as seconds, lag(v.stage) over run as before, lead(v.stage) over run as next
       from journey_visit v
       where v.journey_id = ${s.bind(id, 'bigint')} and v.started_at >= ${moment(period.lo)} and v.started_at < ${moment(period.hi)}
         and ${customerSql(s, where, 'v.customer_id')}
       window run as (partition by v.customer_id, v.run order by v.at, v.stage)
     ) x
     cross join lateral (values (x.before, x.stage, x.seconds), (x.stage, null, null)) f("from", "to", seconds)
     where f."to" is not null or x.next is null
     group by 1, 2 order by 1 nulls first, 2 nulls last`,
    s.params,
  );
  const keyOf = (stage: number | null) => (stage === null ? null : stages[stage]!.key);
  const leaving = Map.groupBy(rows, ({ from }) => from);
  return rows.map(({ from, to, runs, median, timed }) => ({
    from: keyOf(from),
    to: keyOf(to),
    runs,
    share: runs / leaving.get(from)!.reduce((sum, row) => sum + row.runs, 0),
    medianSeconds: timed >= minReport ? median : null,
  }));
}
