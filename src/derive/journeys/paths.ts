// The ways that customers take through a journey: the touchpoints of each run in their order.
import type { Context } from '../../base/context/context.ts';
import { Statement } from '../../base/database/statement.ts';
import { readSnapshot } from '../metrics/snapshot.ts';
import { customerSql, findWalked, layOutMap, type MapRequest } from './map-request.ts';
import { checkFirst } from './touchpoints.ts';

export interface JourneyPath {
  /** Each as often as it came anew: repeats in a row are one. Kinds of interactions where none is named. */
  readonly touchpoints: readonly string[];
  readonly customers: number;
  readonly runs: number;
  /** Of all customers with a run of the period, 0 to 1. */
  readonly share: number;
}

const MAX_PATHS = 100;
/** Touchpoints of a path; later ones are left out. */
const MAX_STEPS = 10;

/** Most frequent first. @throws UserError NOT_FOUND, BAD_USER_INPUT */
export async function readPaths(
  ctx: Context,
  journey: number,
  { first, ...request }: MapRequest & { readonly first: number },
): Promise<JourneyPath[]> {
  const { period, where } = await layOutMap(ctx.sql, request, ctx.now());
  checkFirst(first, MAX_PATHS);
  ctx.budget.spendCells(first);
  return readSnapshot(ctx.sql, async tx => {
    const walked = await findWalked(tx, journey, where);
    if (!walked) return [];
    const s = new Statement();
    const moment = (at: number) => s.bind(new Date(at), 'timestamptz');
    return tx.query<JourneyPath>(
      `with run as materialized (
         select v.customer_id, v.run, min(v.started_at) as started_at, max(v.at) as ended_at from journey_visit v
         where v.journey_id = ${s.bind(walked.id, 'bigint')} and v.started_at >= ${moment(period.lo)}
           and v.started_at < ${moment(period.hi)} and ${customerSql(s, where, 'v.customer_id')}
         group by v.customer_id, v.run
       ), touch as (
         select r.customer_id, r.run, i.occurred_at, i.id, coalesce(i.touchpoint, i.kind) as touchpoint,
           lag(coalesce(i.touchpoint, i.kind)) over (partition by r.customer_id, r.run order by i.occurred_at, i.id) as before
         from run r join interaction i on i.customer_id = r.customer_id and i.occurred_at between r.started_at and r.ended_at
       ), step as (
         select *, row_number() over (partition by customer_id, run order by occurred_at, id) as place
         from touch where before is distinct from touchpoint
       ), path as (
         select r.customer_id, coalesce(array_agg(t.touchpoint order by t.place) filter (where t.place <= ${MAX_STEPS}), '{}') as touchpoints
         from run r left join step t on t.customer_id = r.customer_id and t.run = r.run group by r.customer_id, r.run
       )
       select touchpoints, count(distinct customer_id)::int as customers, count(*)::int as runs,
         count(distinct customer_id)::float8 / (select count(distinct customer_id) from run) as share
       from path group by touchpoints order by customers desc, runs desc, touchpoints collate "C" limit ${s.bind(first, 'int')}`,
      s.params,
    );
  });
}
