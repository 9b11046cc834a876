// Pure: the SQL that fetches what happened to some customers, as far as journeys ask for it.
import { INTERACTION_KINDS } from '../../../connectors/vocabulary.ts';
import type { Statement } from '../../base/database/statement.ts';
import type { InteractionSignal, Signal } from './signals.ts';

/** Gives one row: an array for each of these, ordered by customer, then time, source and item. */
export interface OccurrenceColumns {
  readonly customer: readonly number[];
  /** Number of the signal. */
  readonly signal: readonly number[];
  /** Microseconds since 1970, as PostgreSQL counts. Exact from 1684 to 2255, and for whole milliseconds to 4253. */
  readonly at: readonly number[];
  readonly source: readonly (number | null)[];
  /** Of answers. */
  readonly value: readonly (number | null)[];
}

/** Whoever of these is deleted or merged away has no rows. */
export function occurrencesSql(s: Statement, customers: readonly number[], signals: readonly Signal[]): string {
  const numbered = signals.map((signal, number) => ({ signal, number }));
  const pick = <T>(of: (signal: Signal) => T | null): (readonly [T, number])[] =>
    numbered.flatMap(({ signal, number }) => {
      const found = of(signal);
      return found === null ? [] : [[found, number] as const];
    });
  const parts = [
    interactionsSql(
      s,
      pick(signal => ('interaction' in signal ? signal.interaction : null)),
    ),
    answersSql(
      s,
      pick(signal => ('measure' in signal ? signal.measure : null)),
    ),
    invitationsSql(
      s,
      pick(signal => ('invitation' in signal ? signal.invitation : null)),
    ),
    stagesSql(
      s,
      pick(signal => ('lifecycleStage' in signal ? signal.lifecycleStage : null)),
    ),
  ].filter(part => part !== null);
  const columns = ['customer', 'signal', 'at', 'source', 'value'];
  // Column by column, because one large value is read much faster than thousands of rows.
  return `
    with wanted as materialized (
      select c.id from customer c
      where c.id = any(${s.bind(customers, 'bigint[]')}) and c.deleted_at is null and c.merged_into is null
    )
    select ${columns.map(column => `coalesce(json_agg(${column}), '[]'::json) as ${column}`).join(', ')}
    from (
      select customer, signal, (extract(epoch from at) * 1000000)::bigint as at, source, value
      from (${parts.join(' union all ')}) o order by o.customer, o.at, o.source, o.item
    ) o`;
}

/** Rows are asked for by their customer, whatever the planner believes of a table that grows. */
function ofWanted(table: string, owner: string, condition = 'true'): string {
  const alias = table.split(' ')[1]!;
  return `wanted w cross join lateral (select * from ${table} where ${owner} = w.id and ${condition} offset 0) ${alias}`;
}

type Numbered<T> = readonly (readonly [T, number])[];

/** Joined by their kind, so that each interaction is held against few signals. */
function interactionsSql(s: Statement, signals: Numbered<InteractionSignal>): string | null {
  if (signals.length === 0) return null;
  const text = (value: string | undefined) => s.bind(value ?? null, 'text');
  const rows = signals.flatMap(([{ kind, channel, touchpoint, moment }, number]) => {
    const others = `${number}, ${text(channel)}, ${text(touchpoint)}, ${text(moment)}`;
    return (kind ? [kind] : INTERACTION_KINDS).map(one => `(${text(one)}, ${others})`);
  });
  const kinds = new Set(signals.flatMap(([{ kind }]) => kind ?? INTERACTION_KINDS));
  return `
    select i.customer_id as customer, v.signal, m.at, i.id as source, null::float8 as value, 0::bigint as item
    from ${ofWanted('interaction i', 'i.customer_id', `i.kind = any(${s.bind([...kinds], 'text[]')})`)}
    join (values ${rows.join(', ')}) v(kind, signal, channel, touchpoint, moment) on v.kind = i.kind
      and (v.channel is null or v.channel = i.channel) and (v.touchpoint is null or v.touchpoint = i.touchpoint)
    cross join lateral (
      select case v.moment when 'OCCURRED' then i.occurred_at when 'ANSWERED' then i.first_response_at else i.resolved_at end as at
    ) m
    where m.at is not null`;
}

function answersSql(s: Statement, signals: Numbered<string>): string | null {
  if (signals.length === 0) return null;
  const measures = signals.map(([measure]) => measure);
  const rows = signals.map(([measure, number]) => `(${s.bind(measure, 'text')}, ${number})`);
  return `
    select f.subject as customer, v.signal, f.at, f.source_id as source, f.value, f.item
    from ${ofWanted('metric_fact f', 'f.subject', `f.kind = any(${s.bind(measures, 'text[]')})`)}
    join (values ${rows.join(', ')}) v(kind, signal) on v.kind = f.kind`;
}

function invitationsSql(
  s: Statement,
  signals: Numbered<{ readonly survey?: string; readonly surveyKind?: string }>,
): string | null {
  if (signals.length === 0) return null;
  const rows = signals.map(
    ([{ survey, surveyKind }, number]) =>
      `(${number}, ${s.bind(survey ?? null, 'text')}, ${s.bind(surveyKind ?? null, 'text')})`,
  );
  return `
    select n.customer_id as customer, v.signal, n.sent_at as at, n.id as source, null::float8 as value, 0::bigint as item
    from ${ofWanted('survey_invitation n', 'n.customer_id')} join survey y on y.id = n.survey_id
    join (values ${rows.join(', ')}) v(signal, survey, kind)
      on y.key = coalesce(v.survey, y.key) and y.kind = coalesce(v.kind, y.kind)`;
}

/** The first time that any of their records came into it. */
function stagesSql(s: Statement, signals: Numbered<string>): string | null {
  if (signals.length === 0) return null;
  const rows = signals.map(([stage, number]) => `(${s.bind(stage, 'text')}, ${number})`);
  return `
    select p.customer_id as customer, v.signal, min((p.stages ->> v.stage)::timestamptz) as at,
      null::bigint as source, null::float8 as value, 0::bigint as item
    from ${ofWanted('person_record p', 'p.customer_id', 'p.live')}
    cross join (values ${rows.join(', ')}) v(stage, signal)
    where p.stages ->> v.stage is not null group by 1, 2`;
}
