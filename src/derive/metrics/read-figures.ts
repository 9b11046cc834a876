// Reads recorded figures: spend shared out over the days of its own period, market sizes as they stand at a period's end.
import type { Sql } from '../../base/database/sql.ts';
import type { SumRow } from './counts.ts';
import type { FigureKind } from './kinds.ts';
import type { Stretch } from './period.ts';

/** One statement. Figures belong to nobody's country or channel: they have one group. */
export async function readFigures(
  sql: Sql,
  kinds: readonly FigureKind[],
  spans: readonly Stretch[],
  currency: string | null,
): Promise<SumRow[]> {
  if (kinds.length === 0 || spans.length === 0) return [];
  return sql.query<SumRow>(
    `select '{}'::text[] as "group", s.span, f.figure as kind, coalesce(f.currency, '') as unit, 0 as bin, count(*) as n,
       0 as positive, 0 as negative, sum(f.amount * case when f.figure = 'ACQUISITION_SPEND'
         then (least(f."to", s.last) - greatest(f."from", s.first) + 1)::float8 / (f."to" - f."from" + 1) else 1 end) as sum,
       0 as squares, 255 as slots
     from (select ordinality::int - 1 as span, first, last from unnest($2::date[], $3::date[]) with ordinality as u(first, last, ordinality)) s
     join lateral (
       select * from metric_figure m
       where m.figure = any($1::text[]) and ($4::text is null or m.currency is null or m.currency = $4)
         and case when m.figure = 'ACQUISITION_SPEND' then m."from" <= s.last and m."to" >= s.first
           else m.id = (select x.id from metric_figure x where x.figure = m.figure and x."from" <= s.last and x."to" >= s.last
             order by x.recorded_at desc, x.id limit 1) end
     ) f on true
     group by s.span, f.figure, f.currency`,
    [kinds, spans.map(span => span.start), spans.map(span => span.end), currency],
  );
}
