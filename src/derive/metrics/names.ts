// Names in a filter that do not exist, so that a typing error is not an empty report.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import { badInput } from '../../base/errors.ts';
import { type Dimension, traitOf } from './dimensions.ts';
import type { MetricFilter } from './filter.ts';
import { isTraitSql, RECENT_TRAITS } from './looked-up.ts';

interface Unknown {
  readonly field: string;
  readonly name: string;
  readonly table: string;
  /** Of traits: some of those that there are. */
  readonly others: string | null;
}

const REMEDIES: Readonly<Record<string, string>> = {
  survey: 'The query "surveys" lists their keys.',
  connection: 'The query "connections" lists their keys.',
  segment: 'The query "segments" lists their keys.',
  journey: 'The query "journeys" lists their keys.',
};

const SHOWN = 20;
const MAX_TRAITS = 10;

/** Of a filter, and of the traits that are grouped by. At most one statement. @throws UserError BAD_USER_INPUT */
export async function checkNames(sql: Sql, where: MetricFilter, by: readonly Dimension[] = []): Promise<void> {
  checkValues(where);
  const s = new Statement();
  const text = unknownNamesSql(s, where, by);
  if (!text) return;
  const [first] = await sql.query<Unknown>(text, s.params);
  if (!first) return;
  const { field, name, table, others } = first;
  if (table === 'trait')
    throw badInput(
      field,
      `No customer has a trait "${name}". ${others ? `There is ${others}.` : 'There is none at all.'}`,
    );
  const message =
    table === 'stage'
      ? `The journey "${where.journeyStage!.journey}" has no stage "${name}". The query "journeys" lists its stages.`
      : `There is no ${table} "${name}". ${REMEDIES[table]}`;
  throw badInput(field, message);
}

/** Null when the filter names nothing. */
function unknownNamesSql(s: Statement, where: MetricFilter, by: readonly Dimension[]): string | null {
  const { journeyStage } = where;
  const keys = [
    { field: 'survey', table: 'survey', names: one(where.survey) },
    { field: 'source', table: 'connection', names: where.source ?? [] },
    { field: 'segment', table: 'segment', names: one(where.segment) },
    { field: 'journey', table: 'journey', names: one(where.journey) },
    { field: 'journeyStage.journey', table: 'journey', names: one(journeyStage?.journey) },
  ];
  const parts = keys
    .filter(({ names }) => names.length > 0)
    .map(
      ({ field, table, names }) =>
        `select 'where.${field}' as field, k as name, '${table}' as table, null as others
         from unnest(${s.bind(names, 'text[]')}) k where not exists (select from ${table} where key = k)`,
    );
  if (journeyStage) {
    const stage = s.bind(journeyStage.stage, 'text');
    parts.push(`select 'where.journeyStage.stage', ${stage}, 'stage', null from journey
      where key = ${s.bind(journeyStage.journey, 'text')}
      and not exists (select from jsonb_array_elements(stages) e where e ->> 'key' = ${stage})`);
  }
  for (const [field, keys] of [
    ['where.traits', (where.traits ?? []).map(({ key }) => key)],
    ['traits.keys', by.map(traitOf).filter(key => key !== null)],
  ] as const)
    if (keys.length > 0)
      parts.push(`select '${field}' as field, k as name, 'trait' as table, (
          select string_agg(other, ', ') from (select distinct jsonb_object_keys(traits) as other from ${RECENT_TRAITS} r order by 1 limit ${SHOWN}) o
        ) as others
        from unnest(${s.bind(keys, 'text[]')}) k
        where not ${isTraitSql('k')}`);
  return parts.length ? parts.join(' union all ') : null;
}

const one = (name: string | null | undefined): string[] => (name == null ? [] : [name]);

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** @throws UserError BAD_USER_INPUT */
function checkValues({ signupCohort, traits }: MetricFilter): void {
  const wrong = signupCohort?.find(month => month !== '' && !MONTH.test(month));
  if (wrong !== undefined)
    throw badInput('where.signupCohort', `A cohort is a month, such as 2026-01; not "${wrong}".`);
  if (traits && traits.length > MAX_TRAITS)
    throw badInput('where.traits', `A filter names at most ${MAX_TRAITS} traits; these are ${traits.length}.`);
}
