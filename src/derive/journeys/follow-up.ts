// Reads how long after each stage runs came to the next, and how long those were watched who did not come.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import type { Period } from '../metrics/period.ts';
import { BY_HOUR, DAY, type FollowUps, HOUR, timeOf } from './follow-up-time.ts';
import { customerSql, type MapLayout, type WalkedJourney } from './map-request.ts';

interface Row {
  readonly span: number;
  readonly stage: number;
  readonly bin: number;
  readonly came: number;
  readonly censored: number;
}

const binOf = (seconds: string) =>
  `(case when ${seconds} < ${BY_HOUR * HOUR} then floor(${seconds} / ${HOUR})
    else ${BY_HOUR - BY_HOUR / 24} + floor(${seconds} / ${DAY}) end)::int`;

/**
 * Of the runs of each period: a run is watched from the stage before on, until it comes, its window ends, or `asOf`. A run that
 * turned elsewhere is watched on: it does not come, and stands for no other. One statement.
 */
export async function readFollowUps(
  tx: Sql,
  journey: WalkedJourney,
  { period, baseline, where }: Pick<MapLayout, 'period' | 'baseline' | 'where'>,
  asOf: Date,
): Promise<{ own: FollowUps; before: FollowUps | null }> {
  const s = new Statement();
  const spans: readonly Period[] = [period, ...(baseline ? [baseline] : [])];
  const moments = (of: (span: Period) => number) =>
    s.bind(
      spans.map(span => new Date(of(span))),
      'timestamptz[]',
    );
  const seconds = 'greatest(0, extract(epoch from coalesce(next.at, x.watched) - x.at))';
  const rows = await tx.query<Row>(
    `select x.span, x.stage, ${binOf(seconds)} as bin, (count(next.at))::int as came, (count(*) - count(next.at))::int as censored
     from (
       select p.span::int - 1 as span, v.stage + 1 as stage, v.journey_id, v.customer_id, v.run, v.at,
         least(${s.bind(asOf, 'timestamptz')}, v.started_at + ${s.bind(journey.window, 'float8')} * interval '1 millisecond') as watched
       from unnest(${moments(span => span.lo)}, ${moments(span => span.hi)}) with ordinality as p(lo, hi, span)
       join journey_visit v on v.started_at >= p.lo and v.started_at < p.hi
       where v.journey_id = ${s.bind(journey.id, 'bigint')} and v.stage < ${s.bind(journey.stages.length - 1, 'int')}
         and ${customerSql(s, where, 'v.customer_id')}
     ) x
     left join journey_visit next on next.journey_id = x.journey_id and next.customer_id = x.customer_id
       and next.run = x.run and next.stage = x.stage
     group by 1, 2, 3 order by 3`,
    s.params,
  );
  const of = (span: number): FollowUps =>
    journey.stages.map((_, stage) =>
      rows
        .filter(row => row.span === span && row.stage === stage)
        .map(({ bin, came, censored }) => ({ time: timeOf(bin), events: came, censored })),
    );
  return { own: of(0), before: baseline ? of(1) : null };
}
