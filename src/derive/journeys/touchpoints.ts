// What customers touched while they were in each stage of a journey.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import { badInput } from '../../base/errors.ts';
import type { MetricName } from '../metrics/metric.ts';
import type { MetricValue } from '../metrics/value.ts';
import { readExperience } from './experience.ts';
import { customerSql, type MapLayout, type WalkedJourney } from './map-request.ts';
import { forReading, type StageFigures } from './stage-report.ts';

export interface TouchpointReport {
  readonly stage: StageFigures['stage'];
  /** Its name; of interactions that name none, their kind. */
  readonly touchpoint: string;
  readonly named: boolean;
  readonly channel: string;
  readonly interactions: number;
  readonly customers: number;
  /** -1 to 1; null below the privacy floor. */
  readonly sentiment: number | null;
  readonly metrics: ReadonlyMap<MetricName, MetricValue>;
}

type Row = Omit<TouchpointReport, 'stage' | 'metrics'> & { stage: number; scored: number };

export const MAX_TOUCHPOINTS = 1000;

/** Largest first. One statement, and a report for each metric. @throws UserError BAD_USER_INPUT */
export async function readTouchpoints(
  ctx: Context,
  tx: Sql,
  journey: WalkedJourney,
  layout: MapLayout,
  { first, metrics }: { first: number; metrics: readonly MetricName[] },
): Promise<TouchpointReport[]> {
  const rows = await readRows(tx, journey, layout, first);
  const names = [...new Set(rows.filter(row => row.named).map(row => row.touchpoint))];
  const experience = await readExperience(ctx, journey, layout, metrics, ['TOUCHPOINT', 'CHANNEL'], names);
  return rows.map(({ scored, ...row }) => {
    const stage = journey.stages[row.stage]!;
    return {
      ...row,
      stage: forReading(stage),
      sentiment: scored >= ctx.reporting.minReport ? row.sentiment : null,
      // Answers name touchpoints, not kinds of interactions.
      metrics: experience(...(row.named ? [stage.key, row.touchpoint, row.channel] : [])),
    };
  });
}

/** @throws UserError BAD_USER_INPUT */
export function checkFirst(first: number, max: number): void {
  if (first < 1 || first > max) throw badInput('first', `"first" must be from 1 to ${max}, not ${first}.`);
}

function readRows(tx: Sql, journey: WalkedJourney, { period, where, now }: MapLayout, first: number): Promise<Row[]> {
  const s = new Statement();
  const moment = (at: number) => s.bind(new Date(at), 'timestamptz');
  // What lies ahead, such as a meeting, has not been touched.
  return tx.query<Row>(
    `select v.stage, coalesce(i.touchpoint, i.kind) as touchpoint, i.touchpoint is not null as named, i.channel,
       count(*)::int as interactions, count(distinct i.customer_id)::int as customers, avg(i.sentiment)::float8 as sentiment,
       (count(distinct i.customer_id) filter (where i.sentiment is not null))::int as scored
     from interaction i join journey_visit v on v.customer_id = i.customer_id and v.journey_id = ${s.bind(journey.id, 'bigint')}
       and v.at <= i.occurred_at and i.occurred_at < v.until
     where i.occurred_at >= ${moment(period.lo)} and i.occurred_at < ${moment(period.hi)}
       and i.occurred_at <= ${moment(now.getTime())} and ${customerSql(s, where, 'i.customer_id')}
     group by 1, 2, 3, 4 order by interactions desc, v.stage, touchpoint, named, i.channel limit ${s.bind(first, 'int')}`,
    s.params,
  );
}
