// Questions after one metric.
import type { Context } from '../../../src/base/context/context.ts';
import type { Sql } from '../../../src/base/database/sql.ts';
import type { Dimension } from '../../../src/derive/metrics/dimensions.ts';
import type { MetricFilter } from '../../../src/derive/metrics/filter.ts';
import { readMetric } from '../../../src/derive/metrics/report.ts';
import type { Figure, Figures } from './figures.ts';
import type { Question } from './question.ts';
import { FROM, SEGMENT, TO } from './world.ts';

type Asked = 'NPS' | 'CSAT' | 'RESOLUTION_TIME';

/** By hand from the definitions: promoters 9 and 10 less detractors 0 to 6; 4 and 5 of 1 to 5. */
const VALUES: Readonly<Record<Asked, string>> = {
  NPS: `100.0 * (count(*) filter (where a.score >= 9) - count(*) filter (where a.score <= 6)) / count(*)`,
  CSAT: `100.0 * count(*) filter (where a.score >= 4) / count(*)`,
  RESOLUTION_TIME: `sum(extract(epoch from r.resolved_at - r.occurred_at)) / count(*)`,
};

interface Shape {
  readonly metric: Asked;
  readonly timeZone?: string;
  /** A dimension, and the column it is in. */
  readonly by?: readonly [Dimension, string];
  /** A filter, and the same in SQL. */
  readonly where?: readonly [MetricFilter, string];
}

const ANSWERS = (metric: Asked) => ({
  from: `survey_answer a join survey_response r on r.id = a.response_id join survey_question q on q.id = a.question_id`,
  at: 'r.responded_at',
  where: `q.measure = '${metric}' and a.score is not null`,
});
const RESOLVED = {
  from: 'interaction r',
  at: 'r.resolved_at',
  where: `r.kind = 'SUPPORT_CASE' and r.resolved_at is not null`,
};
const CUSTOMER = ' left join customer c on c.id = r.customer_id';

function question(name: string, kept: boolean, { metric, timeZone = 'UTC', by, where }: Shape): Question {
  const rows = metric === 'RESOLUTION_TIME' ? RESOLVED : ANSWERS(metric);
  const month = `date_trunc('month', ${rows.at}, '${timeZone}')`;
  const key = [...(by ? [`${by[1]} || ' '`] : []), `to_char(month at time zone '${timeZone}', 'YYYY-MM-DD')`].join(
    ' || ',
  );
  const group = by ? `${by[1]}, month` : 'month';
  const isOfCustomer = [by?.[1], where?.[1]].some(column => column?.includes('c.'));
  const scan = `select ${key} as key, count(*) as n, (${VALUES[metric]})::float8 as value
    from ${rows.from}${isOfCustomer ? CUSTOMER : ''}, lateral (select ${month} as month) m
    where ${rows.where}${where ? ` and ${where[1]}` : ''} and ${rows.at} >= timestamp '${FROM}' at time zone '${timeZone}'
      and ${rows.at} < (timestamp '${TO}' + interval '1 day') at time zone '${timeZone}' group by ${group}`;
  return {
    name,
    kept,
    report: ctx => report(ctx, { metric, timeZone, by, where }),
    scan: sql => scanned(sql, scan),
  };
}

async function report(ctx: Context, { metric, timeZone, by, where }: Shape): Promise<Figures> {
  const during = { from: FROM, to: TO, timeZone };
  const asked = { during, every: 'MONTH', by: by ? [by[0]] : [], where: where?.[0] } as const;
  const { groups } = await readMetric(ctx, metric, asked);
  const figures = new Map<string, Figure>();
  for (const group of groups)
    for (const { start, value } of group.points)
      if (value.n > 0) figures.set([...group.by.map(each => each.key), start].join(' '), value);
  return figures;
}

async function scanned(sql: Sql, text: string): Promise<Figures> {
  const rows = await sql.query<Figure & { key: string }>(text);
  return new Map(rows.map(({ key, n, value }) => [key, { n, value }]));
}

export const NPS_BY_MONTH = question('NPS by month', true, { metric: 'NPS' });

export const METRIC_QUESTIONS: readonly Question[] = [
  NPS_BY_MONTH,
  question('CSAT by channel and month', true, { metric: 'CSAT', by: ['CHANNEL', 'r.channel'] }),
  question('NPS by month, Europe/Berlin', true, { metric: 'NPS', timeZone: 'Europe/Berlin' }),
  question('NPS by language and month', false, { metric: 'NPS', by: ['LANGUAGE', 'c.language'] }),
  question('NPS by account and month', false, { metric: 'NPS', by: ['ACCOUNT', "'account_' || c.account_id"] }),
  question('RESOLUTION_TIME by industry and month', false, {
    metric: 'RESOLUTION_TIME',
    by: ['ACCOUNT_INDUSTRY', '(select i.industry from account i where i.id = c.account_id)'],
  }),
  question('CSAT of a segment by month', false, { metric: 'CSAT', where: [{ segment: SEGMENT }, `c.country = 'DE'`] }),
];
