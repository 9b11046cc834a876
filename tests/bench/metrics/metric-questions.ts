// Questions after one metric.
import type { Context } from '../../../src/base/context/context.ts';
import type { Sql } from '../../../src/base/database/sql.ts';
import type { Dimension } from '../../../src/derive/metrics/dimensions.ts';
import { readMetric } from '../../../src/derive/metrics/report.ts';
import type { Figure, Figures } from './figures.ts';
import type { Question } from './question.ts';
import { FROM, TO } from './world.ts';

type Asked = 'NPS' | 'CSAT';

/** By hand from the definitions: promoters 9 and 10 less detractors 0 to 6; 4 and 5 of 1 to 5. */
const VALUES: Readonly<Record<Asked, string>> = {
  NPS: `100.0 * (count(*) filter (where a.score >= 9) - count(*) filter (where a.score <= 6)) / count(*)`,
  CSAT: `100.0 * count(*) filter (where a.score >= 4) / count(*)`,
};

interface Shape {
  readonly metric: Asked;
  readonly timeZone?: string;
  /** A dimension, and the column it is in. */
  readonly by?: readonly [Dimension, string];
}

function question(name: string, kept: boolean, { metric, timeZone = 'UTC', by }: Shape): Question {
  const month = `date_trunc('month', r.responded_at, '${timeZone}')`;
  const key = [...(by ? [`${by[1]} || ' '`] : []), `to_char(month at time zone '${timeZone}', 'YYYY-MM-DD')`].join(
    ' || ',
  );
  const group = by ? `${by[1]}, month` : 'month';
  const from = `survey_answer a join survey_response r on r.id = a.response_id join survey_question q on q.id = a.question_id
    left join customer c on c.id = r.customer_id, lateral (select ${month} as month) m`;
  const scan = `select ${key} as key, count(*) as n, (${VALUES[metric]})::float8 as value
    from ${by?.[0] === 'LANGUAGE' ? from : from.replace('left join customer c on c.id = r.customer_id', '')}
    where q.measure = '${metric}' and a.score is not null and r.responded_at >= timestamp '${FROM}' at time zone '${timeZone}'
      and r.responded_at < (timestamp '${TO}' + interval '1 day') at time zone '${timeZone}' group by ${group}`;
  return {
    name,
    kept,
    report: ctx => report(ctx, metric, timeZone, by?.[0]),
    scan: sql => scanned(sql, scan),
  };
}

async function report(ctx: Context, metric: Asked, timeZone: string, by: Dimension | undefined): Promise<Figures> {
  const during = { from: FROM, to: TO, timeZone };
  const { groups } = await readMetric(ctx, metric, { during, every: 'MONTH', by: by ? [by] : [] });
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
];
