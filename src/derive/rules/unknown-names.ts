// Whether there are the segments, journeys, stages and traits that a rule names.
import type { Sql } from '../../base/database/sql.ts';
import { badInput } from '../../base/errors.ts';
import { isTraitSql, RECENT_TRAITS } from '../metrics/looked-up.ts';
import { namesIn } from './names.ts';
import type { SegmentRule } from './rule.ts';

interface Unknown {
  readonly place: number;
  /** Names that there are, some of them when there are many. */
  readonly others: readonly string[];
}

const SHOWN = 20;

/** So that a typing error is not an empty segment. @throws UserError BAD_USER_INPUT naming what there is instead */
export async function refuseUnknownNames(sql: Sql, rule: SegmentRule, path = 'rule'): Promise<void> {
  const names = namesIn(rule, path);
  if (names.length === 0) return;
  const unknown = await sql.one<Unknown>(UNKNOWN, [
    names.map(({ kind }) => kind),
    names.map(({ name }) => name),
    names.map(({ journey }) => journey ?? null),
  ]);
  if (!unknown) return;
  const { path: field, kind, name, journey } = names[unknown.place - 1]!;
  const where = kind === 'stage' ? ` in the journey "${journey}"` : '';
  const what = kind === 'trait' ? 'No customer has a trait' : `There is no ${kind}`;
  const { others } = unknown;
  const more = others.length > SHOWN ? ' …' : '';
  const instead =
    others.length === 0 ? 'There is none at all.' : `There is ${others.slice(0, SHOWN).join(', ')}${more}.`;
  throw badInput(field, `${what} "${name}"${where}. ${instead}`);
}

const UNKNOWN = `with named as materialized (
  select place, kind, name, journey from unnest($1::text[], $2::text[], $3::text[]) with ordinality n(kind, name, journey, place)
), known as (
  select place, case kind
    when 'segment' then exists (select from segment s where s.key = named.name)
    when 'journey' then exists (select from journey j where j.key = named.name)
    when 'stage' then exists (select from journey j, jsonb_array_elements(j.stages) s where j.key = named.journey and s ->> 'key' = named.name)
    else ${isTraitSql('named.name')}
    end as is_known
  from named
), missing as (
  select named.* from named join known using (place) where not is_known order by place limit 1
)
select place::int, array(select other from (select distinct other from (
    select key as other from segment where kind = 'segment'
    union all select key from journey where kind = 'journey'
    union all select s ->> 'key' from journey j, jsonb_array_elements(j.stages) s where kind = 'stage' and j.key = missing.journey
    union all select jsonb_object_keys(traits) from ${RECENT_TRAITS} c where kind = 'trait'
  ) o(other)) o order by other limit ${SHOWN + 1}) as others
from missing`;
