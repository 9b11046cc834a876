// Reads the cases that were open at some moment of a time, or came or went in it. One statement.
import { kindsWhere } from '../../../../connectors/interaction-kinds.ts';
import { isOneOf } from '../../../base/database/conditions.ts';
import type { Sql } from '../../../base/database/sql.ts';
import { Statement } from '../../../base/database/statement.ts';
import { UserError } from '../../../base/errors.ts';
import { factRow, placeOf } from '../dimensions.ts';
import { COUNTS } from '../facts/bounds-sql.ts';
import { casesSql } from '../facts/fact-sql.ts';
import { filterSql } from '../filter.ts';
import { groupJoins } from '../memberships.ts';
import type { BacklogLayout } from './request.ts';
import type { Cases } from './sweep.ts';

export interface CasesOfGroup {
  /** As the database has the group, for labels. */
  readonly group: readonly string[];
  readonly cases: Cases;
}

interface Row {
  /** Null of the row that says how many cases there are. */
  readonly group: readonly string[] | null;
  readonly total: number;
  readonly opened: string;
  readonly ended: string;
  readonly subject: string;
  readonly flags: string;
}

/** Some 60 bytes each while they are looked at. A company with more than these in one report has to ask for less. */
const MAX_CASES = 1_000_000;

/** What never happened happens last. A clock that runs backwards resolves a case when it is opened. In an index of its own. */
const END = `(case when resolved_at is null then 'infinity'::timestamptz else greatest(resolved_at, occurred_at) end)`;

const milliseconds = (moment: string) => `floor(extract(epoch from ${moment}) * 1000)::bigint`;

/**
 * Each group in the order in which its cases were opened. Which are open when, TypeScript finds in one pass: in SQL each
 * case would be a row for each moment at which it is open. @throws UserError ANSWER_TOO_LARGE
 */
export async function readCases(sql: Sql, { moments, by, where }: BacklogLayout): Promise<CasesOfGroup[]> {
  const s = new Statement();
  const [first, last] = [moments[0]!, moments.at(-1)!];
  const from = s.bind(new Date(first.since ?? first.at), 'timestamptz');
  const groups = by.map((_, i) => `g${i}`);
  const row = factRow('f');
  const columns = by.map((dimension, i) => `${placeOf(dimension).sql(row)} as g${i}, `).join('');
  const cases = isOneOf(
    'kind',
    kindsWhere(kind => kind.counts === 'CASE'),
  );
  const listed = (value: string) => `string_agg(${value}, ' ' order by opened, id)`;
  const text = `with ids as materialized (
      select id, ${milliseconds('occurred_at')} as opened, ${milliseconds(`nullif(${END}, 'infinity')`)} as ended,
        case when resolved_at is null and status is null then 'U' when reopen_count is distinct from 0 then 'R' else '' end as flag
      from interaction where ${cases} and ${END} > ${from} and occurred_at <= ${s.bind(new Date(last.at), 'timestamptz')}
    ), counted as materialized (
      select ${columns}ids.*, f.subject
      from (${casesSql()}) f join ids on ids.id = f.source_id${groupJoins(s, by, 'f', where.journey)}
      where ${[COUNTS, ...filterSql(s, where, row)].join(' and ')}
    )
    select null::text[] as "group", count(*) as total, null as opened, null as ended, null as subject, null as flags from counted
    union all
    select array[${groups.join(', ')}]::text[], count(*), ${listed('opened::text')}, ${listed(`coalesce(ended::text, '')`)},
      ${listed('subject::text')}, ${listed('flag')}
    from counted where (select count(*) from counted) <= ${MAX_CASES}${groups.length > 0 ? ` group by ${groups.join(', ')}` : ' having count(*) > 0'}`;
  const rows = await sql.query<Row>(text, s.params);
  const total = rows.find(({ group }) => group === null)?.total ?? 0;
  if (total > MAX_CASES)
    throw new UserError(
      'ANSWER_TOO_LARGE',
      `There are ${total} cases in this time; a backlog looks at ${MAX_CASES} at most. Ask for a shorter period, or filter with "where".`,
      { limit: MAX_CASES },
    );
  return rows.flatMap(found => (found.group === null ? [] : [{ group: found.group, cases: casesOf(found) }]));
}

function casesOf({ opened, ended, subject, flags }: Row): Cases {
  const numbers = (list: string, none: number) =>
    Float64Array.from(list.split(' '), value => (value === '' ? none : Number(value)));
  return {
    opened: numbers(opened, 0),
    ended: numbers(ended, Number.POSITIVE_INFINITY),
    subject: numbers(subject, 0),
    flags: flags.split(' '),
  };
}
