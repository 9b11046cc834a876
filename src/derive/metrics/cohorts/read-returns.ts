// Counts the customers of each cohort, and those who came again in each period after it. One statement.
import { INTERACTION_KINDS, kindOf } from '../../../../connectors/interaction-kinds.ts';
import { isOneOf } from '../../../base/database/conditions.ts';
import type { Sql } from '../../../base/database/sql.ts';
import { Statement } from '../../../base/database/statement.ts';
import { customersSql } from '../read-customers.ts';
import type { CohortEvent, RetentionLayout } from './request.ts';

export interface ReturnRow {
  /** Place of the cohort. */
  readonly cohort: number;
  /** How many periods later; 0 for all customers of the cohort. */
  readonly after: number;
  readonly customers: number;
}

/** What a customer does, not what is done about them: our notes, tasks and deals, and what went out, are no contact. */
const CONTACTS = INTERACTION_KINDS.filter(
  name => ['CALL', 'MEETING', 'PURCHASE'].includes(name) || kindOf(name)!.author !== 'US',
);

/** SQL of a table `(subject, at)`: all that ever happened of it. */
const EVENTS: Readonly<Record<CohortEvent, { from: string; subject: string; at: string; where: string }>> = {
  PURCHASE: { from: 'metric_fact f', subject: 'f.subject', at: 'f.at', where: `f.kind = 'PURCHASE' and f.subject > 0` },
  CONTACT: {
    from: 'interaction f',
    subject: 'f.customer_id',
    at: 'f.occurred_at',
    where: `f.customer_id is not null and coalesce(f.direction, '') not in ('OUTBOUND', 'INTERNAL') and ${isOneOf('f.kind', CONTACTS)}`,
  },
};

/** No rows for what is 0. Customers that were merged or deleted are counted by what is known of them. */
export async function readReturns(
  sql: Sql,
  { of, cohorts, periods, follow, where, now }: RetentionLayout,
): Promise<ReturnRow[]> {
  if (cohorts.length === 0) return [];
  const s = new Statement();
  const { from, subject, at, where: counts } = EVENTS[of];
  const { ctes } = customersSql(s, { kinds: [], spans: periods, by: [], where });
  const moments = (times: readonly number[]) =>
    s.bind(
      times.map(time => new Date(time)),
      'timestamptz[]',
    );
  const [starts, ends] = [moments(cohorts.map(({ lo }) => lo)), moments(cohorts.map(({ hi }) => hi))];
  const known = `${at} <= ${s.bind(now, 'timestamptz')}`;
  // Each period reads its own stretch of the index, and each customer in it once.
  const text = `with ${ctes}, cohort (cohort, lo, hi) as (
      select ordinality::int - 1, lo, hi from unnest(${starts}, ${ends}) with ordinality as u(lo, hi, ordinality)
    ), began as (
      select ${subject} as subject, min(${at}) as at from ${from} where ${counts} group by ${subject}
    ), member as materialized (
      select p.subject, c.cohort from cohort c join began b on b.at >= c.lo and b.at < c.hi join person p on p.subject = b.subject
      where b.at <= ${s.bind(now, 'timestamptz')}
    ), came as (
      select s.span, e.subject from span s cross join lateral (
        select ${subject} as subject from ${from} where ${counts} and ${at} >= s.lo and ${at} < s.hi and ${known} group by ${subject} offset 0
      ) e
    )
    select cohort, 0 as after, count(*) as customers from member group by cohort
    union all
    select m.cohort, c.span - m.cohort, count(*) from member m join came c on c.subject = m.subject
      and c.span > m.cohort and c.span <= m.cohort + ${s.bind(follow, 'int')} group by 1, 2`;
  return sql.query<ReturnRow>(text, s.params);
}
