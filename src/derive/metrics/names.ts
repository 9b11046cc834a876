// Names in a filter that do not exist, so that a typing error is not an empty report.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import { badInput } from '../../base/errors.ts';
import type { MetricFilter } from './filter.ts';

interface Unknown {
  /** Path below `where`. */
  readonly field: string;
  readonly name: string;
  readonly table: string;
}

const REMEDIES: Readonly<Record<string, string>> = {
  survey: 'The query "surveys" lists their keys.',
  connection: 'The query "connections" lists their keys.',
  segment: 'The query "segments" lists their keys.',
  journey: 'The query "journeys" lists their keys.',
};

/** At most one statement. @throws UserError BAD_USER_INPUT */
export async function checkNames(sql: Sql, where: MetricFilter): Promise<void> {
  const s = new Statement();
  const text = unknownNamesSql(s, where);
  if (!text) return;
  const [first] = await sql.query<Unknown>(text, s.params);
  if (!first) return;
  const { field, name, table } = first;
  const message =
    table === 'stage'
      ? `The journey "${where.journeyStage!.journey}" has no stage "${name}". The query "journeys" lists its stages.`
      : `There is no ${table} "${name}". ${REMEDIES[table]}`;
  throw badInput(`where.${field}`, message);
}

/** Null when the filter names nothing. */
function unknownNamesSql(s: Statement, where: MetricFilter): string | null {
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
        `select '${field}' as field, k as name, '${table}' as table
         from unnest(${s.bind(names, 'text[]')}) k where not exists (select from ${table} where key = k)`,
    );
  if (journeyStage) {
    const stage = s.bind(journeyStage.stage, 'text');
    parts.push(`select 'journeyStage.stage', ${stage}, 'stage' from journey
      where key = ${s.bind(journeyStage.journey, 'text')}
      and not exists (select from jsonb_array_elements(stages) e where e ->> 'key' = ${stage})`);
  }
  return parts.length ? parts.join(' union all ') : null;
}

const one = (name: string | null | undefined): string[] => (name == null ? [] : [name]);
