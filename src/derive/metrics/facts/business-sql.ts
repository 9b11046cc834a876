// Pure: the SQL that measures durations again, by the hours of the default calendar.
import { MAX_AMOUNT } from '../../../../connectors/bounds.ts';
import { isBelievable } from './bounds-sql.ts';
import { FACT_COLUMNS } from './fact-columns.ts';

/** The kinds that are measured both ways; the other way is named by `BUSINESS_` before it. */
export const DURATIONS = ['FIRST_RESPONSE', 'RESOLUTION', 'HANDLE'] as const;

/** Open seconds from the beginning of what is written out; null beyond its ends. */
const openUntil = (at: string) => `(select o.seconds_before + extract(epoch from least(${at}, o.closes_at) - o.opens_at)
      from business_open o where o.opens_at <= ${at} order by o.opens_at desc limit 1)`;

/** Of SQL that gives facts of one kind. */
const isDuration = (facts: string) => DURATIONS.some(kind => facts.includes(`'${kind}' as kind`));

/**
 * Of SQL of all facts, each of some kind: a fact more for each duration within the years that the calendar is written out
 * for. None without one, and then nothing is read. `bin` gives that of a duration.
 */
export function businessSql(facts: readonly string[], bin: (value: string) => string): string {
  const durations = facts.filter(isDuration);
  const own: Readonly<Record<string, string>> = {
    kind: `'BUSINESS_' || m.kind`,
    value: 'm.open',
    bin: bin('m.open'),
  };
  // Without the offsets each moment would be worked out, and looked up, as often as it is named.
  return `select ${FACT_COLUMNS.map(name => `${own[name] ?? `m.${name}`} as ${name}`).join(', ')} from (
    select s.*, (${openUntil('s.ends')} - ${openUntil('s.begins')})::float8 as open from (
      select d.*, d.at - case when d.kind = 'RESOLUTION' then d.length else interval '0' end as begins,
        d.at + case when d.kind = 'RESOLUTION' then interval '0' else d.length end as ends
      from (
        select d.*, make_interval(secs => d.value) as length from (${durations.join('\nunion all\n')}) d
        where exists (select from business_open) and d.value between 0 and ${MAX_AMOUNT} and ${isBelievable('d.at')} offset 0
      ) d offset 0
    ) s offset 0
  ) m where m.open is not null`;
}
