// Pure: the SQL that fetches what happened to some customers, as far as journeys ask for it.
import type { Statement } from '../database/graph/statement.ts';
import type { InteractionMoment } from './definition.ts';
import type { InteractionSignal, Signal } from './signals.ts';

/** Gives one row: an array for each of these, ordered by customer, then time, source and item. */
export interface OccurrenceColumns {
  readonly customer: readonly number[];
  /** Number of the signal. */
  readonly signal: readonly number[];
  /** Microseconds since 1970, which is what PostgreSQL counts in. */
  readonly at: readonly number[];
  readonly source: readonly (number | null)[];
  /** Of answers. */
  readonly value: readonly (number | null)[];
}

const MOMENTS: Readonly<Record<InteractionMoment, string>> = {
  OCCURRED: 'i.occurred_at',
  ANSWERED: 'i.first_response_at',
  RESOLVED: 'i.resolved_at',
};

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

type Numbered<T> = readonly (readonly [T, number])[];

function interactionsSql(s: Statement, signals: Numbered<InteractionSignal>): string | null {
  if (signals.length === 0) return null;
  const rows = signals.map(([{ kind, channel, touchpoint, moment }, number]) => {
    const conditions = [
      ...(kind === undefined ? [] : [`i.kind = ${s.bind(kind, 'text')}`]),
      ...(channel === undefined ? [] : [`i.channel = ${s.bind(channel, 'text')}`]),
      ...(touchpoint === undefined ? [] : [`i.touchpoint = ${s.bind(touchpoint, 'text')}`]),
    ];
    return `(${number}, ${MOMENTS[moment]}, ${conditions.join(' and ') || 'true'})`;
  });
  const kinds = signals.map(([{ kind }]) => kind);
  const some = kinds.includes(undefined) ? '' : `and i.kind = any(${s.bind([...new Set(kinds)], 'text[]')})`;
  return `
    select i.customer_id as customer, v.signal, v.at, i.id as source, null::float8 as value, 0::bigint as item
    from wanted w join interaction i on i.customer_id = w.id ${some}
    cross join lateral (values ${rows.join(', ')}) v(signal, at, holds)
    where v.holds and v.at is not null`;
}

function answersSql(s: Statement, signals: Numbered<string>): string | null {
  if (signals.length === 0) return null;
  const rows = signals.map(([measure, number]) => `(${s.bind(measure, 'text')}, ${number})`);
  return `
    select f.subject as customer, v.signal, f.at, f.source_id as source, f.value, f.item
    from wanted w cross join (values ${rows.join(', ')}) v(kind, signal)
    join metric_fact f on f.subject = w.id and f.kind = v.kind`;
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
    from wanted w join survey_invitation n on n.customer_id = w.id join survey y on y.id = n.survey_id
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
    from wanted w join person_record p on p.customer_id = w.id and p.live
    cross join (values ${rows.join(', ')}) v(stage, signal)
    where p.stages ->> v.stage is not null group by 1, 2`;
}
