// The question after the default CX index, by month and against the year before.
import type { Context } from '../../../src/base/context/context.ts';
import type { Sql } from '../../../src/base/database/sql.ts';
import type { IndexValue } from '../../../src/derive/metrics/index/evaluate.ts';
import { readIndex } from '../../../src/derive/metrics/index/read.ts';
import { templates } from '../../../src/derive/metrics/index/templates.ts';
import type { Figure, Figures } from './figures.ts';
import type { Question } from './question.ts';
import { FROM, TO } from './world.ts';

const { components } = templates.find(({ key }) => key === 'default')!;

/** Without purchases there is no churn: the index is made of the other five components. */
export const INDEX_BY_MONTH: Question = {
  name: 'cxIndex by month, with the year before',
  kept: true,
  report,
  scan,
};

async function report(ctx: Context): Promise<Figures> {
  const request = {
    key: 'default',
    during: { from: FROM, to: TO },
    every: 'MONTH',
    compareTo: 'PREVIOUS_YEAR',
  } as const;
  const [group] = (await readIndex(ctx, request)).groups;
  const { total, comparison, points } = group!;
  const figures = new Map<string, Figure>();
  note(figures, 'total', total);
  note(figures, 'baseline', comparison!.baseline);
  for (const { start, value } of points) note(figures, start, value);
  return figures;
}

function note(figures: Map<string, Figure>, span: string, { value, n, components }: IndexValue): void {
  figures.set(`index ${span}`, { value, n });
  for (const { metric, raw } of components)
    if (raw.n > 0) figures.set(`${metric} ${span}`, { value: raw.value, n: raw.n });
}

/** Everything in one pass over the rows; the year before the two years has rows in its second half alone. */
const SCAN = `
with measured as (
  select q.measure as metric, r.responded_at as at, 100 * (case q.measure
    when 'NPS' then (a.score >= 9)::int - (a.score <= 6)::int
    when 'CSAT' then (a.score >= 4)::int
    else (a.score >= 5)::int end)::float8 as y
  from survey_answer a join survey_response r on r.id = a.response_id join survey_question q on q.id = a.question_id
  where a.score is not null
  union all
  select 'FIRST_RESPONSE_TIME', i.occurred_at, extract(epoch from i.first_response_at - i.occurred_at)::float8
  from interaction i where i.kind = 'SUPPORT_CASE' and i.first_response_at is not null
  union all
  select 'RESOLUTION_TIME', i.resolved_at, extract(epoch from i.resolved_at - i.occurred_at)::float8
  from interaction i where i.kind = 'SUPPORT_CASE' and i.resolved_at is not null
)
select metric, to_char(year, 'YYYY') as year, to_char(month, 'YYYY-MM-DD') as month, count(*) as n, avg(y) as value
from (
  select *, date_trunc('year', at, 'UTC') as year, date_trunc('month', at, 'UTC') as month from measured
  where at >= timestamptz '${FROM} 00:00Z' and at < timestamptz '${TO} 00:00Z' + interval '24 hours'
) m
group by metric, rollup (year, month)`;

interface Row extends Figure {
  readonly metric: string;
  readonly year: string | null;
  readonly month: string | null;
}

async function scan(sql: Sql): Promise<Figures> {
  const figures = new Map<string, Figure>();
  const spans = new Map<string, Map<string, Figure>>();
  for (const { metric, year, month, n, value } of await sql.query<Row>(SCAN)) {
    const span = month ?? (year === null ? 'total' : year === FROM.slice(0, 4) ? 'baseline' : null);
    if (span === null) continue;
    figures.set(`${metric} ${span}`, { n, value });
    spans.set(span, (spans.get(span) ?? new Map()).set(metric, { n, value }));
  }
  for (const [span, raws] of spans) figures.set(`index ${span}`, indexOf(raws));
  return figures;
}

/** By hand: the weighted mean of what is there, each brought to 0 to 100. */
function indexOf(raws: ReadonlyMap<string, Figure>): Figure {
  const known = components.flatMap(({ metric, weight, worst, best }) => {
    const raw = raws.get(metric)?.value;
    return raw == null ? [] : [{ weight, points: Math.max(0, Math.min(100, (100 * (raw - worst)) / (best - worst))) }];
  });
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const value = known.reduce((sum, { weight, points }) => sum + weight * points, 0) / total;
  return { value, n: Math.min(...[...raws.values()].map(({ n }) => n)) };
}
